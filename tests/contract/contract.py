"""The contract as the tests read it: straight from the specification, without the generator."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

from .path_pattern import PathPattern
from .request_body import RequestBody
from .schemas import resolve
from .specification import SPECIFICATION, load_document

__all__ = ["IDS", "SPECIFICATION", "Contract", "Link", "Operation", "Parameter", "load_contract"]

_FORMAT_MAXIMUM = {"int32": 2**31 - 1, "int64": 2**63 - 1}
_OUTERMOST, _NAMESPACE = "workspace", "namespace"
_RESOURCE = "resourceId"
IDS = (_OUTERMOST, _NAMESPACE, "deploymentId", "jobId", "savepointId", _RESOURCE)
"""The names of ids, the outer ones first."""
_READING_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Parameter:
    """A parameter of the specification, with a validator of its schema."""

    name: str
    location: str
    required: bool
    schema: Mapping[str, Any]
    example: Any
    validator: Draft202012Validator

    @property
    def error_name(self) -> str:
        """The parameter's name in error codes."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def type(self) -> str:
        """The type of its values: `integer`, `string`, ..."""
        return str(self.schema["type"])

    @property
    def default(self) -> Any:
        """The value that its absence stands for; None when the schema has no default."""
        return self.schema.get("default")

    @property
    def is_free_text(self) -> bool:
        """Whether every string that is long enough is valid."""
        return self.type == "string" and not self.schema.keys() & {"enum", "pattern", "format"}

    @property
    def minimum(self) -> int | None:
        """The smallest integer that the schema allows."""
        stated: int | None = self.schema.get("minimum")
        return stated

    @property
    def maximum(self) -> int | None:
        """The largest integer that the schema allows, its format taken into account."""
        by_format = _FORMAT_MAXIMUM.get(self.schema.get("format", ""))
        stated: int | None = self.schema.get("maximum", by_format)
        return stated


@dataclass(frozen=True)
class Link:
    """A link from a response to another operation: parameters by JSON pointers into the body."""

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
    body: RequestBody | None
    chosen: str | None
    """The property of its body with an id that a caller makes up."""
    pagination: Mapping[str, str] | None
    permission: Mapping[str, Any] | None
    links: tuple[Link, ...]
    response_validators: Mapping[str, Draft202012Validator]
    """Validators of the response bodies, by status."""
    response_headers: Mapping[str, Mapping[str, Draft202012Validator]]
    """The headers that the responses of a status may have, by their names."""
    response_schema: Mapping[str, Any]
    """The schema of its response with status 200."""

    @property
    def reads_only(self) -> bool:
        """Whether its method promises to change nothing."""
        return self.method in _READING_METHODS

    @property
    def depends_on_state(self) -> bool:
        """Whether it may fail for the state that it finds: it changes one, or is about a running job."""
        return not self.reads_only or _RESOURCE in {each.name for each in self.parameters}

    @property
    def makes_places(self) -> bool:
        """Whether it makes the first thing of a place, so that no id of a place is unknown to it."""
        creates = (self.permission or {}).get("accessLevel") != "none"
        return self.method == "POST" and creates and not self.must_find(_NAMESPACE)

    def must_find(self, name: str) -> bool:
        """Whether an id that is unknown is a failure.

        An optional id is a filter, which nothing passes; and a namespace by itself is there as soon
        as its workspace is.
        """
        if name == _OUTERMOST:
            return True
        required = {parameter.name for parameter in self.parameters if parameter.required}
        if self.body is not None:
            required |= {field.name for field in self.body.properties if field.required}
        found = required & set(IDS)
        return name in found and (name != _NAMESPACE or bool(found - {_OUTERMOST, _NAMESPACE}))

    @property
    def looks_up(self) -> bool:
        """Whether it finds things by names or labels, which only rules give to what they create."""
        required = {parameter.name for parameter in self.parameters if parameter.required}
        return bool(required & {"deploymentName", "labelKey", "name"})

    @cached_property
    def pattern(self) -> PathPattern:
        """The paths that lead to it."""
        return PathPattern(self.path)

    def parameter(self, name: str) -> Parameter:
        return next(parameter for parameter in self.parameters if parameter.name == name)

    def examples(self) -> dict[str, Any]:
        """Return the example of every parameter."""
        return {parameter.name: parameter.example for parameter in self.parameters}


class Contract:
    """The specification's operations, error codes, envelope and signature."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.envelope: Mapping[str, Any] = document["x-envelope"]["response"]
        self.error_fields: Mapping[str, str] = document["x-envelope"]["error"]
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
        """The signature rules of the security scheme."""
        schemes = self.document["components"]["securitySchemes"].values()
        return next(scheme["x-signature"] for scheme in schemes if "x-signature" in scheme)

    @property
    def not_found(self) -> str:
        """The code, inside an envelope, of a resource that does not exist."""
        return next(
            code
            for code, rule in self.errors.items()
            if rule["status"] == 200 and rule["meaning"] == "not_found"
        )

    @property
    def state_failures(self) -> frozenset[str]:
        """The codes of failures inside an envelope that depend on the state of the data."""
        inside = {code for code, rule in self.errors.items() if rule["status"] == 200}
        return frozenset(inside - {self.not_found})

    def limited_to(self, names: Collection[str]) -> "Contract":
        """Return the contract of a server that has these operations only: links lead to no other."""
        paths: dict[str, dict[str, Any]] = {}
        for path, item in self.document["paths"].items():
            for method, node in item.items():
                if node["operationId"] in names:
                    paths.setdefault(path, {})[method] = _with_links_to(names, node)
        return Contract({**self.document, "paths": paths})

    def operation(self, name: str) -> Operation:
        return next(operation for operation in self.operations if operation.name == name)

    def methods_at(self, path: str) -> set[str]:
        """Return the methods of all operations that a path leads to."""
        return {
            operation.method
            for operation in self.operations
            if operation.pattern.match(path) is not None
        }

    def status(self, code: str) -> int:
        """Return the status of a code, also of one that names a parameter."""
        if code in self.errors:
            return int(self.errors[code]["status"])
        prefix = "Missing" if code.startswith("Missing") else "Invalid"
        return int(self.errors[f"{prefix}{{Parameter}}"]["status"])

    def codes(self, meaning: str) -> frozenset[str]:
        """Return the codes of a meaning."""
        return frozenset(code for code, rule in self.errors.items() if rule["meaning"] == meaning)

    def resolve(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """Follow a reference, if it is one."""
        return resolve(self.document, node)

    def _operation(self, path: str, method: str, node: Mapping[str, Any]) -> Operation:
        success = node["responses"]["200"]
        nodes = map(self.resolve, node.get("parameters", ()))
        return Operation(
            name=node["operationId"],
            method=method.upper(),
            path=path,
            parameters=tuple(map(_parameter, nodes)),
            body=self._body(node.get("requestBody")),
            chosen=node.get("x-idempotency", {}).get("key"),
            pagination=_pagination(node),
            permission=node.get("x-ram"),
            links=tuple(_links(success.get("links", {}))),
            response_validators=dict(self._response_validators(node["responses"])),
            response_headers=dict(self._response_headers(node["responses"])),
            response_schema=self.resolve(_json_schema(success)),
        )

    def _body(self, node: Mapping[str, Any] | None) -> RequestBody | None:
        if node is None:
            return None
        node = self.resolve(node)
        return RequestBody.of(self.document, node)

    def _response_headers(
        self, responses: Mapping[str, Any]
    ) -> Iterator[tuple[str, Mapping[str, Draft202012Validator]]]:
        for status, response in responses.items():
            headers = self.resolve(response).get("headers", {}).items()
            yield (
                status,
                {name: Draft202012Validator(header["schema"]) for name, header in headers},
            )

    def _response_validators(
        self, responses: Mapping[str, Any]
    ) -> Iterator[tuple[str, Draft202012Validator]]:
        for status, response in responses.items():
            schema = _json_schema(self.resolve(response))
            whole = {"components": self.document["components"], **schema}
            yield status, Draft202012Validator(whole)


def load_contract(path: Path = SPECIFICATION) -> Contract:
    """Read the specification."""
    return Contract(load_document(path))


def _parameter(node: Mapping[str, Any]) -> Parameter:
    schema = node["schema"]
    required = node.get("required", False)
    validator = Draft202012Validator(schema)
    return Parameter(node["name"], node["in"], required, schema, node.get("example"), validator)


def _json_schema(response: Mapping[str, Any]) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = response["content"]["application/json"]["schema"]
    return schema


def _with_links_to(names: Collection[str], node: Mapping[str, Any]) -> dict[str, Any]:
    """Return an operation's node with those links only that lead to operations of these names."""
    success = node["responses"]["200"]
    links = {
        name: link
        for name, link in success.get("links", {}).items()
        if link["operationId"] in names
    }
    return {**node, "responses": {**node["responses"], "200": {**success, "links": links}}}


def _links(nodes: Mapping[str, Any]) -> Iterator[Link]:
    for name, node in nodes.items():
        pointers = {
            parameter: expression.removeprefix("$response.body#")
            for parameter, expression in node["parameters"].items()
        }
        yield Link(name, node["operationId"], pointers)


def _pagination(node: Mapping[str, Any]) -> Mapping[str, str] | None:
    """Return the names of a listing's pages; None where all items are in one response."""
    pagination: Mapping[str, str] | None = node.get("x-pagination")
    is_whole = pagination is not None and pagination.get("style") == "whole"
    return None if is_whole else pagination
