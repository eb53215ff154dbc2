"""Whether a change that breaks somebody is announced: by the version, and by words of its own."""

from collections.abc import Iterable, Iterator

from ..diagnostics import Problem
from .change import Change
from .history import Version

__all__ = ["needed", "unannounced"]

Number = tuple[int, int, int]


def unannounced(last: Version, now: Version, changes: Iterable[Change]) -> Iterator[Problem]:
    """Name what is missing before a contract may differ like this from its last recorded version.

    A break for callers takes the breaking part of the version, which is the first number that is
    not 0 in front; one for servers alone takes the number after it, or more. Both take an entry of
    `x-changes` with the version.
    """
    least = needed(last.number, changes)
    if now.number < least:
        what = (
            f"info.version is {now.name}, but what changed since {last.name} takes {_named(least)}"
        )
        remedy = "raise it, and say what changed under x-changes"
        yield now.source.problem(("info", "version"), what, remedy)
    elif least > last.number and now.name not in _announced(now):
        what = f"x-changes has no entry for version {now.name}, which breaks what used {last.name}"
        yield now.source.problem(("x-changes",), what, "say there what changed and what to do")


def needed(last: Number, changes: Iterable[Change]) -> Number:
    """Give the lowest version that may hold the changes."""
    major, minor, patch = last
    found = tuple(changes)
    if any(one.callers for one in found):
        return (major + 1, 0, 0) if major else (0, minor + 1, 0)
    if any(one.servers for one in found):
        return (major, minor + 1, 0) if major else (0, minor, patch + 1)
    return last


def _announced(version: Version) -> set[str]:
    entries = version.source.document.get("x-changes")
    found = entries if isinstance(entries, list) else []
    return {str(one.get("version")) for one in found if isinstance(one, dict)}


def _named(number: Number) -> str:
    return ".".join(map(str, number))
