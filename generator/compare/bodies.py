"""Comparison of request bodies: whether there is one, whether it is required, and its content."""

from collections.abc import Iterator

from ..openapi.lookup import resolve
from .annotations import without_texts
from .change import Change, Context, JsonObject, merge_changes, pairs
from .schemas import schemas

__all__ = ["named_body", "request_bodies"]

_COMPARED = ("required", "content")


def request_bodies(
    operation: Context, before: JsonObject | None, after: JsonObject | None
) -> Iterator[Change]:
    """Compare the request bodies of one operation."""
    context = Context(f"{operation.subject}, request body", "request")
    if before is None or after is None:
        if before is not after:
            yield _added(context, after) if after else _removed(context, before or {})
        return
    was, now = bool(before.get("required")), bool(after.get("required"))
    if was != now:
        message = "is required now" if now else "is optional now"
        yield context.change(message, callers=now, servers=True)
    yield from merge_changes(_content(context, before.get("content"), after.get("content")))
    for keyword, old, new in pairs(_others(before), _others(after)):
        if old != new:
            yield context.breaks_both(keyword, old, new)


def named_body(document: JsonObject, operation: JsonObject) -> JsonObject | None:
    """Return the request body of an operation, its reference followed; None where it has none."""
    body = operation.get("requestBody")
    return None if body is None else resolve(document, body)


def _added(context: Context, body: JsonObject) -> Change:
    required = bool(body.get("required"))
    message = "added, required" if required else "added, optional"
    return context.change(message, callers=required, servers=True)


def _removed(context: Context, body: JsonObject) -> Change:
    return context.change("removed", callers=True, servers=bool(body.get("required")))


def _content(
    context: Context, before: JsonObject | None, after: JsonObject | None
) -> Iterator[Change]:
    """Compare media types: a server has to accept a new one, a caller may send a removed one."""
    for media_type, old, new in pairs(before, after):
        if old is None:
            yield context.change(f"{media_type} added", callers=False, servers=True)
        elif new is None:
            yield context.change(f"{media_type} removed", callers=True, servers=False)
        else:
            yield from schemas(context, old.get("schema", {}), new.get("schema", {}))
            for keyword, old_value, new_value in pairs(_encoding(old), _encoding(new)):
                if old_value != new_value:
                    yield context.breaks_both(f"{media_type} {keyword}", old_value, new_value)


def _encoding(media_type: JsonObject) -> JsonObject:
    plain: JsonObject = without_texts(media_type)
    return {key: value for key, value in plain.items() if key != "schema"}


def _others(body: JsonObject) -> JsonObject:
    plain: JsonObject = without_texts(body)
    return {key: value for key, value in plain.items() if key not in _COMPARED}
