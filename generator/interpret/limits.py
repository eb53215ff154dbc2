"""What OpenAPI can say and this generator cannot emit: an error each, never left out in silence."""

import re
from collections.abc import Iterator
from typing import Any

from ..diagnostics import Problem
from ..naming import pascal
from ..openapi.lookup import METHODS, NULL, plain_type, resolve, success
from ..openapi.source import Pointer, Source
from ..reserved_names import CLASSES
from .bounds import bounds

__all__ = ["limits"]

_SCALARS = ("string", "integer", "number", "boolean")
_SHAPES = frozenset({"type", "oneOf", "allOf", "not", "const"})
_OPTIONS = frozenset({"all", "endpoint", "help", "output", "region", "timeout", "version"})
_ATTRIBUTES = frozenset({"client", "close", "session"})


def limits(source: Source) -> Iterator[Problem]:
    """Name everything in a checked specification that could not be emitted as it is meant."""
    document: dict[str, Any] = source.document
    if not any(method in item for item in document.get("paths", {}).values() for method in METHODS):
        yield source.problem("/paths", "there is no operation", "describe one")
    yield from _servers(source, document)
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield from _operation(source, ("paths", path), method, item)
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        for wire, one in schema.get("properties", {}).items():
            at = ("components", "schemas", name, "properties", wire)
            yield from _property(source, at, one, name)


def _servers(source: Source, document: dict[str, Any]) -> Iterator[Problem]:
    for index, server in enumerate(document.get("servers", [])[:1]):
        known = server.get("variables", {})
        for name in re.findall(r"{([^{}]*)}", server["url"]):
            if name not in known:
                what, remedy = f"its url has {{{name}}}, which is no variable", "declare it"
                yield source.problem(("servers", str(index), "url"), what, remedy, "server")


def _operation(
    source: Source, at: tuple[str, ...], method: str, item: dict[str, Any]
) -> Iterator[Problem]:
    node, here = item[method], (*at, method)
    subject = node.get("operationId") or f"{method.upper()} {at[-1]}"
    if "requestBody" in node:
        what, remedy = "a request body is not supported", "send what it holds in parameters"
        yield source.problem((*here, "requestBody"), what, remedy, subject)
    for tag in node.get("tags", [])[:1]:
        if fault := _taken(tag):
            yield source.problem((*here, "tags"), f'tag "{tag}" is {fault}', "rename it", subject)
    for owner, there in ((item, at), (node, here)):
        for index, one in enumerate(owner.get("parameters", [])):
            yield from _parameter(source, (*there, "parameters", str(index)), one, subject)
    yield from _answer(source, here, node["responses"], subject)
    if "x-pagination" in node:
        yield from _pages(source, here, item, node, subject)


def _taken(tag: str) -> str | None:
    if tag.lower() in _ATTRIBUTES:
        return "an attribute of every client"
    return "the name of a class that every server has" if pascal(tag) in CLASSES else None


def _pages(
    source: Source, at: tuple[str, ...], item: dict[str, Any], node: dict[str, Any], subject: str
) -> Iterator[Problem]:
    size = node["x-pagination"]["size"]
    given = [resolve(source.document, one) for one in item.get("parameters", [])]
    given += [resolve(source.document, one) for one in node.get("parameters", [])]
    schemas = [resolve(source.document, one["schema"]) for one in given if one["name"] == size]
    if not any("maximum" in schema for schema in schemas):
        what = f'x-pagination.size: "{size}" has no maximum'
        yield source.problem((*at, "x-pagination"), what, "give it one, walks use it", subject)


def _parameter(
    source: Source, at: Pointer, node: dict[str, Any], subject: str
) -> Iterator[Problem]:
    found = resolve(source.document, node)
    name = found["name"]
    schema = resolve(source.document, found.get("schema", {}))
    values = schema.get("enum", [])
    if found["in"] == "cookie":
        yield source.problem(at, f'parameter "{name}" is a cookie', "send it in a header", subject)
    elif schema.get("type") not in _SCALARS or "$ref" in schema:
        what = f'parameter "{name}" is not a string, integer, number or boolean'
        yield source.problem(at, what, "give its schema one of these types", subject)
    elif not all(isinstance(value, str) for value in values):
        what = f'parameter "{name}" has an enumeration of other than strings'
        yield source.problem(at, what, "make them strings", subject)
    else:
        yield from bounds(source, at, found, schema, subject)
    if name.lower() in _OPTIONS:
        what = f'parameter "{name}" has the name of an option that every command has'
        yield source.problem(at, what, "rename it", subject)


def _answer(
    source: Source, at: tuple[str, ...], responses: dict[str, Any], subject: str
) -> Iterator[Problem]:
    status = next((status for status in responses if status.startswith("2")), None)
    if status is None:
        what, remedy = "no response has a status 2XX", "describe what a success answers"
        yield source.problem((*at, "responses"), what, remedy, subject)
        return
    media, content = success(source.document, {"responses": responses})
    schema = content.get("schema", {})
    if plain_type(schema) == "array":
        schema = schema.get("items", {})
    if media != "application/json" or "$ref" not in schema:
        what = (
            f"response {status} is not application/json with a schema by $ref, or an array of one"
        )
        remedy = "put its schema below components and refer to it"
        yield source.problem((*at, "responses", status), what, remedy, subject)


def _property(
    source: Source, at: Pointer, schema: dict[str, Any], subject: str
) -> Iterator[Problem]:
    if not _has_type(schema):
        what = f'property "{at[-1]}" has no type that a model can have'
        remedy = "give it one type, a $ref, or anyOf of these"
        yield source.problem(at, what, remedy, subject)


def _has_type(schema: Any) -> bool:
    if not isinstance(schema, dict):
        return False
    if "$ref" in schema:
        return True
    if "anyOf" in schema:
        return all(_has_type(one) for one in schema["anyOf"] if one != NULL)
    type = plain_type(schema)
    if type == "array":
        return _has_type(schema.get("items"))
    return type in (*_SCALARS, "object") or not schema.keys() & _SHAPES
