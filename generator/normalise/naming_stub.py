"""The operations as openapi-python-client is to see them: what it names, and nothing it would drop.

Its parser gives operations, tags and parameters their names in Python. Types are none of its
business here, so every parameter is a string, under a name that no other of its operation has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..ir import NamedOperation
from ..naming import Names, python_name, snake
from ..openapi.lookup import operations, resolve

__all__ = ["RESERVED", "Skeleton", "for_client"]

# What a method's parameters may not be called: the method's own names, and every command's options.
RESERVED = frozenset(
    [
        "self",
        "values",
        "answer",
        "models",
        "present",
        "body",
        "all",
        "endpoint",
        "help",
        "output",
        "region",
        "timeout",
        "version",
        "client",
        "literal",
        "any",
        "sequence",
        "mapping",
        "none",
        "true",
        "false",
        "datetime",
        "call",
        "parameters",
        "headers",
    ]
)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The document for the parser, and where its names belong in the specification."""

    document: dict[str, Any]
    places: dict[tuple[str, str], tuple[str, dict[tuple[str, str], tuple[str, str]]]]

    def restore(
        self, named: dict[tuple[str, str], NamedOperation]
    ) -> dict[tuple[str, str], NamedOperation]:
        """Give the parser's names by the specification's own paths and parameters."""
        found = {}
        for (method, place), one in named.items():
            path, wires = self.places[(method, place)]
            parameters = {wires[key]: name for key, name in one.parameters.items()}
            found[(method, path)] = NamedOperation(one.tag, one.function, parameters)
        return found


def for_client(document: dict[str, Any]) -> Skeleton:
    """Leave of a document what the parser is to name."""
    paths: dict[str, Any] = {}
    places = {}
    for number, (path, method, node) in enumerate(operations(document)):
        shared = document["paths"][path].get("parameters", [])
        given = [resolve(document, one) for one in [*shared, *node.get("parameters", [])]]
        wires = _named(list({(one["name"], one["in"]): one for one in given}.values()))
        place = "".join([f"/{number}", *(f"/{{{n}}}" for n, at in wires if at == "path")])
        places[(method, place)] = (path, wires)
        paths[place] = {method: _operation(node, wires)}
    info = {"title": "Operations", "version": "1"}
    return Skeleton({"openapi": "3.1.0", "info": info, "paths": paths}, places)


def _named(parameters: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[str, str]]:
    names = Names()
    found = {}
    for one in parameters:
        wire, place = one["name"], one["in"]
        plain = python_name(wire) or "parameter"
        plain = f"{plain}_{snake(place)}" if plain in RESERVED else plain
        found[(names.take(plain, f"{plain}_{snake(place)}"), place)] = (wire, place)
    return found


def _operation(
    node: dict[str, Any], wires: dict[tuple[str, str], tuple[str, str]]
) -> dict[str, Any]:
    named = {"operationId": node["operationId"]} if "operationId" in node else {}
    parameters = [
        {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}
        for name, place in wires
    ]
    tags = [str(tag) for tag in node.get("tags", [])]
    return {
        **named,
        "tags": tags,
        "parameters": parameters,
        "responses": {"200": {"description": ""}},
    }
