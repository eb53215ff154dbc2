"""Comparison of extensions: those of operations, and those of the whole contract."""

from collections.abc import Iterator

from ..openapi.pointer import JsonObject
from .annotations import without_texts
from .change import Change, Context, is_same, pairs, quote_value

__all__ = ["document_extensions", "errors", "extensions", "lookup"]

# Extensions that only clients use.
_OF_CLIENTS = (
    "x-latest",
    "x-only",
    "x-waiters",
    "x-filters",
    "x-idempotency",
    "x-awaits",
    "x-confirm",
    "x-method",
)
_NAMED = ("x-waiters", "x-filters")
_OF_BOTH = ("x-pagination", "x-ram")
_ENVELOPE = {"response": "answer", "error": "refusal"}
"""Parts of `x-envelope`, each with its name in versions up to 0.2.0."""


def extensions(context: Context, before: JsonObject, after: JsonObject) -> Iterator[Change]:
    """Compare the extensions of one operation."""
    yield from _pagination(context, before.get("x-pagination"), after.get("x-pagination"))
    yield from _members(context.inside("x-ram", "x-ram"), before.get("x-ram"), after.get("x-ram"))
    latest = context.inside("x-latest", "x-latest")
    yield from _method(latest, before.get("x-latest"), after.get("x-latest"))
    only = context.inside("x-only", "x-only")
    yield from _method(only, before.get("x-only"), after.get("x-only"))
    yield from _idempotency(context, before.get("x-idempotency"), after.get("x-idempotency"))
    awaits = context.inside("x-awaits", "x-awaits")
    yield from _method(awaits, before.get("x-awaits"), after.get("x-awaits"))
    yield from _command(context, before, after)
    for extension in _NAMED:
        for name, old, new in pairs(before.get(extension), after.get(extension)):
            yield from _method(context.inside(f"{extension} {name}", extension, name), old, new)
    for name, old, new in pairs(before, after):
        known = name in (*_OF_CLIENTS, *_OF_BOTH) or not name.startswith("x-")
        if not known and without_texts({name: old}) != without_texts({name: new}):
            yield context.breaks_both(name, old, new)


def _command(context: Context, before: JsonObject, after: JsonObject) -> Iterator[Change]:
    """Compare the name of the method, and whether a command asks: a script has to answer for it."""
    old, new = before.get("x-method"), after.get("x-method")
    if old != new:
        message = f"x-method changed from {quote_value(old)} to {quote_value(new)}"
        yield context.change(message, "x-method", callers=True, servers=False)
    if ("x-confirm" in before) != ("x-confirm" in after):
        message = f"x-confirm {'added' if 'x-confirm' in after else 'removed'}"
        yield context.change(message, "x-confirm", callers=True, servers=False)


def lookup(context: Context, before: object, after: object) -> Iterator[Change]:
    """Compare the name that may stand for a value, which only clients look up."""
    if before == after:
        return
    if before is None or after is None:
        message = f"x-lookup {'added' if before is None else 'removed'}"
    else:
        message = f"x-lookup changed from {quote_value(before)} to {quote_value(after)}"
    yield context.change(message, "x-lookup", callers=before is not None, servers=False)


def _pagination(
    context: Context, before: JsonObject | None, after: JsonObject | None
) -> Iterator[Change]:
    """Compare how pages are read: callers use a total, servers have to send it."""
    context = context.inside("x-pagination", "x-pagination")
    if before is None or after is None:
        yield from _members(context, before, after)
        return
    old, new = ({"style": "page", **stated} for stated in (before, after))
    if ("total" in old) != ("total" in new):
        added = "total" in new
        message = f"total {'added' if added else 'removed'}"
        yield context.change(message, callers=not added, servers=added)
        old.pop("total", None), new.pop("total", None)
    yield from _members(context, old, new)


def _idempotency(
    context: Context, before: JsonObject | None, after: JsonObject | None
) -> Iterator[Change]:
    """Compare the key of a write: callers repeat it with the key, servers have to recognise that."""
    context = context.inside("x-idempotency", "x-idempotency")
    if before is None or after is None:
        if before != after:
            added = before is None
            message = "added" if added else "removed"
            yield context.change(message, callers=not added, servers=added)
        return
    for name, old, new in pairs(before, after):
        if not is_same(old, new):
            message = f"{name} changed from {quote_value(old)} to {quote_value(new)}"
            yield context.change(message, callers=True, servers=name == "key")


def _members(
    context: Context, before: JsonObject | None, after: JsonObject | None
) -> Iterator[Change]:
    for name, old, new in pairs(without_texts(before), without_texts(after)):
        if not is_same(old, new):
            yield context.breaks_both(name, old, new)


def _method(
    context: Context, before: JsonObject | None, after: JsonObject | None
) -> Iterator[Change]:
    if before is None or after is None:
        if before != after:
            message = "added" if before is None else "removed"
            yield context.change(message, callers=after is None, servers=False)
        return
    for name, old, new in pairs(without_texts(before), without_texts(after)):
        if not is_same(old, new):
            message = f"{name} changed from {quote_value(old)} to {quote_value(new)}"
            yield context.change(message, callers=True, servers=False)


def errors(before: JsonObject, after: JsonObject) -> Iterator[Change]:
    """Compare the error codes: a server sends exactly those, a caller acts by their meaning."""
    codes = list(_by_code(after))
    for code, old, new in pairs(_by_code(before), _by_code(after)):
        index = (str(codes.index(code)),) if new is not None else ()
        context = Context(f"error {code}", pointer=("x-errors", *index))
        if old is None or new is None:
            message = "added" if old is None else "removed"
            yield context.change(message, callers=new is None, servers=True)
        else:
            yield from _rule(context, old, new)


def _by_code(document: JsonObject) -> dict[str, JsonObject]:
    return {error["code"]: error for error in document.get("x-errors", ())}


def _rule(context: Context, before: JsonObject, after: JsonObject) -> Iterator[Change]:
    for name in ("status", "meaning", "retryable", "repair"):
        old, new = before.get(name), after.get(name)
        if not is_same(old, new):
            message = f"{name} changed from {quote_value(old)} to {quote_value(new)}"
            yield context.change(message, name, callers=True, servers=name == "status")


def document_extensions(before: JsonObject, after: JsonObject) -> Iterator[Change]:
    """Compare what applies to every call: envelope and product name."""
    for part, former in _ENVELOPE.items():
        envelopes = (version.get("x-envelope", {}) for version in (before, after))
        old, new = (envelope.get(part, envelope.get(former)) for envelope in envelopes)
        yield from _members(Context(f"x-envelope, {part}", pointer=("x-envelope", part)), old, new)
    if before.get("x-product") != after.get("x-product"):
        message = f"x-product changed from {quote_value(before.get('x-product'))} to "
        message += quote_value(after.get("x-product"))
        yield Context("the package").change(message, "x-product", callers=True, servers=False)
    for name, old_lookup, new_lookup in pairs(before.get("x-lookups"), after.get("x-lookups")):
        there = Context(f"x-lookups {name}", pointer=("x-lookups", name))
        yield from _method(there, old_lookup, new_lookup)
    old, new = (version.get("x-responses") for version in (before, after))
    if old != new:
        message = f"x-responses changed from {quote_value(old)} to {quote_value(new)}"
        yield Context("responses").change(
            message, "x-responses", callers=old is None, servers=new is None
        )
