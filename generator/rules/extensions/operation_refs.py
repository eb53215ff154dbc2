"""References of extensions to operations: their parameters, payloads and listed items."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from ...openapi.index import DocumentIndex, Node, text
from .property_refs import properties, property_of, response_schemas

__all__ = [
    "body_properties",
    "items_of",
    "operations_by_name",
    "parameters_of",
    "payloads_of",
    "unknown_requirement",
]

_BODY: Final = ("content", "application/json", "schema")


def operations_by_name(index: DocumentIndex) -> dict[str | None, Node]:
    """Return the operations by their operationId."""
    return {text(node.value, "operationId"): node for node in index.of("operation")}


def parameters_of(index: DocumentIndex, operation: Node) -> dict[str, Node]:
    """Return the parameters of an operation by name, references followed."""
    nodes = (index.resolve(node) for node in index.parameters(operation))
    return {name: node for node in nodes if node and (name := text(node.value, "name"))}


def body_properties(index: DocumentIndex, operation: Node) -> dict[str, Node | None]:
    """Return the properties of an operation's JSON body."""
    return properties(index, index.child(index.child(operation, "requestBody"), *_BODY))


def payloads_of(index: DocumentIndex, operation: Node) -> Iterator[Node]:
    """Yield the schemas of an operation's payloads, without their envelope."""
    envelope = index.source.document.get("x-envelope")
    response = envelope.get("response") if isinstance(envelope, dict) else None
    payload = response.get("payload") if isinstance(response, dict) else None
    for schema in response_schemas(index, operation, success=True):
        payload_schema = property_of(index, schema, payload) if payload else schema
        if payload_schema:
            yield payload_schema


def items_of(index: DocumentIndex, operation: Node) -> Iterator[Node]:
    """Yield the schemas of the items that an operation lists."""
    pages = operation.value.get("x-pagination")
    name = pages.get("items") if isinstance(pages, dict) else None
    for schema in response_schemas(index, operation, success=True):
        listed = property_of(index, schema, name) if name is not None else schema
        item = index.child(listed, "items")
        if item:
            yield item


def unknown_requirement(
    index: DocumentIndex, operation: Node, known: Collection[str]
) -> str | None:
    """Return a parameter that an operation requires, is not known, and is not given to the client."""
    for name, parameter in parameters_of(index, operation).items():
        is_given = name in known or parameter.value.get("x-bound") == "client"
        if parameter.value.get("required") is True and not is_given:
            return name
    return None
