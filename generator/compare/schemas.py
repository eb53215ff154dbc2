"""Schemas: bounds, types, values and properties, on the side of requests or of answers.

A reader of answers enforces no bounds, and takes any value of an open enumeration, as
`spec/README.md` says: what an answer newly may hold breaks a caller only where it is closed.
"""

from collections.abc import Iterator
from typing import Any

from .annotations import WORDS, without_words
from .change import Change, Node, Place, pairs, quoted

__all__ = ["schemas"]

_LEAST = frozenset(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"))
_MOST = frozenset(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"))
_DERIVED = frozenset(("x-time", "x-embedded", "x-short", "x-columns", "x-more-columns", "x-tones"))
_APART = frozenset(("enum", "anyOf", "properties", "required", "items")) | WORDS


def schemas(place: Place, before: Node, after: Node) -> Iterator[Change]:
    """Compare two schemas keyword by keyword; a keyword without a rule of its own breaks both."""
    for keyword, old, new in pairs(before, after):
        if keyword not in _APART and old != new:
            yield _keyword(place, keyword, old, new)
    yield from _values(place, before, after)
    yield from _properties(place, before, after)
    if isinstance(before.get("items"), dict) and isinstance(after.get("items"), dict):
        yield from schemas(place.inside("items"), before["items"], after["items"])
    elif before.get("items") != after.get("items"):
        yield place.breaks_both("items", before.get("items"), after.get("items"))


def _keyword(place: Place, keyword: str, old: Any, new: Any) -> Change:
    if keyword in _LEAST | _MOST:
        return _bound(place, keyword, old, new)
    if keyword in _DERIVED:
        return _derived(place, keyword, old, new)
    if keyword == "default" and place.side == "answer":
        words = f"default changed from {quoted(old)} to {quoted(new)}"
        return place.change(words, callers=False, servers=False)
    return place.breaks_both(keyword, old, new)


def _bound(place: Place, keyword: str, old: float | None, new: float | None) -> Change:
    """A bound that is narrowed refuses, in a request, what was allowed; a server keeps each one."""
    if old is None or new is None:
        narrowed = old is None
        words = f"{keyword} of {new} added" if old is None else f"{keyword} of {old} removed"
    else:
        narrowed = (new > old) == (keyword in _LEAST)
        words = f"{keyword} {'raised' if new > old else 'lowered'} from {old} to {new}"
    asked = place.side == "request"
    return place.change(words, callers=asked and narrowed, servers=asked or narrowed)


def _derived(place: Place, keyword: str, old: Any, new: Any) -> Change:
    """Derived properties are the client's own; a new one takes nothing away."""
    if isinstance(old or {}, dict) and isinstance(new or {}, dict) and keyword == "x-short":
        parts = [_moved(*one) for one in pairs(old, new) if one[1] != one[2]]
        kept = all(before is None for _, before, after in pairs(old, new) if before != after)
        return place.change(f"{keyword} {', '.join(parts)}", callers=not kept, servers=False)
    words = f"{keyword} changed from {quoted(old)} to {quoted(new)}"
    return place.change(words, callers=old is not None, servers=False)


def _moved(name: str, old: object, new: object) -> str:
    if old is None or new is None:
        return f"{name} {'added' if old is None else 'removed'}"
    return f"{name} leads to {quoted(new)}, no longer to {quoted(old)}"


def _values(place: Place, before: Node, after: Node) -> Iterator[Change]:
    """Compare enumerations, open ones included; any other choice of schemas is compared whole."""
    (old, opened_before), (new, opened) = _enumeration(before), _enumeration(after)
    if old is None or new is None:
        for keyword in ("enum", "anyOf"):
            one, other = without_words(before.get(keyword)), without_words(after.get(keyword))
            if one != other:
                yield place.breaks_both(keyword, one, other)
        return
    asked = place.side == "request"
    for value in (one for one in old if one not in new):
        words = f"value {quoted(value)} removed"
        yield place.change(words, callers=asked, servers=True)
    for value in (one for one in new if one not in old):
        words = f"value {quoted(value)} added"
        yield place.change(words, callers=not asked and not opened_before, servers=asked)
    if opened_before != opened:
        words = "any other value allowed" if opened else "no other value allowed any more"
        yield place.change(words, callers=opened != asked, servers=not opened or asked)


def _enumeration(schema: Node) -> tuple[list[Any] | None, bool]:
    """Give the values of an enumeration, and whether any other is allowed besides."""
    if "enum" in schema:
        return schema["enum"], False
    parts = schema.get("anyOf", [])
    closed = [one for one in parts if "enum" in one]
    if len(closed) == 1 and without_words([one for one in parts if "enum" not in one]) == [
        {"type": closed[0].get("type")}
    ]:
        return closed[0]["enum"], True
    return None, False


def _properties(place: Place, before: Node, after: Node) -> Iterator[Change]:
    was, now = set(before.get("required", ())), set(after.get("required", ()))
    for name, old, new in pairs(before.get("properties"), after.get("properties")):
        field = place.inside(f"field {name}")
        if old is None:
            promised = name in now
            words = "added, always present" if promised else "added"
            yield field.change(words, callers=False, servers=promised)
        elif new is None:
            yield field.change("removed", callers=True, servers=False)
        else:
            yield from schemas(field, old, new)
            yield from _promise(field, name in was, name in now)


def _promise(field: Place, was: bool, now: bool) -> Iterator[Change]:
    if was and not now:
        yield field.change("may be absent now", callers=True, servers=False)
    elif now and not was:
        yield field.change("always present now", callers=False, servers=True)
