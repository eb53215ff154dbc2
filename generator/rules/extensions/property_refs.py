"""References of extensions to properties: lookups, and the check that a property exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ...diagnostics import Diagnostic, quote
from ...openapi.index import DocumentIndex, Node, items, text
from ...openapi.pointer import PointerParts
from ...openapi.source import Value

__all__ = [
    "PropertyReference",
    "check_property",
    "derived_properties",
    "nodes_with",
    "properties",
    "property_of",
    "response_schemas",
    "type_of",
]

_JSON: Final = ("content", "application/json", "schema")


@dataclass(frozen=True, slots=True)
class PropertyReference:
    """A reference of an extension to a property: its pointer, its owner and type, its subject."""

    owner: PointerParts
    keys: PointerParts
    owner_name: str
    type: str | None
    subject: str | None


def nodes_with(
    index: DocumentIndex, kind: str, name: str
) -> Iterator[tuple[Node, dict[str, Value]]]:
    """Yield the nodes of a kind that have a mapping under a key, each with that mapping."""
    for node in index.of(kind):
        value = node.value.get(name)
        if isinstance(value, dict):
            yield node, value


def response_schemas(index: DocumentIndex, operation: Node, *, success: bool) -> Iterator[Node]:
    """Yield the schemas of an operation's JSON responses, with status 2xx or any other."""
    for status, _ in items(operation.value.get("responses")):
        schema = index.child(index.child(operation, "responses", status), *_JSON)
        if schema and status.startswith("2") == success:
            yield schema


def properties(index: DocumentIndex, schema: Node | None) -> dict[str, Node | None]:
    """Return the properties of a schema and of all that it combines by allOf."""
    return {
        name: index.child(part, "properties", name)
        for part in index.all_of_parts(schema)
        for name, _ in items(part.value.get("properties"))
    }


def property_of(index: DocumentIndex, schema: Node | None, name: Value) -> Node | None:
    """Return the property of a name, references followed; None where there is none."""
    return properties(index, schema).get(name) if isinstance(name, str) else None


def type_of(schema: Node | None) -> str | None:
    """Return the one type of a schema, apart from null; None where there are types."""
    type_ = schema.value.get("type") if schema else None
    types = [name for name in type_ if name != "null"] if isinstance(type_, list) else [type_]
    return types[0] if len(types) == 1 and isinstance(types[0], str) else None


def check_property(
    index: DocumentIndex, reference: PropertyReference, owner: Node | None, name: Value
) -> Iterator[Diagnostic]:
    """Check that a name in an extension is a property of a schema, and has its type."""
    if owner is None or not isinstance(name, str):
        return
    if name not in (known := properties(index, owner)):
        message, remedy = f"is not a property of {reference.owner_name}", "name one that is"
    elif reference.type and type_of(known[name]) != reference.type:
        message, remedy = f"is not of type {reference.type}", "name a property that is"
    else:
        return
    message = f"{'.'.join(reference.keys)}: {quote(name)} {message}"
    yield index.source.diagnostic(
        (*reference.owner, *reference.keys), message, remedy, reference.subject
    )


def derived_properties(index: DocumentIndex, schema: Node) -> Iterator[tuple[PointerParts, str]]:
    """Yield the derived properties of a schema, each with the pointer that declares it."""
    for name, _ in items(schema.value.get("x-short")):
        yield (*schema.pointer, "x-short", name), name
    for name, _ in items(schema.value.get("x-durations")):
        yield (*schema.pointer, "x-durations", name), name
    for key, _ in items(schema.value.get("properties")):
        node = index.at(*schema.pointer, "properties", key)
        for extension in ("x-time", "x-embedded"):
            value = node.value.get(extension) if node else None
            if node and isinstance(value, dict) and (view := text(value, "view")):
                yield (*node.pointer, extension, "view"), view
