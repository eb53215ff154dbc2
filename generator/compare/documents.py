"""Comparison of two whole documents. Texts are ignored; any other difference is a change."""

from collections.abc import Iterator
from typing import Any

from ..openapi.grammar import SCHEMA_PREFIX
from ..openapi.lookup import operations as operations_of
from ..openapi.lookup import resolve
from .change import Change, Context, Direction, JsonObject, merge_changes, pairs
from .extensions import document_extensions, errors
from .operations import operations
from .schemas import schemas

__all__ = ["compare"]


def compare(before: JsonObject, after: JsonObject) -> tuple[Change, ...]:
    """Return every change of meaning, in the order of the documents; none for equal documents.

    Both must have passed the rules. A named schema is compared in each direction in which it is
    sent; one that no operation uses, as part of a response.
    """
    changes = (
        *document_extensions(before, after),
        *errors(before, after),
        *operations(before, after),
        *_models(before, after),
    )
    return tuple(dict.fromkeys(changes))


def _models(before: JsonObject, after: JsonObject) -> Iterator[Change]:
    requested = _sent(before, "request") | _sent(after, "request")
    returned = _sent(before, "response") | _sent(after, "response")
    for name, old, new in pairs(_schemas(before), _schemas(after)):
        context = Context(name)
        if old is None:
            yield context.change("model added", callers=False, servers=False)
        elif new is None:
            yield context.change("model removed", callers=True, servers=False)
        else:
            directions: list[Direction] = ["request"] if name in requested else []
            if name in returned or not directions:
                directions.append("response")
            yield from merge_changes(
                change
                for direction in directions
                for change in schemas(Context(name, direction), old, new)
            )


def _schemas(document: JsonObject) -> JsonObject:
    named: JsonObject = document.get("components", {}).get("schemas", {})
    return named


def _sent(document: JsonObject, direction: Direction) -> set[str]:
    """Return the names of the schemas that operations use in one direction."""
    named, reached = _schemas(document), set[str]()
    waiting = [
        name for _, _, call in operations_of(document) for name in _used(document, call, direction)
    ]
    while waiting:
        name = waiting.pop()
        if name in named and name not in reached:
            reached.add(name)
            waiting += _references(named[name])
    return reached


def _used(document: JsonObject, call: JsonObject, direction: Direction) -> Iterator[str]:
    if direction == "request":
        parts = [call.get("requestBody", {}), *call.get("parameters", ())]
    else:
        parts = list(call.get("responses", {}).values())
    for part in parts:
        yield from _references(resolve(document, part))


def _references(node: Any) -> Iterator[str]:
    """Yield the names of the schemas that a node refers to."""
    if isinstance(node, list):
        for item in node:
            yield from _references(item)
    elif isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith(SCHEMA_PREFIX):
            yield reference.removeprefix(SCHEMA_PREFIX)
        for value in node.values():
            yield from _references(value)
