"""Change history: announcements of the product, and changes between versions of the contract."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..compare import Change, compare
from ..compare.history import Version, recorded, version_of
from ..openapi.pointer import JsonObject
from ..openapi.source import Source

__all__ = ["Announcement", "VersionChanges", "announcements", "versions"]


@dataclass(frozen=True, slots=True)
class Announcement:
    """An entry of `x-changes` that the product made, with its pointer."""

    date: str
    operation: str | None
    summary: str
    source: str
    pointer: str


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """The changes of one version of the contract, with its own summary of them."""

    version: str
    is_recorded: bool
    is_first: bool
    summary: str
    changes: tuple[Change, ...]


def announcements(source: Source) -> tuple[Announcement, ...]:
    """Return the announcements of the product, newest first."""
    announced = [
        Announcement(
            entry["date"],
            entry.get("operation"),
            entry["summary"],
            entry.get("x-source", "doc"),
            f"/x-changes/{index}",
        )
        for index, entry in enumerate(_entries(source))
        if "date" in entry
    ]
    return tuple(sorted(announced, key=lambda entry: entry.date, reverse=True))


def versions(source: Source) -> tuple[VersionChanges, ...]:
    """Return the changes of each version, newest first.

    The contract as it is now comes first, where it differs from the last recorded version.
    """
    return tuple(_versions(source))[::-1]


def _versions(source: Source) -> Iterator[VersionChanges]:
    history = recorded(source.path)
    if not history:
        return
    entries = [entry for entry in _entries(source) if "version" in entry]
    summaries = {entry["version"]: entry["summary"] for entry in entries}
    first = history[0].name
    yield VersionChanges(first, True, True, summaries.get(first, ""), ())
    for before, after in pairwise(history):
        yield _changes(before, after, summaries.get(after.name, ""), is_recorded=True)
    now = version_of(source)
    latest = _changes(history[-1], now, summaries.get(now.name, ""), is_recorded=False)
    if latest.changes:
        yield latest


def _changes(before: Version, after: Version, summary: str, *, is_recorded: bool) -> VersionChanges:
    changes = compare(before.source.document, after.source.document)
    return VersionChanges(after.name, is_recorded, False, summary, changes)


def _entries(source: Source) -> list[JsonObject]:
    document: JsonObject = source.document
    return list(document.get("x-changes", ()))
