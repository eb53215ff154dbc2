"""Rules of `x-idempotency`: the key and the operation that reads by it exist and fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...diagnostics import Diagnostic, quote
from ...openapi.index import DocumentIndex, Node
from ..rule import Rule
from .operation_refs import (
    body_properties,
    operations_by_name,
    parameters_of,
    payloads_of,
    unknown_requirement,
)
from .property_refs import nodes_with, type_of

__all__ = ["RULES"]


def idempotent_methods(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that x-idempotency is on an operation whose method is not idempotent by itself."""
    for operation, _ in nodes_with(index, "operation", "x-idempotency"):
        if operation.pointer[-1] not in ("post", "patch"):
            message = f"x-idempotency is on {operation.pointer[-1].upper()}, which needs no key"
            pointer = (*operation.pointer, "x-idempotency")
            remedy = "remove it: such a call is repeated anyway"
            yield index.source.diagnostic(pointer, message, remedy, operation.subject)


def idempotency_keys(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that the key is a string parameter, or a string property of the body that is sent."""
    for operation, value in nodes_with(index, "operation", "x-idempotency"):
        name = value.get("key")
        if not isinstance(name, str):
            continue
        key = _key(index, operation, name)
        if key is None:
            message = "is neither a parameter nor a property of the JSON body"
        elif type_of(key) != "string":
            message = "is not of type string"
        elif key.value.get("readOnly") is True:
            message = "is read-only, so it is not sent"
        else:
            continue
        pointer = (*operation.pointer, "x-idempotency", "key")
        message = f"x-idempotency.key: {quote(name)} {message}"
        yield index.source.diagnostic(
            pointer, message, "name a string that is sent", operation.subject
        )


def idempotency_reads(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that the operation that reads by the key can be called, and returns what is written."""
    by_name = operations_by_name(index)
    for operation, value in nodes_with(index, "operation", "x-idempotency"):
        name, key = value.get("read"), value.get("key")
        if not isinstance(name, str) or not isinstance(key, str):
            continue
        if fault := _fault_of_read(index, operation, by_name.get(name), key):
            message, remedy = fault
            pointer = (*operation.pointer, "x-idempotency", "read")
            message = f"x-idempotency.read: {quote(name)} {message}"
            yield index.source.diagnostic(pointer, message, remedy, operation.subject)


def _fault_of_read(
    index: DocumentIndex, operation: Node, read: Node | None, key: str
) -> tuple[str, str] | None:
    if read is None:
        return "is no operation", "name the operationId of one"
    if read.pointer[-1] != "get":
        return "is not a GET", "name an operation that only reads"
    parameters, own = parameters_of(index, read), parameters_of(index, operation)
    if type_of(_schema(index, parameters.get(key))) != "string":
        return f"has no string parameter {quote(key)}", "name an operation that reads by the key"
    if name := unknown_requirement(index, read, {*own, key}):
        return f"requires {quote(name)}, which the call does not have", "name another operation"
    if [*payloads_of(index, read)] != [*payloads_of(index, operation)]:
        return "returns something else", "name an operation that returns what is written"
    return None


def _key(index: DocumentIndex, operation: Node, name: str) -> Node | None:
    """Return the schema of a parameter, else of a property of the JSON body."""
    parameters = parameters_of(index, operation)
    if name in parameters:
        return _schema(index, parameters[name])
    return body_properties(index, operation).get(name)


def _schema(index: DocumentIndex, parameter: Node | None) -> Node | None:
    return index.child(parameter, "schema")


RULES: Final[tuple[Rule, ...]] = (idempotent_methods, idempotency_keys, idempotency_reads)
