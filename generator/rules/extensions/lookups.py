"""Rules of `x-lookups`, `x-lookup` and `x-only`: what they name exists, and names can be arguments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...diagnostics import Diagnostic, quote
from ...naming import snake
from ...openapi.index import DocumentIndex, Node, items, text
from ...openapi.source import Value
from ..rule import Rule
from .operation_refs import (
    body_properties,
    items_of,
    operations_by_name,
    parameters_of,
    unknown_requirement,
)
from .property_refs import PropertyReference, check_property, nodes_with, type_of

__all__ = ["RULES"]

# Arguments that methods and commands have beside those of their operations.
_OWN_ARGUMENTS: Final = {"after", "until", "timeout", "poll", "body", "wait", "yes"}


def lookup_operations(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that the operation of a lookup is a listing that the filter and the client suffice for."""
    by_name = operations_by_name(index)
    for name, lookup in _lookups(index):
        operation_id, filter_ = text(lookup, "operation"), text(lookup, "filter")
        if operation_id is None or filter_ is None:
            continue
        if fault := _fault_of_operation(index, by_name.get(operation_id), filter_):
            key, message, remedy = fault
            stated = quote(str(lookup[key]))
            pointer = ("x-lookups", name, key)
            yield index.source.diagnostic(
                pointer, f"{'.'.join(pointer)}: {stated} {message}", remedy
            )


def _fault_of_operation(
    index: DocumentIndex, operation: Node | None, filter_: str
) -> tuple[str, str, str] | None:
    if operation is None:
        return "operation", "is no operation", "name the operationId of one"
    if not isinstance(operation.value.get("x-pagination"), dict):
        return "operation", "has no x-pagination", "add it there, or name another operation"
    if any(_lookup_of(node) for node in parameters_of(index, operation).values()):
        return "operation", "has a parameter with x-lookup itself", "name another operation"
    if type_of(index.child(parameters_of(index, operation).get(filter_), "schema")) != "string":
        return "filter", "is no string parameter of the operation", "name one"
    if name := unknown_requirement(index, operation, {filter_}):
        message = f"requires {quote(name)}, which a name does not give"
        return "operation", message, "name another operation"
    return None


def lookup_properties(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that what a lookup compares and returns are string properties of an item."""
    by_name = operations_by_name(index)
    for name, lookup in _lookups(index):
        operation = by_name.get(text(lookup, "operation"))
        for item in items_of(index, operation) if operation else ():
            for key in ("match", "result"):
                reference = PropertyReference(
                    (), ("x-lookups", name, key), "an item", "string", None
                )
                yield from check_property(index, reference, item, lookup.get(key))


def lookup_uses(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that x-lookup names an entry, and is on what a method takes: a string that is sent."""
    known = {name for name, _ in _lookups(index)}
    places = {
        node.pointer
        for operation in index.of("operation")
        for node in body_properties(index, operation).values()
        if node
    }
    for node in (*index.of("parameter"), *index.of("schema")):
        name = _lookup_of(node)
        if name is None:
            continue
        schema = index.child(node, "schema") if node.kind == "parameter" else index.resolve(node)
        if name not in known:
            message, remedy = f": {quote(name)} is no entry of x-lookups", "name one that is"
        elif type_of(schema) != "string":
            message, remedy = " is on something else than a string", "correct the type"
        elif node.value.get("x-bound") == "client":
            message, remedy = " is on a parameter of the client", "remove one of the two"
        elif node.kind == "schema" and node.pointer not in places:
            message, remedy = " is on a schema that is no property of a JSON body", "move it to one"
        else:
            continue
        pointer = (*node.pointer, "x-lookup")
        yield index.source.diagnostic(pointer, f"x-lookup{message}", remedy, node.subject)


def only_items(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that x-only is on a listing in one response, and names a property and a parameter."""
    for operation, value in nodes_with(index, "operation", "x-only"):
        pointer = (*operation.pointer, "x-only")
        pages = operation.value.get("x-pagination")
        if not isinstance(pages, dict) or pages.get("style") != "whole":
            message, remedy = "x-only is on an operation that has no one page", "add x-pagination"
            remedy = f"{remedy} of the style whole"
            yield index.source.diagnostic(pointer, message, remedy, operation.subject)
            continue
        parameter = parameters_of(index, operation).get(text(value, "parameter") or "")
        is_required = parameter is not None and parameter.value.get("required") is True
        if not is_required or type_of(index.child(parameter, "schema")) != "string":
            message = f"x-only.parameter: {quote(str(value['parameter']))} is no required string"
            remedy = "name a required parameter of the operation that is one"
            where = (*pointer, "parameter")
            yield index.source.diagnostic(where, message, remedy, operation.subject)
        for item in items_of(index, operation):
            keys = ("x-only", "match")
            reference = PropertyReference(
                operation.pointer, keys, "an item", "string", operation.subject
            )
            yield from check_property(index, reference, item, value.get("match"))


def lookup_arguments(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a lookup twice in one operation, and one with the name of another argument."""
    for operation in index.of("operation"):
        parameters, body = parameters_of(index, operation), body_properties(index, operation)
        nodes = [*parameters.values(), *(node for node in body.values() if node)]
        taken = {snake(name): f"is also {quote(name)}" for name in (*parameters, *body)}
        taken |= dict.fromkeys(_OWN_ARGUMENTS, "is an argument of methods themselves")
        for node in nodes:
            name = _lookup_of(node)
            if name is None:
                continue
            if fault := taken.get(snake(name)):
                message = f"x-lookup: the argument {quote(name)} of the operation {fault}"
                pointer = (*node.pointer, "x-lookup")
                remedy = "name each argument once"
                yield index.source.diagnostic(pointer, message, remedy, operation.subject)
            taken[snake(name)] = "stands for another id"


def _lookups(index: DocumentIndex) -> Iterator[tuple[str, dict[str, Value]]]:
    for name, lookup in items(index.source.document.get("x-lookups")):
        if isinstance(lookup, dict):
            yield name, lookup


def _lookup_of(node: Node) -> str | None:
    return text(node.value, "x-lookup")


RULES: Final[tuple[Rule, ...]] = (
    lookup_operations,
    lookup_properties,
    lookup_uses,
    lookup_arguments,
    only_items,
)
