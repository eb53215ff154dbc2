"""Changes between two versions of a contract, and the context in which they are found."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

__all__ = ["Change", "Context", "Direction", "JsonObject", "merge_changes", "pairs", "quote_value"]

JsonObject: TypeAlias = dict[str, Any]
Direction: TypeAlias = Literal["request", "response"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its subject in the contract, its description, and whom it breaks.

    It breaks callers when a program written for the old contract may fail, or behave differently,
    with a server of the new one; servers, when one that keeps the old contract does not keep the
    new one.
    """

    subject: str
    message: str
    breaks_callers: bool
    breaks_servers: bool

    @property
    def impact(self) -> str:
        """Whom it breaks, as text."""
        flags = (("callers", self.breaks_callers), ("servers", self.breaks_servers))
        broken = [name for name, is_broken in flags if is_broken]
        return f"breaks {' and '.join(broken)}" if broken else "breaks nobody"

    def __str__(self) -> str:
        return f"{self.subject}: {self.message} ({self.impact})"


@dataclass(frozen=True, slots=True)
class Context:
    """The part of the contract that is compared, and the direction in which its values are sent."""

    subject: str
    direction: Direction = "response"

    def inside(self, name: str) -> "Context":
        """Return the context of a part."""
        return Context(f"{self.subject}, {name}", self.direction)

    def change(self, message: str, *, callers: bool, servers: bool) -> Change:
        """Build a change of this part."""
        return Change(self.subject, message, callers, servers)

    def breaks_both(self, keyword: str, before: object, after: object) -> Change:
        """Build the change of a value that neither callers nor servers can ignore."""
        message = f"{keyword} changed from {quote_value(before)} to {quote_value(after)}"
        return self.change(message, callers=True, servers=True)


def merge_changes(changes: Iterator[Change]) -> Iterator[Change]:
    """Yield each change once; one that was found in both directions breaks all that either does."""
    merged: dict[tuple[str, str], Change] = {}
    for change in changes:
        first = merged.get((change.subject, change.message), change)
        merged[change.subject, change.message] = replace(
            change,
            breaks_callers=first.breaks_callers or change.breaks_callers,
            breaks_servers=first.breaks_servers or change.breaks_servers,
        )
    yield from merged.values()


def pairs(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> Iterator[tuple[str, Any, Any]]:
    """Yield each key with its two values, None where there is none; those of `before` come first."""
    old, new = before or {}, after or {}
    for key in dict.fromkeys((*old, *new)):
        yield key, old.get(key), new.get(key)


def quote_value(value: object) -> str:
    """Return a value of the contract as text."""
    if value is None:
        return "none"
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
