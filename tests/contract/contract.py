"""The contract as the tests read it: straight from the specification, by nobody's generator."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from jsonschema_rs import Draft202012Validator

__all__ = ["SPECIFICATION", "Contract", "Link", "Operation", "Parameter", "load_contract"]

SPECIFICATION = Path(__file__).parents[2] / "spec" / "openapi.yaml"
_LARGEST = {"int32": 2**31 - 1, "int64": 2**63 - 1}


@dataclass(frozen=True)
class Parameter:
    """A parameter of the specification, with a validator of its schema."""

    name: str
    place: str
    required: bool
    schema: Mapping[str, Any]
    example: Any
    validator: Draft202012Validator

    @property
    def code(self) -> str:
        """The parameter's name as error codes have it."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def kind(self) -> str:
        """The type of its values: `integer`, `string`, ..."""
        return str(self.schema["type"])

    @property
    def default(self) -> Any:
        """What is meant without it; None when nothing is said."""
        return self.schema.get("default")

    @property
    def free(self) -> bool:
        """Whether any text that is long enough will do."""
        return self.kind == "string" and not self.schema.keys() & {"enum", "pattern", "format"}

    @property
    def smallest(self) -> int | None:
        """The smallest integer that the schema allows."""
        stated: int | None = self.schema.get("minimum")
        return stated

    @property
    def largest(self) -> int | None:
        """The largest integer that the schema allows, its format taken into account."""
        by_format = _LARGEST.get(self.schema.get("format", ""))
        stated: int | None = self.schema.get("maximum", by_format)
        return stated


@dataclass(frozen=True)
class Link:
    """A link from an answer to another operation: parameters by JSON pointers into the body."""

    name: str
    operation: str
    pointers: Mapping[str, str]


@dataclass(frozen=True)
class Operation:
    """An operation of the specification."""

    name: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    pagination: Mapping[str, str] | None
    permission: Mapping[str, Any] | None
    links: tuple[Link, ...]
    responses: Mapping[str, Draft202012Validator]
    headers: Mapping[str, Mapping[str, Draft202012Validator]]
    """The headers that the answers of a status may have, by their names."""
    answer: Mapping[str, Any]
    """The schema of its answer with status 200."""

    def parameter(self, name: str) -> Parameter:
        return next(one for one in self.parameters if one.name == name)

    def examples(self) -> dict[str, Any]:
        """Give the example of every parameter."""
        return {one.name: one.example for one in self.parameters}


class Contract:
    """The specification's operations, error codes, envelope and signature."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.envelope: Mapping[str, Any] = document["x-envelope"]["answer"]
        self.refusal: Mapping[str, str] = document["x-envelope"]["refusal"]
        self.errors: Mapping[str, Mapping[str, Any]] = {
            rule["code"]: rule for rule in document["x-errors"]
        }

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        return tuple(
            self._operation(path, method, node)
            for path, item in self.document["paths"].items()
            for method, node in item.items()
        )

    @cached_property
    def signature(self) -> Mapping[str, Any]:
        """What the security scheme says of signatures."""
        schemes = self.document["components"]["securitySchemes"].values()
        return next(scheme["x-signature"] for scheme in schemes if "x-signature" in scheme)

    @property
    def not_found(self) -> str:
        """The code of what does not exist, inside an answer."""
        return next(code for code, rule in self.errors.items() if rule["status"] == 200)

    def operation(self, name: str) -> Operation:
        return next(one for one in self.operations if one.name == name)

    def status(self, code: str) -> int:
        """Give the status of a code, also of one that names a parameter."""
        if code in self.errors:
            return int(self.errors[code]["status"])
        prefix = "Missing" if code.startswith("Missing") else "Invalid"
        return int(self.errors[f"{prefix}{{Parameter}}"]["status"])

    def codes(self, meaning: str) -> frozenset[str]:
        """Give the codes of a meaning."""
        return frozenset(c for c, rule in self.errors.items() if rule["meaning"] == meaning)

    def resolve(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """Follow a reference, if it is one."""
        while "$ref" in node:
            found: Any = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            node = found
        return node

    def _operation(self, path: str, method: str, node: Mapping[str, Any]) -> Operation:
        answer = node["responses"]["200"]
        return Operation(
            name=node["operationId"],
            method=method.upper(),
            path=path,
            parameters=tuple(_parameter(self.resolve(one)) for one in node.get("parameters", ())),
            pagination=node.get("x-pagination"),
            permission=node.get("x-ram"),
            links=tuple(_links(answer.get("links", {}))),
            responses=dict(self._responses(node["responses"])),
            headers=dict(self._headers(node["responses"])),
            answer=self.resolve(_schema(answer)),
        )

    def _headers(
        self, responses: Mapping[str, Any]
    ) -> Iterator[tuple[str, Mapping[str, Draft202012Validator]]]:
        for status, response in responses.items():
            headers = self.resolve(response).get("headers", {}).items()
            yield status, {name: Draft202012Validator(one["schema"]) for name, one in headers}

    def _responses(
        self, responses: Mapping[str, Any]
    ) -> Iterator[tuple[str, Draft202012Validator]]:
        for status, response in responses.items():
            schema = _schema(self.resolve(response))
            whole = {"components": self.document["components"], **schema}
            yield status, Draft202012Validator(whole)


def load_contract(path: Path = SPECIFICATION) -> Contract:
    """Read the specification."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Contract(yaml.load(path.read_text("utf-8"), loader))


def _parameter(node: Mapping[str, Any]) -> Parameter:
    schema = node["schema"]
    required = node.get("required", False)
    validator = Draft202012Validator(schema)
    return Parameter(node["name"], node["in"], required, schema, node.get("example"), validator)


def _schema(response: Mapping[str, Any]) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = response["content"]["application/json"]["schema"]
    return schema


def _links(nodes: Mapping[str, Any]) -> Iterator[Link]:
    for name, node in nodes.items():
        pointers = {
            parameter: expression.removeprefix("$response.body#")
            for parameter, expression in node["parameters"].items()
        }
        yield Link(name, node["operationId"], pointers)
