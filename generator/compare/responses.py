"""Comparison of responses: statuses, headers and schemas."""

from collections.abc import Iterator

from .change import Change, Context, JsonObject, pairs
from .schemas import schemas

__all__ = ["responses"]


def responses(
    operation: Context, before: dict[str, JsonObject], after: dict[str, JsonObject]
) -> Iterator[Change]:
    """Compare the responses of one operation, by status."""
    for status, old, new in pairs(before, after):
        context = operation.inside(f"response {status}")
        if old is None:
            yield context.change("added", callers=False, servers=False)
        elif new is None:
            yield context.change("removed", callers=False, servers=True)
        else:
            yield from _headers(context, old.get("headers", {}), new.get("headers", {}))
            yield from _content(context, old.get("content", {}), new.get("content", {}))


def _headers(context: Context, before: JsonObject, after: JsonObject) -> Iterator[Change]:
    for name, old, new in pairs(before, after):
        header = context.inside(f"header {name}")
        if old is None or new is None:
            message = "added" if old is None else "removed"
            yield header.change(message, callers=new is None, servers=False)
        else:
            yield from schemas(header, old.get("schema", {}), new.get("schema", {}))


def _content(context: Context, before: JsonObject, after: JsonObject) -> Iterator[Change]:
    for media_type, old, new in pairs(before, after):
        if old is None or new is None:
            message = f"{media_type} {'added' if old is None else 'removed'}"
            yield context.change(message, callers=True, servers=True)
        else:
            yield from schemas(context, old.get("schema", {}), new.get("schema", {}))
