"""Faults of pages: where they begin, how long they are, and the total."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..messages import NotFound
from ..service import IDS, Job
from ..service import ReferenceService as Right

__all__ = ["FAULTS"]

_cut, _find = Right.cut, Right.find


def _cutting(cut: Any) -> dict[str, Any]:
    return {"cut": lambda self, jobs, page, size: list(cut(jobs, page, size))}


def _failing_beyond(self: Right, jobs: Sequence[Job], page: int, size: int) -> list[Job]:
    if page > 1 and (page - 1) * size >= len(jobs):
        raise NotFound("there is no such page")
    return _cut(self, jobs, page, size)


def _empty_for_unknown(self: Right, ids: Sequence[str]) -> list[Job]:
    return [job for job in self.jobs if [job[name] for name in IDS] == list(ids)]


FAULTS: Mapping[str, Mapping[str, Any]] = {
    "pages overlap by one": _cutting(
        lambda jobs, page, size: jobs[max(0, (page - 1) * size - 1) :][:size]
    ),
    "pages leave one out": _cutting(
        lambda jobs, page, size: jobs[(page - 1) * (size + 1) :][:size]
    ),
    "pages begin at 0": _cutting(lambda jobs, page, size: jobs[page * size :][:size]),
    "every page is the first": _cutting(lambda jobs, page, size: jobs[:size]),
    "a far page is the last": _cutting(
        lambda jobs, page, size: jobs[min(page - 1, (len(jobs) - 1) // size) * size :][:size]
    ),
    "a page may be longer by one": _cutting(
        lambda jobs, page, size: jobs[(page - 1) * size :][: size + 1]
    ),
    "the last page is never full": _cutting(
        lambda jobs, page, size: jobs[(page - 1) * size : min(page * size, len(jobs) - 1)]
    ),
    "no more than 30 are listed": _cutting(
        lambda jobs, page, size: jobs[:30][(page - 1) * size : page * size]
    ),
    "a page beyond fails": {"cut": _failing_beyond},
    "the total is the page's": {"total": lambda self, jobs, page: len(page)},
    "the total is one more": {"total": lambda self, jobs, page: len(jobs) + 1},
    "the total is at most 30": {"total": lambda self, jobs, page: min(30, len(jobs))},
    "the total is of everything": {"total": lambda self, jobs, page: len(self.jobs)},
    "unknown deployments are empty": {"find": _empty_for_unknown},
}
