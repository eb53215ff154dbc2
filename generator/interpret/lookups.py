"""Lookups: names in place of ids, as arguments of the operations that need an id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..ir import BodyField, Lookup, LookupArgument, Operation, Parameter
from ..naming import constant, python_name, snake
from ..normalise.specification import Operation as StatedOperation
from ..normalise.specification import Specification
from .properties import object_of

__all__ = ["lookup_arguments", "lookups"]


def lookups(specification: Specification, operations: Mapping[str, Operation]) -> Iterator[Lookup]:
    """Yield the lookups of a document; `operations` holds all operations by name."""
    for name, stated in specification.lookups:
        listing = operations[stated.operation]
        named = {parameter.wire_name: parameter.name for parameter in listing.parameters}
        yield Lookup(
            constant=_constant(name),
            operation=listing.constant,
            filter=named[stated.filter],
            match=python_name(stated.match),
            result=python_name(stated.result),
        )


def lookup_arguments(
    specification: Specification,
    stated: StatedOperation,
    parameters: list[Parameter],
    fields: tuple[BodyField, ...],
) -> Iterator[LookupArgument]:
    """Yield an argument for each parameter and property of the body that has x-lookup."""
    descriptions = {name: lookup.description for name, lookup in specification.lookups}
    named = {parameter.wire_name: parameter.name for parameter in parameters}
    for parameter in stated.parameters:
        if parameter.lookup:
            name = parameter.lookup
            yield LookupArgument(
                snake(name), named[parameter.name], _constant(name), descriptions[name].strip()
            )
    body = object_of(specification, stated.body.node) if stated.body else None
    targets = {field.wire_name: field.name for field in fields}
    for property_ in body.properties if body else ():
        if property_.lookup and property_.wire_name in targets:
            name, wire_name = property_.lookup, property_.wire_name
            yield LookupArgument(
                snake(name),
                targets[wire_name],
                _constant(name),
                descriptions[name].strip(),
                wire_name,
            )


def _constant(name: str) -> str:
    return f"{constant(name)}_LOOKUP"
