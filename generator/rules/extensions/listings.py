"""Rules of `x-columns`, `x-blocks`, `x-durations`, `x-tones` and `x-filters`: properties and types that they name exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...diagnostics import Diagnostic, quote
from ...naming import snake
from ...openapi.index import DocumentIndex, Node, items, text
from ...openapi.pointer import PointerParts
from ...openapi.source import Value
from ..rule import Rule
from .operation_refs import items_of, operations_by_name
from .property_refs import (
    derived_properties,
    nodes_with,
    properties,
    property_of,
    response_schemas,
    type_of,
)

__all__ = ["RULES"]


def columns(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that each column is a property of the schema, or a derived one."""
    for schema in index.of("schema"):
        for extension in ("x-columns", "x-more-columns"):
            listed = schema.value.get(extension)
            names = _property_names(index, schema) if isinstance(listed, list) else set()
            for i, name in items(listed):
                if not isinstance(name, str) or not (
                    name in names or _is_related(index, schema, name)
                ):
                    message = f"{extension}.{i}: {quote(str(name))} is not a property of the schema"
                    pointer, remedy = (*schema.pointer, extension, i), "name one, or a derived one"
                    yield index.source.diagnostic(pointer, message, remedy, schema.subject)


def _is_related(index: DocumentIndex, schema: Node, path: str) -> bool:
    """Whether a path begins at an entry of x-related, and leads to a property of its items."""
    name, _, rest = path.partition(".")
    related = dict(items(schema.value.get("x-related"))).get(name)
    operation = (
        operations_by_name(index).get(text(related, "operation"))
        if isinstance(related, dict)
        else None
    )
    if operation is None or not rest:
        return False
    return all(_missing_step(index, item, rest) is None for item in items_of(index, operation))


def blocks(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that each path of a group leads to a property; only its last step may be derived."""
    for schema in index.of("schema"):
        for i, block in items(schema.value.get("x-blocks")):
            pointer = (*schema.pointer, "x-blocks", i)
            for keys, path in _paths(block):
                if step := _missing_step(index, schema, path):
                    message = f"x-blocks.{i}.{'.'.join(map(str, keys))}: {quote(step)} is not a property there"
                    remedy = "name a property at each step; the last may be a derived one"
                    yield index.source.diagnostic(
                        (*pointer, *keys), message, remedy, schema.subject
                    )


def _paths(block: Value) -> Iterator[tuple[PointerParts, str]]:
    if isinstance(block, dict):
        stated: list[tuple[PointerParts, Value]] = [
            *((("shows", i), path) for i, path in items(block.get("shows"))),
            (("needs",), block.get("needs")),
        ]
        yield from ((keys, path) for keys, path in stated if isinstance(path, str))


def _missing_step(index: DocumentIndex, schema: Node, path: str) -> str | None:
    """Return the first step of a path that is no property."""
    owner: Node | None = schema
    *before, last = path.split(".")
    for step in before:
        owner = property_of(index, owner, step)
        if owner is None:
            return step
    assert owner is not None
    owner = index.resolve(owner)
    return None if owner is None or last in _property_names(index, owner) else last


def durations(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that a duration is between two times of the schema."""
    for schema, value in nodes_with(index, "schema", "x-durations"):
        times = {view for pointer, view in derived_properties(index, schema) if "x-time" in pointer}
        for name, duration in items(value):
            for key in ("from", "to"):
                view = duration.get(key) if isinstance(duration, dict) else None
                if isinstance(view, str) and view not in times:
                    pointer = (*schema.pointer, "x-durations", name, key)
                    message = f"x-durations.{name}.{key}: {quote(view)} is no time of the schema"
                    remedy = "name the view of an x-time"
                    yield index.source.diagnostic(pointer, message, remedy, schema.subject)


def tones(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that tones are on a string."""
    for schema, _ in nodes_with(index, "schema", "x-tones"):
        alternatives = [part for key in ("anyOf", "oneOf") for part in _parts(index, schema, key)]
        if {type_of(part) for part in alternatives or [schema]} != {"string"}:
            message, remedy = "x-tones is not on a string", "correct the type"
            pointer = (*schema.pointer, "x-tones")
            yield index.source.diagnostic(pointer, message, remedy, schema.subject)


def filters(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that a filter is on a listing, names a property of its items, and is no parameter."""
    for operation, value in nodes_with(index, "operation", "x-filters"):
        if not isinstance(operation.value.get("x-pagination"), dict):
            message, remedy = "x-filters is on an operation without x-pagination", "add that"
            pointer = (*operation.pointer, "x-filters")
            yield index.source.diagnostic(pointer, message, remedy, operation.subject)
            continue
        parameters = (index.resolve(node) for node in index.parameters(operation))
        taken = {snake(text(node.value, "name") or "") for node in parameters if node}
        for name, stated in items(value):
            pointer = (*operation.pointer, "x-filters", name)
            if snake(name) in taken:
                message, remedy = f"x-filters.{name} is also a parameter", "choose another name"
                yield index.source.diagnostic(pointer, message, remedy, operation.subject)
            property_name = stated.get("property") if isinstance(stated, dict) else None
            if isinstance(property_name, str) and not _has_property(
                index, operation, property_name
            ):
                message = f"x-filters.{name}.property: {quote(property_name)} is not a property of an item"
                remedy = "name one, or a derived one"
                yield index.source.diagnostic(
                    (*pointer, "property"), message, remedy, operation.subject
                )


def _parts(index: DocumentIndex, schema: Node, key: str) -> Iterator[Node | None]:
    for i, _ in items(schema.value.get(key)):
        yield index.child(schema, key, i)


def _has_property(index: DocumentIndex, operation: Node, name: str) -> bool:
    pages = operation.value.get("x-pagination")
    listed = pages.get("items") if isinstance(pages, dict) else None
    item_schemas = (
        index.child(property_of(index, schema, listed) if listed else schema, "items")
        for schema in response_schemas(index, operation, success=True)
    )
    return all(item is None or name in _property_names(index, item) for item in item_schemas)


def _property_names(index: DocumentIndex, schema: Node) -> set[str]:
    return properties(index, schema).keys() | {
        view for _, view in derived_properties(index, schema)
    }


RULES: Final[tuple[Rule, ...]] = (columns, blocks, durations, tones, filters)
