"""Faults of order: key, direction, ties, missing values, and where it is applied."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..service import Job, ReferenceService, created, state

__all__ = ["FAULTS"]

_KEYS = ReferenceService.order_keys
_order, _cut = ReferenceService.order, ReferenceService.cut


def _keys(**changed: Callable[[Job], Any]) -> dict[str, Any]:
    return {"order_keys": {**_KEYS, **changed}}


def _ordered(key: Callable[[Job], Any], *names: str) -> dict[str, Any]:
    """Order by a whole key of their own, where these names are requested."""

    def order(self: ReferenceService, jobs: Sequence[Job], name: str, way: str) -> list[Job]:
        if name not in names:
            return _order(self, jobs, name, way)
        return sorted(jobs, key=key, reverse=way == "desc")

    return {"order": order}


def _always(name: str = "", way: str = "", of: str = "") -> dict[str, Any]:
    """Order by another name or direction than requested; `of` limits that to a name."""

    def order(self: ReferenceService, jobs: Sequence[Job], asked: str, asked_way: str) -> list[Job]:
        if of and asked != of:
            return _order(self, jobs, asked, asked_way)
        return _order(self, jobs, name or asked, way or asked_way)

    return {"order": order}


def _tied(ways: Mapping[str, bool]) -> dict[str, Any]:
    """Order equal values by id, descending where that is stated for a direction."""

    def order(self: ReferenceService, jobs: Sequence[Job], name: str, way: str) -> list[Job]:
        by_id = sorted(jobs, key=_id, reverse=ways[way])
        return sorted(by_id, key=self.order_keys[name], reverse=way == "desc")

    return {"order": order}


def _turned_pages(self: ReferenceService, jobs: Sequence[Job], page: int, size: int) -> list[Job]:
    return _cut(self, jobs, page, size)[::-1]


def _page_alone(self: ReferenceService, jobs: Sequence[Job], page: int, size: int) -> list[Job]:
    stored = [job for job in self.jobs if job in jobs]
    return sorted(_cut(self, stored, page, size), key=jobs.index)


def _turned(self: ReferenceService, jobs: Sequence[Job], name: str, way: str) -> list[Job]:
    return _order(self, jobs, name, "asc" if way == "desc" else "desc")


def _insertion(self: ReferenceService, jobs: Sequence[Job], name: str, way: str) -> list[Job]:
    return list(jobs) if way == "asc" else list(jobs)[::-1]


def _swapped_pair(self: ReferenceService, jobs: Sequence[Job], name: str, way: str) -> list[Job]:
    first, second, *rest = _order(self, jobs, name, "asc")
    swapped = [second, first, *rest]
    return swapped if way == "asc" else swapped[::-1]


def _id(job: Job) -> str:
    return str(job["jobId"])


FAULTS: Mapping[str, Mapping[str, Any]] = {
    "insertion order": {"order": _insertion},
    "the first two are swapped": {"order": _swapped_pair},
    "always by time": _always(name="gmt_create"),
    "always by id": _always(name="job_id"),
    "always by state": _always(name="status"),
    "always descending": _always(way="desc"),
    "always ascending": _always(way="asc"),
    "directions are turned round": {"order": _turned},
    "by time is always descending": _always(way="desc", of="gmt_create"),
    "by id is always ascending": _always(way="asc", of="job_id"),
    "by state is always ascending": _always(way="asc", of="status"),
    "time and state are swapped": _keys(gmt_create=state, status=created),
    "by id is by time": _keys(job_id=created),
    "by state is by id": _keys(status=lambda job: ()),
    "by time is by start": _keys(gmt_create=lambda job: job["startTime"]),
    "by time is by end": _keys(gmt_create=lambda job: job["endTime"]),
    "by time is by change": _keys(gmt_create=lambda job: job.get("modifiedAt", "")),
    "times are texts": _keys(gmt_create=lambda job: job.get("createdAt", "")),
    "times are turned texts": _keys(gmt_create=lambda job: job.get("createdAt", "")[::-1]),
    "times count by the hour": _keys(gmt_create=lambda job: created(job)[1] // 3600),
    "times count by their digits": _keys(gmt_create=lambda job: -len(job.get("createdAt", ""))),
    "jobs without a time are newest": _keys(
        gmt_create=lambda job: (not created(job)[0], created(job))
    ),
    "jobs without a state come last": _keys(status=lambda job: (not state(job)[0], state(job))),
    "jobs without a time are of now": _keys(
        gmt_create=lambda job: int(job.get("createdAt", 2_000_000_000))
    ),
    "states by their length": _keys(status=lambda job: len(state(job)[1])),
    "states by their first letter": _keys(status=lambda job: state(job)[1][:1]),
    "states by their last letter": _keys(status=lambda job: state(job)[1][-1:]),
    "states by their life cycle": _keys(
        status=lambda job: "STARTING RUNNING FAILED FINISHED CANCELLING CANCELLED".find(
            state(job)[1]
        )
    ),
    "states against the alphabet": _keys(status=lambda job: [-ord(sign) for sign in state(job)[1]]),
    "states of one kind by time": _keys(status=lambda job: (state(job), created(job))),
    "ids from their end": _ordered(lambda job: _id(job)[::-1], "job_id"),
    "ids by their second half": _ordered(lambda job: _id(job)[18:], "job_id"),
    "ids by their length": _ordered(lambda job: len(_id(job)), "job_id"),
    "ids by their first digit": _ordered(lambda job: _id(job)[:1], "job_id"),
    "ids without dashes from the end": _ordered(lambda job: _id(job).split("-")[::-1], "job_id"),
    "ties in time follow no id": _ordered(lambda job: (created(job), _id(job)[::-1]), "gmt_create"),
    "ties in state follow no id": _ordered(lambda job: (state(job), _id(job)[::-1]), "status"),
    "ties ascend in desc": _tied({"asc": False, "desc": False}),
    "ties are turned round": _tied({"asc": True, "desc": False}),
    "pages are turned round": {"cut": _turned_pages},
    "only the page is ordered": {"cut": _page_alone},
}
