"""Check that a breaking change is announced, by the version and by an entry of `x-changes`."""

from collections.abc import Iterable, Iterator

from ..diagnostics import Diagnostic
from .change import Change
from .history import Version

__all__ = ["needed", "unannounced"]

Number = tuple[int, int, int]


def unannounced(last: Version, now: Version, changes: Iterable[Change]) -> Iterator[Diagnostic]:
    """Yield what a contract lacks to announce its changes since the last recorded version.

    A break for callers takes the breaking part of the version, which is the first number that is
    not 0 in front; one for servers alone takes the number after it, or more. Both take an entry of
    `x-changes` with the version.
    """
    least = needed(last.number, changes)
    if now.number < least:
        message = (
            f"info.version is {now.name}, but what changed since {last.name} takes {_named(least)}"
        )
        remedy = "raise it, and say what changed under x-changes"
        yield now.source.diagnostic(("info", "version"), message, remedy)
    elif least > last.number and now.name not in _announced(now):
        message = (
            f"x-changes has no entry for version {now.name}, which breaks what used {last.name}"
        )
        yield now.source.diagnostic(
            ("x-changes",), message, "say there what changed and what to do"
        )


def needed(last: Number, changes: Iterable[Change]) -> Number:
    """Return the lowest version that may have the changes."""
    major, minor, patch = last
    listed = tuple(changes)
    if any(change.breaks_callers for change in listed):
        return (major + 1, 0, 0) if major else (0, minor + 1, 0)
    if any(change.breaks_servers for change in listed):
        return (major, minor + 1, 0) if major else (0, minor, patch + 1)
    return last


def _announced(version: Version) -> set[str]:
    entries = version.source.document.get("x-changes")
    entries = entries if isinstance(entries, list) else []
    return {str(entry.get("version")) for entry in entries if isinstance(entry, dict)}


def _named(number: Number) -> str:
    return ".".join(map(str, number))
