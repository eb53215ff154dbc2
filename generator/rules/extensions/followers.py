"""Rules of `x-awaits`, `x-confirm` and `x-related`: the operations and properties that they name exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...diagnostics import Diagnostic, quote
from ...naming import snake
from ...openapi.index import DocumentIndex, Node, items, text
from ...openapi.source import Value
from ..rule import Rule
from .operation_refs import operations_by_name, parameters_of, payloads_of, unknown_requirement
from .property_refs import (
    PropertyReference,
    check_property,
    derived_properties,
    nodes_with,
    properties,
)

__all__ = ["RULES"]


def awaited_waiters(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that the waiter of x-awaits exists, has the goal, and needs nothing but its subject."""
    by_name = operations_by_name(index)
    for operation, value in nodes_with(index, "operation", "x-awaits"):
        if fault := _fault_of_awaits(
            index, operation, by_name.get(text(value, "operation")), value
        ):
            key, message, remedy = fault
            message = f"x-awaits.{key}: {quote(str(value.get(key)))} {message}"
            pointer = (*operation.pointer, "x-awaits", key)
            yield index.source.diagnostic(pointer, message, remedy, operation.subject)


def _fault_of_awaits(
    index: DocumentIndex, operation: Node, awaited: Node | None, value: dict[str, Value]
) -> tuple[str, str, str] | None:
    if awaited is None:
        return "operation", "is no operation", "name the operationId of one"
    waiters = dict(items(awaited.value.get("x-waiters")))
    waiter = waiters.get(str(value.get("waiter")))
    if not isinstance(waiter, dict):
        return "waiter", "is no waiter of the operation", "name an entry of its x-waiters"
    if str(value.get("goal")) not in dict(items(waiter.get("goals"))):
        return "goal", "is not one of the waiter's goals", "name one that is"
    known = {str(waiter.get("subject")), *parameters_of(index, operation)}
    if name := unknown_requirement(index, awaited, known):
        message = f"requires {quote(name)}, which the call does not have"
        return "operation", message, "name another operation"
    return None


def awaited_subjects(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that the subject of x-awaits is a property of the payload."""
    for operation, value in nodes_with(index, "operation", "x-awaits"):
        for payload in payloads_of(index, operation):
            reference = PropertyReference(
                operation.pointer, ("x-awaits", "subject"), "the payload", None, operation.subject
            )
            yield from check_property(index, reference, payload, value.get("subject"))


def confirmed_operations(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse x-confirm on an operation that changes nothing."""
    for operation, _ in nodes_with(index, "operation", "x-confirm"):
        if operation.pointer[-1] in ("get", "head", "options", "trace"):
            message = f"x-confirm is on {operation.pointer[-1].upper()}, which destroys nothing"
            pointer = (*operation.pointer, "x-confirm")
            yield index.source.diagnostic(pointer, message, "remove it", operation.subject)


def related_operations(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that a related item is found by an operation with x-latest, whose parameters are given."""
    by_name = operations_by_name(index)
    for schema, name, related in _related(index):
        operation_id = text(related, "operation")
        operation = by_name.get(operation_id)
        given = dict(items(related.get("parameters")))
        if operation is None:
            message, remedy = "is no operation", "name the operationId of one"
        elif not isinstance(operation.value.get("x-latest"), dict):
            message, remedy = "has no x-latest", "add it there, or name another operation"
        elif unknown := sorted(given.keys() - parameters_of(index, operation).keys()):
            message, remedy = f"has no parameter {quote(unknown[0])}", "name one that it has"
        elif required := unknown_requirement(index, operation, given):
            message, remedy = f"requires {quote(required)}", "give it under parameters"
        else:
            continue
        message = f"x-related.{name}.operation: {quote(str(operation_id))} {message}"
        pointer = (*schema.pointer, "x-related", name, "operation")
        yield index.source.diagnostic(pointer, message, remedy, schema.subject)


def related_properties(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that what a related item is found by are properties of the schema, and its name is free."""
    for schema, name, related in _related(index):
        taken = {snake(view) for view in properties(index, schema)}
        taken |= {snake(view) for _, view in derived_properties(index, schema)}
        if snake(name) in taken:
            message, remedy = f"x-related.{name} is also a property", "choose another name"
            pointer = (*schema.pointer, "x-related", name)
            yield index.source.diagnostic(pointer, message, remedy, schema.subject)
        for parameter, property_ in items(related.get("parameters")):
            keys = ("x-related", name, "parameters", parameter)
            reference = PropertyReference(schema.pointer, keys, "the schema", None, schema.subject)
            yield from check_property(index, reference, schema, property_)


def _related(index: DocumentIndex) -> Iterator[tuple[Node, str, dict[str, Value]]]:
    for schema, value in nodes_with(index, "schema", "x-related"):
        for name, related in items(value):
            if isinstance(related, dict):
                yield schema, name, related


RULES: Final[tuple[Rule, ...]] = (
    awaited_waiters,
    awaited_subjects,
    confirmed_operations,
    related_operations,
    related_properties,
)
