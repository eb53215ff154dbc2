"""A change of meaning, and how changes are found: pairs of what stood and what stands."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Change", "Node", "Place", "pairs", "quoted"]

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: whom it concerns in the contract, what it is, and whom it breaks.

    It breaks callers when a program written for the old contract may fail, or do something else,
    with a server of the new one; servers, when one that keeps the old contract does not keep the
    new one.
    """

    subject: str
    words: str
    callers: bool
    servers: bool

    @property
    def mark(self) -> str:
        """Whom it breaks, in words."""
        broken = [
            name for name, one in (("callers", self.callers), ("servers", self.servers)) if one
        ]
        return f"breaks {' and '.join(broken)}" if broken else "breaks nobody"

    def __str__(self) -> str:
        return f"{self.subject}: {self.words} ({self.mark})"


@dataclass(frozen=True, slots=True)
class Place:
    """What a comparison is about: its name for people, and on which side of a call it stands."""

    subject: str
    side: str = "answer"

    def inside(self, name: str) -> "Place":
        """Name a part of it."""
        return Place(f"{self.subject}, {name}", self.side)

    def change(self, words: str, *, callers: bool, servers: bool) -> Change:
        """Say what changed here."""
        return Change(self.subject, words, callers, servers)

    def breaks_both(self, what: str, before: object, after: object) -> Change:
        """Say that something has another value, which nobody can pass over."""
        words = f"{what} changed from {quoted(before)} to {quoted(after)}"
        return self.change(words, callers=True, servers=True)


def pairs(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> Iterator[tuple[str, Any, Any]]:
    """Give each key with its two values, None where there is none; those of `before` come first."""
    old, new = before or {}, after or {}
    for key in dict.fromkeys((*old, *new)):
        yield key, old.get(key), new.get(key)


def quoted(value: object) -> str:
    """Write a value of the contract for people."""
    if value is None:
        return "none"
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
