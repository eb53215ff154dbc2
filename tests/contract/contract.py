"""The contract as the tests read it: straight from the specification, by nobody's generator."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jsonschema_rs import Draft202012Validator

__all__ = ["SPECIFICATION", "Contract", "Operation", "Parameter", "load_contract"]

SPECIFICATION = Path(__file__).parents[2] / "spec" / "openapi.yaml"


@dataclass(frozen=True)
class Parameter:
    """A parameter of the specification, with a validator of its schema."""

    name: str
    place: str
    required: bool
    schema: dict[str, Any]
    example: Any
    validator: Draft202012Validator

    @property
    def code(self) -> str:
        """The parameter's name as error codes have it."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def largest(self) -> int | None:
        """The largest integer that the schema allows, its format taken into account."""
        by_format = 2**31 - 1 if self.schema.get("format") == "int32" else None
        stated: int | None = self.schema.get("maximum", by_format)
        return stated


@dataclass(frozen=True)
class Operation:
    """An operation of the specification."""

    name: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    pagination: dict[str, str] | None

    def parameter(self, name: str) -> Parameter:
        return next(one for one in self.parameters if one.name == name)

    def examples(self) -> dict[str, Any]:
        """Give the example of every parameter."""
        return {one.name: one.example for one in self.parameters}


@dataclass(frozen=True)
class Contract:
    """The specification's operations, error codes and envelope."""

    operations: tuple[Operation, ...]
    statuses: dict[str, int]
    not_found: str
    envelope: dict[str, Any]
    refusal: dict[str, Any]


def load_contract() -> Contract:
    """Read the specification."""
    document = yaml.safe_load(SPECIFICATION.read_text("utf-8"))
    rules = document["x-errors"]
    return Contract(
        operations=tuple(_operations(document)),
        statuses={rule["code"]: rule["status"] for rule in rules},
        not_found=next(rule["code"] for rule in rules if rule["status"] == 200),
        envelope=document["x-envelope"]["answer"],
        refusal=document["x-envelope"]["refusal"],
    )


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method, node in item.items():
            parameters = tuple(_parameter(_resolved(document, one)) for one in node["parameters"])
            yield Operation(
                node["operationId"], method.upper(), path, parameters, node.get("x-pagination")
            )


def _resolved(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        for step in node["$ref"].removeprefix("#/").split("/"):
            document = document[step]
        return document
    return node


def _parameter(node: dict[str, Any]) -> Parameter:
    schema = node["schema"]
    required = node.get("required", False)
    validator = Draft202012Validator(schema)
    return Parameter(node["name"], node["in"], required, schema, node.get("example"), validator)
