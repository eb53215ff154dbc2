"""The operations as JSON for openapi-python-client: what it names, and nothing it would drop.

Its parser gives operations, tags and parameters their names in Python. Types do not matter here, so
every parameter is a string, under a name that no other parameter of its operation has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..naming import SEPARATORS, Names, python_name, snake
from ..reserved_names import PARAMETERS
from .specification import Operation, Parameter, Specification

__all__ = ["NamedOperation", "NamingDocument", "naming_document"]

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NamedOperation:
    """The parser's names of an operation, its tag and its parameters (by wire name and location)."""

    tag: str
    function: str
    parameters: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An operation of the naming document: its key in the specification, and its parameters by their names there."""

    key: tuple[str, str]
    parameters: Mapping[tuple[str, str], Parameter]


@dataclass(frozen=True, slots=True)
class NamingDocument:
    """The document for the parser, and what its names belong to."""

    document: Json
    entries: Mapping[tuple[str, str], _Entry]

    def restore(
        self, named: Mapping[tuple[str, str], NamedOperation]
    ) -> dict[tuple[str, str], NamedOperation]:
        """Return the parser's names by the path and method of the specification."""
        return {
            self.entries[(method, path)].key: NamedOperation(
                operation.tag,
                operation.function,
                {
                    _key(self.entries[(method, path)].parameters[key]): name
                    for key, name in operation.parameters.items()
                },
            )
            for (method, path), operation in named.items()
        }


def naming_document(specification: Specification) -> NamingDocument:
    """Build the document from which openapi-python-client chooses the names of a specification."""
    paths: Json = {}
    entries = {}
    for number, operation in enumerate(specification.operations):
        named = _named(operation.parameters)
        braces = [f"/{{{name}}}" for name, location in named if location == "path"]
        path = "".join([f"/{number}", *braces])
        entries[(operation.method, path)] = _Entry(operation.key, named)
        paths[path] = {operation.method: _operation(operation, named)}
    info = {"title": "Operations", "version": "1"}
    return NamingDocument({"openapi": "3.1.0", "info": info, "paths": paths}, entries)


def _key(parameter: Parameter) -> tuple[str, str]:
    return parameter.name, parameter.location


def _named(parameters: Iterable[Parameter]) -> dict[tuple[str, str], Parameter]:
    """Return parameters by a name that no other has, and location."""
    names = Names()
    found = {}
    for parameter in parameters:
        location = parameter.location
        plain = python_name(parameter.name) or "parameter"
        plain = f"{plain}_{snake(location)}" if plain in PARAMETERS else plain
        found[(names.take(plain, f"{plain}_{snake(location)}"), location)] = parameter
    return found


def _operation(operation: Operation, named: Mapping[tuple[str, str], Parameter]) -> Json:
    return {
        "operationId": SEPARATORS.sub("_", operation.short_name or operation.name),
        "tags": [operation.tag],
        "parameters": [
            {
                "name": name,
                "in": location,
                "required": location == "path",
                "schema": {"type": "string"},
            }
            for name, location in named
        ],
        "responses": {"200": {"description": ""}},
    }
