"""Changes between two versions of a contract, and the context in which they are found."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from ..openapi.pointer import JsonObject, PointerParts

__all__ = [
    "Change",
    "Context",
    "Direction",
    "Effect",
    "is_number",
    "is_same",
    "merge_changes",
    "pairs",
    "quote_value",
]

Direction: TypeAlias = Literal["request", "response"]
# The effect of a change on the values that a schema allows. Both may be lost and gained, or nobody
# can tell: incomparable. More are allowed, but only by what no reader enforces: loosened.
Effect: TypeAlias = Literal["narrowed", "widened", "loosened", "incomparable", "none"]

# Whether a change breaks callers, and whether it breaks servers.
_IMPACT: Mapping[tuple[Direction, Effect], tuple[bool, bool]] = {
    ("request", "narrowed"): (True, True),
    ("request", "widened"): (False, True),
    ("request", "loosened"): (False, True),
    ("request", "incomparable"): (True, True),
    ("request", "none"): (False, False),
    ("response", "narrowed"): (False, True),
    ("response", "widened"): (True, False),
    ("response", "loosened"): (False, False),
    ("response", "incomparable"): (True, True),
    ("response", "none"): (False, False),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its subject in the contract, its description, and whom it breaks.

    It breaks callers when a program written for the old contract may fail, or behave differently,
    with a server of the new one; servers, when one that keeps the old contract does not keep the
    new one. The pointer leads to its place in the new document, or to where it was.
    """

    subject: str
    message: str
    breaks_callers: bool
    breaks_servers: bool
    pointer: PointerParts = field(default=(), compare=False)

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
    """The part of the contract that is compared, and the direction in which its values are sent.

    `compared` are the schemas that surround it, which a recursive schema would compare for ever.
    Where `expands` is set, references of one name are followed as well.
    """

    subject: str
    direction: Direction = "response"
    pointer: PointerParts = ()
    compared: frozenset[tuple[PointerParts, PointerParts]] = frozenset()
    expands: bool = False

    def inside(self, name: str, *keys: str) -> "Context":
        """Return the context of a part."""
        return replace(self, subject=f"{self.subject}, {name}", pointer=(*self.pointer, *keys))

    def at(self, pointer: PointerParts) -> "Context":
        """Return the context of the same part, found at a pointer of the new document."""
        return replace(self, pointer=pointer)

    def change(self, message: str, *keys: str, callers: bool, servers: bool) -> Change:
        """Build a change of this part, or of a member of it."""
        return Change(self.subject, message, callers, servers, (*self.pointer, *keys))

    def affects(self, effect: Effect, message: str, *keys: str) -> Change:
        """Build a change with an effect on the allowed values; the direction decides the rest."""
        callers, servers = _IMPACT[self.direction, effect]
        return self.change(message, *keys, callers=callers, servers=servers)

    def deprecation(self, before: JsonObject, after: JsonObject) -> Iterator[Change]:
        """Yield the change of whether this part is deprecated, which breaks nobody."""
        was, now = (bool(part.get("deprecated")) for part in (before, after))
        if was != now:
            message = "deprecated now" if now else "no longer deprecated"
            yield self.change(message, "deprecated", callers=False, servers=False)

    def breaks_both(
        self, name: str, before: object, after: object, keys: PointerParts | None = None
    ) -> Change:
        """Build the change of a value that neither callers nor servers can ignore.

        It is the member of its name, unless other keys lead to it.
        """
        message = f"{name} changed from {quote_value(before)} to {quote_value(after)}"
        members = (name,) if keys is None else keys
        return self.change(message, *members, callers=True, servers=True)


def merge_changes(changes: Iterator[Change]) -> Iterator[Change]:
    """Yield each change once; one that was found in both directions breaks all that either does."""
    merged: dict[tuple[str, str], Change] = {}
    for change in changes:
        first = merged.get((change.subject, change.message), change)
        merged[change.subject, change.message] = replace(
            first,
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


def is_same(one: object, other: object) -> bool:
    """Whether two values are equal in JSON, where true is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def is_number(*values: object) -> bool:
    """Whether all values are numbers."""
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def quote_value(value: object) -> str:
    """Return a value of the contract as text."""
    if value is None:
        return "none"
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
