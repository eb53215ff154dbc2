"""The change history: what the product announced, and how versions of the contract differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ..compare import Change, compare
from ..compare.history import Version, recorded, version_of
from ..openapi.source import Source

__all__ = ["Announcement", "Step", "announcements", "versions"]


@dataclass(frozen=True, slots=True)
class Announcement:
    """An entry of `x-changes` that the product made, with its pointer."""

    date: str
    operation: str | None
    summary: str
    source: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Step:
    """What a version of the contract changed: in words of its own, and each difference."""

    version: str
    recorded: bool
    first: bool
    summary: str
    changes: tuple[Change, ...]


def announcements(source: Source) -> tuple[Announcement, ...]:
    """Give what the product announced, newest first."""
    found = [
        Announcement(
            one["date"],
            one.get("operation"),
            one["summary"],
            one.get("x-source", "doc"),
            f"/x-changes/{index}",
        )
        for index, one in enumerate(_entries(source))
        if "date" in one
    ]
    return tuple(sorted(found, key=lambda one: one.date, reverse=True))


def versions(source: Source) -> tuple[Step, ...]:
    """Give what each version changed, newest first; the contract that is worked on comes first
    where it differs from all that are recorded."""
    return tuple(_steps(source))[::-1]


def _steps(source: Source) -> Iterator[Step]:
    known = recorded(source.path)
    if not known:
        return
    said = {one["version"]: one["summary"] for one in _entries(source) if "version" in one}
    first = known[0].name
    yield Step(first, True, True, said.get(first, ""), ())
    for before, after in pairwise(known):
        yield _step(before, after, said.get(after.name, ""), True)
    now = version_of(source)
    last = _step(known[-1], now, said.get(now.name, ""), False)
    if last.changes:
        yield last


def _step(before: Version, after: Version, summary: str, is_recorded: bool) -> Step:
    changes = compare(before.source.document, after.source.document)
    return Step(after.name, is_recorded, False, summary, changes)


def _entries(source: Source) -> list[dict[str, Any]]:
    document: dict[str, Any] = source.document
    return list(document.get("x-changes", ()))
