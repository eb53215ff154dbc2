"""Comparison of operations: which there are, their request lines and their parts."""

from collections.abc import Iterator
from typing import Any

from ..openapi.lookup import operations as operations_of
from ..openapi.lookup import resolve
from .annotations import without_texts
from .bodies import named_body, request_bodies
from .change import Change, Context, JsonObject, pairs
from .extensions import extensions
from .parameters import named, parameters
from .responses import responses

__all__ = ["operations"]

_COMPARED = ("operationId", "parameters", "requestBody", "responses", "tags", "callbacks")


def operations(before: JsonObject, after: JsonObject) -> Iterator[Change]:
    """Compare the operations of two documents, by their ids."""
    for name, old, new in pairs(_by_id(before), _by_id(after)):
        context = Context(name)
        if old is None:
            yield context.change("operation added", callers=False, servers=True)
        elif new is None:
            yield context.change("operation removed", callers=True, servers=False)
        else:
            yield from _changed(context, (before, *old), (after, *new))


def _by_id(document: JsonObject) -> dict[str, tuple[str, str, JsonObject]]:
    return {
        operation.get("operationId", f"{method.upper()} {path}"): (path, method, operation)
        for path, method, operation in operations_of(document)
    }


def _changed(
    context: Context,
    before: tuple[JsonObject, str, str, JsonObject],
    after: tuple[JsonObject, str, str, JsonObject],
) -> Iterator[Change]:
    (was, old_path, old_method, old), (now, new_path, new_method, new) = before, after
    called = f"{old_method.upper()} {old_path}", f"{new_method.upper()} {new_path}"
    if called[0] != called[1]:
        yield context.breaks_both("request line", *called)
    if old.get("tags") != new.get("tags"):
        yield context.breaks_both("tags", old.get("tags"), new.get("tags"))
    yield from parameters(context, named(was, old_path, old), named(now, new_path, new))
    yield from request_bodies(context, named_body(was, old), named_body(now, new))
    yield from responses(context, _responses(was, old), _responses(now, new))
    yield from extensions(context, old, new)
    for keyword, old_value, new_value in pairs(_others(old), _others(new)):
        if old_value != new_value:
            yield context.breaks_both(keyword, old_value, new_value)


def _responses(document: JsonObject, operation: JsonObject) -> dict[str, JsonObject]:
    return {
        str(status): resolve(document, response)
        for status, response in operation["responses"].items()
    }


def _others(operation: JsonObject) -> dict[str, Any]:
    plain = without_texts(operation)
    return {
        key: value
        for key, value in plain.items()
        if key not in _COMPARED and not key.startswith("x-")
    }
