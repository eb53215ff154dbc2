"""Style rules: requirements of this project on its own contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..diagnostics import Diagnostic, quote
from ..naming import pascal, snake, wire_of
from ..openapi.extension_definitions import definitions
from ..openapi.index import DocumentIndex, Node, items, text
from .rule import Rule

__all__ = ["RULES"]

_PASCAL: Final = re.compile(r"[A-Z][A-Za-z0-9]*\Z")
_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")
_DOTTED: Final = re.compile(r"[a-z][a-z0-9]*\.[A-Z][A-Za-z0-9]*\Z")


def tags(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Require a declared tag on every operation: it becomes the resource of its methods."""
    declared = {text(node.value, "name") for node in index.of("tag")}
    for operation in index.of("operation"):
        used = [(i, tag) for i, tag in items(operation.value.get("tags"))]
        if not used:
            message, remedy = "operation has no tag", "add one, it becomes the client's attribute"
            yield index.source.diagnostic(operation.pointer, message, remedy, operation.subject)
        for i, tag in used:
            if not isinstance(tag, str) or tag not in declared:
                message = f"tag {quote(str(tag))} is not declared"
                remedy = "declare it under tags, or use one that is"
                pointer = (*operation.pointer, "tags", i)
                yield index.source.diagnostic(pointer, message, remedy, operation.subject)


def summaries(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Require a summary, a sentence, on every operation."""
    for operation in index.of("operation"):
        summary = text(operation.value, "summary")
        if summary is None:
            message, remedy = "operation has no summary", "add one, it becomes the docstring"
            yield index.source.diagnostic(operation.pointer, message, remedy, operation.subject)
        elif not summary.endswith("."):
            message, remedy = "summary does not end with a period", "make it a sentence"
            pointer = (*operation.pointer, "summary")
            yield index.source.diagnostic(pointer, message, remedy, operation.subject)


def operation_ids(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Require an operationId in PascalCase on every operation."""
    for operation in index.of("operation"):
        name = text(operation.value, "operationId")
        if name is None:
            message, remedy = "operation has no operationId", "add one in PascalCase"
            yield index.source.diagnostic(operation.pointer, message, remedy, operation.subject)
        elif not _PASCAL.match(name):
            message = f"operationId {quote(name)} is not in PascalCase"
            pointer = (*operation.pointer, "operationId")
            yield index.source.diagnostic(
                pointer, message, "write it as ListJobs", operation.subject
            )


def descriptions(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Require a description of everything that the reference lists by name."""
    for node, name, purpose in _described(index):
        if text(node.value, "description") is None:
            message = f"{name} has no description"
            remedy = f"add one, it becomes {purpose}"
            yield index.source.diagnostic(node.pointer, message, remedy, node.subject)


def examples(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Require an example of every parameter."""
    for node in index.of("parameter"):
        if not {"example", "examples"} & node.value.keys():
            message = f"parameter {_name(node)} has no example"
            remedy = "add one, the documentation calls the operation with it"
            yield index.source.diagnostic(node.pointer, message, remedy, node.subject)


def known_extensions(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse an extension without a definition."""
    for node in index.nodes:
        for key in node.value:
            if key.startswith("x-") and key not in definitions():
                message = f"extension {quote(key)} is not known"
                remedy = "define it in spec/extensions.schema.json, or remove it"
                yield index.source.diagnostic((*node.pointer, key), message, remedy, node.subject)


def successes(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Require a response with a status 2XX of every operation."""
    for operation in index.of("operation"):
        statuses = [status for status, _ in items(operation.value.get("responses"))]
        if not any(status.startswith("2") for status in statuses):
            message, remedy = "no response has a status 2XX", "describe the response of a success"
            at = (*operation.pointer, "responses")
            yield index.source.diagnostic(at, message, remedy, operation.subject)


def servers(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that each variable in the URL of a server is one that the server declares."""
    for server in index.of("server"):
        known = {name for name, _ in items(server.value.get("variables"))}
        for name in _VARIABLE.findall(text(server.value, "url") or ""):
            if name not in known:
                message, remedy = f"its url has {{{name}}}, which is no variable", "declare it"
                yield index.source.diagnostic((*server.pointer, "url"), message, remedy, "server")


def no_nulls(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse null in responses, where it means the same as absence."""
    for node in index.reachable(index.of("response")):
        type_ = node.value.get("type") if node.kind == "schema" else None
        null = type_ == "null" or (isinstance(type_, list) and "null" in type_)
        if null or (node.kind == "schema" and node.value.get("nullable") is True):
            pointer = (*node.pointer, "type" if null else "nullable")
            message, remedy = (
                "a response's value may be null",
                "leave that out: absence means the same",
            )
            yield index.source.diagnostic(pointer, message, remedy, node.subject)


def open_in_responses(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Require that an enumeration in a response also allows unknown values."""
    for node in index.reachable(index.of("response")):
        if node.kind == "schema" and "enum" in node.value and not _is_open(index, node):
            message = "an enumeration in a response is closed"
            remedy = "write anyOf the enumeration or its plain type"
            yield index.source.diagnostic((*node.pointer, "enum"), message, remedy, node.subject)


def closed_in_requests(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Require that an enumeration of requests alone lists all its values.

    One that responses share is open: what a newer server has sent must be fit to be sent back.
    """
    shared = {node.pointer for node in index.reachable(index.of("response"))}
    for node in index.reachable(index.of("parameter", "request body")):
        if node.pointer in shared:
            continue
        if node.kind == "schema" and "enum" in node.value and _is_open(index, node):
            message, remedy = "an enumeration in a request is open", "remove its plain type"
            yield index.source.diagnostic((*node.pointer, "enum"), message, remedy, node.subject)


def topics(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Require names of schemas by topic, where a topic is never a property's name."""
    properties = {
        snake(key): (*schema.pointer, "properties", key)
        for schema in index.of("schema")
        for key, _ in items(schema.value.get("properties"))
    }
    for schema in index.of("schema"):
        if schema.keyword != "schemas":
            continue
        name = schema.pointer[-1]
        topic = name.partition(".")[0]
        if not _DOTTED.match(name):
            message, remedy = f"schema {quote(name)} has no topic", "name it as jobs.Job"
        elif topic in properties:
            other = index.source.cross_reference(properties[topic], schema.pointer)
            message = f"topic {quote(topic)} is also the property {other}"
            remedy = "choose another topic, models cannot import it beside that field"
        else:
            continue
        yield index.source.diagnostic(schema.pointer, message, remedy, schema.subject)


def spelling(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Require names of properties that survive snake_case and back, alike within a schema."""
    for schema in index.of("schema"):
        names = [key for key, _ in items(schema.value.get("properties"))]
        ways = [(wire_of, "camelCase"), (pascal, "PascalCase")]
        if not names:
            continue
        way, called = max(ways, key=lambda way: sum(way[0](snake(n)) == n for n in names))
        for name in names:
            if way(snake(name)) != name:
                message = f"property {quote(name)} is not in {called}, as its schema is"
                remedy = f"write it as {way(snake(name))}"
                pointer = (*schema.pointer, "properties", name)
                yield index.source.diagnostic(pointer, message, remedy, schema.subject)


def _described(index: DocumentIndex) -> Iterator[tuple[Node, str, str]]:
    """Yield nodes that need a description, each with its name and the use of the description."""
    for node in index.nodes:
        if node.kind == "schema" and node.keyword in ("properties", "schemas"):
            message = "schema" if node.keyword == "schemas" else "property"
            yield node, f"{message} {_name(node)}", "a docstring"
        elif node.kind == "parameter" and node.ref is None:
            yield node, f"parameter {_name(node)}", "--help text"
        elif node.kind in ("response", "header") and node.ref is None:
            yield node, f"{node.kind} {_name(node)}", "documentation"


def _name(node: Node) -> str:
    return quote(text(node.value, "name") or node.pointer[-1])


def _is_open(index: DocumentIndex, enumeration: Node) -> bool:
    """Whether any other value of the enumeration's type is allowed as well."""
    if enumeration.keyword not in ("anyOf", "oneOf"):
        return False
    parent = enumeration.pointer[:-2]
    owner = index.at(*parent)
    others = [other for _, other in items(owner.value.get("anyOf"))] if owner else []
    type_ = enumeration.value.get("type")
    return any(isinstance(o, dict) and o.get("type") == type_ and "enum" not in o for o in others)


RULES: Final[tuple[Rule, ...]] = (
    tags,
    summaries,
    operation_ids,
    descriptions,
    examples,
    known_extensions,
    successes,
    servers,
    no_nulls,
    open_in_responses,
    closed_in_requests,
    topics,
    spelling,
)
