"""Comparison of schemas, in requests or in responses: bounds, types, values and properties.

A reader of responses enforces no bounds, and accepts any value of an open enumeration, as
`spec/README.md` says: a new value in a response breaks a caller only where the enumeration is
closed.
"""

from collections.abc import Iterator
from typing import Any

from .annotations import TEXT_KEYWORDS, without_texts
from .change import Change, Context, JsonObject, pairs, quote_value

__all__ = ["schemas"]

_MINIMA = frozenset(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"))
_MAXIMA = frozenset(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"))
_SHOWN = ("x-columns", "x-more-columns", "x-blocks", "x-tones")
_DERIVED = frozenset(("x-time", "x-embedded", "x-short", "x-durations", *_SHOWN))
_COMPARED = frozenset(("enum", "anyOf", "properties", "required", "items")) | TEXT_KEYWORDS


def schemas(context: Context, before: JsonObject, after: JsonObject) -> Iterator[Change]:
    """Compare two schemas keyword by keyword; a keyword without a rule of its own breaks both."""
    for keyword, old, new in pairs(before, after):
        is_text = keyword == "x-blocks" and without_texts(old) == without_texts(new)
        if keyword not in _COMPARED and old != new and not is_text:
            yield _keyword(context, keyword, old, new)
    yield from _values(context, before, after)
    yield from _properties(context, before, after)
    if isinstance(before.get("items"), dict) and isinstance(after.get("items"), dict):
        yield from schemas(context.inside("items"), before["items"], after["items"])
    elif before.get("items") != after.get("items"):
        yield context.breaks_both("items", before.get("items"), after.get("items"))


def _keyword(context: Context, keyword: str, old: Any, new: Any) -> Change:
    if keyword in _MINIMA | _MAXIMA:
        return _bound(context, keyword, old, new)
    if keyword in _DERIVED:
        return _derived(context, keyword, old, new)
    if keyword == "default" and context.direction == "response":
        message = f"default changed from {quote_value(old)} to {quote_value(new)}"
        return context.change(message, callers=False, servers=False)
    return context.breaks_both(keyword, old, new)


def _bound(context: Context, keyword: str, old: float | None, new: float | None) -> Change:
    """Build the change of a bound; a narrower one in a request refuses what was allowed."""
    if old is None or new is None:
        narrowed = old is None
        message = f"{keyword} of {new} added" if old is None else f"{keyword} of {old} removed"
    else:
        narrowed = (new > old) == (keyword in _MINIMA)
        message = f"{keyword} {'raised' if new > old else 'lowered'} from {old} to {new}"
    is_request = context.direction == "request"
    return context.change(message, callers=is_request and narrowed, servers=is_request or narrowed)


def _derived(context: Context, keyword: str, old: Any, new: Any) -> Change:
    """Build the change of derived properties, which only clients have; a new one breaks nobody."""
    if isinstance(old or {}, dict) and isinstance(new or {}, dict) and keyword == "x-short":
        parts = [_moved(*pair) for pair in pairs(old, new) if pair[1] != pair[2]]
        kept = all(before is None for _, before, after in pairs(old, new) if before != after)
        return context.change(f"{keyword} {', '.join(parts)}", callers=not kept, servers=False)
    if keyword == "x-blocks":  # for people only
        message = f"{keyword} {'added' if old is None else 'removed' if new is None else 'changed'}"
        return context.change(message, callers=False, servers=False)
    message = f"{keyword} changed from {quote_value(old)} to {quote_value(new)}"
    return context.change(message, callers=old is not None, servers=False)


def _moved(name: str, old: object, new: object) -> str:
    if old is None or new is None:
        return f"{name} {'added' if old is None else 'removed'}"
    return f"{name} leads to {quote_value(new)}, no longer to {quote_value(old)}"


def _values(context: Context, before: JsonObject, after: JsonObject) -> Iterator[Change]:
    """Compare enumerations, open ones included; any other choice of schemas is compared whole."""
    (old, opened_before), (new, opened) = _enumeration(before), _enumeration(after)
    if old is None or new is None:
        for keyword in ("enum", "anyOf"):
            first, second = without_texts(before.get(keyword)), without_texts(after.get(keyword))
            if first != second:
                yield context.breaks_both(keyword, first, second)
        return
    is_request = context.direction == "request"
    for value in (value for value in old if value not in new):
        message = f"value {quote_value(value)} removed"
        yield context.change(message, callers=is_request, servers=True)
    for value in (value for value in new if value not in old):
        message = f"value {quote_value(value)} added"
        yield context.change(
            message, callers=not is_request and not opened_before, servers=is_request
        )
    if opened_before != opened:
        message = "any other value allowed" if opened else "no other value allowed any more"
        yield context.change(
            message, callers=opened != is_request, servers=not opened or is_request
        )


def _enumeration(schema: JsonObject) -> tuple[list[Any] | None, bool]:
    """Return the values of an enumeration, and whether any other value is allowed."""
    if "enum" in schema:
        return schema["enum"], False
    parts = schema.get("anyOf", [])
    closed = [part for part in parts if "enum" in part]
    if len(closed) == 1 and without_texts([part for part in parts if "enum" not in part]) == [
        {"type": closed[0].get("type")}
    ]:
        return closed[0]["enum"], True
    return None, False


def _properties(context: Context, before: JsonObject, after: JsonObject) -> Iterator[Change]:
    was, now = set(before.get("required", ())), set(after.get("required", ()))
    for name, old, new in pairs(before.get("properties"), after.get("properties")):
        field = context.inside(f"field {name}")
        if old is None:
            yield _added(field, required=name in now)
        elif new is None:
            servers = field.direction == "request" and name in was
            yield field.change("removed", callers=True, servers=servers)
        else:
            yield from schemas(field, old, new)
            yield from _required(field, was=name in was, now=name in now)


def _added(field: Context, *, required: bool) -> Change:
    """Build the change of a new property: a server has to accept it, or to promise it."""
    if field.direction == "request":
        message = "added, and must be given" if required else "added, and may be left out"
        return field.change(message, callers=required, servers=True)
    message = "added, always present" if required else "added"
    return field.change(message, callers=False, servers=required)


def _required(field: Context, *, was: bool, now: bool) -> Iterator[Change]:
    if field.direction == "request":
        if was != now:
            message = "must be given now" if now else "may be left out now"
            yield field.change(message, callers=now, servers=True)
        return
    if was and not now:
        yield field.change("may be absent now", callers=True, servers=False)
    elif now and not was:
        yield field.change("always present now", callers=False, servers=True)
