"""Rules of extensions that refer to the rest of the document: what they name exists.

Each rule skips an invalid value, which `definitions` reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...diagnostics import Diagnostic, quote
from ...naming import snake
from ...openapi.index import DocumentIndex, Node, items, text
from ...openapi.pointer import PointerParts
from ...openapi.source import Value
from ..rule import Rule
from .property_refs import (
    PropertyReference,
    check_property,
    derived_properties,
    nodes_with,
    properties,
    property_of,
    response_schemas,
    type_of,
)

__all__ = ["RULES"]

_PAGINATION_PARAMETERS: Final = {
    "page": "integer",
    "offset": "integer",
    "cursor": "string",
    "size": "integer",
}
_STYLES_OF_KEYS: Final = {
    "page": "page",
    "offset": "offset",
    "cursor": "cursor",
    "next": "cursor",
}
_TEMPLATE: Final = re.compile(r"\{(.*?)\}|[{}]")
# The statuses that a code of each meaning comes with; 200 is any failure inside the envelope.
_STATUSES: Final = {
    "invalid_parameter": {200, 400, 422},
    "not_found": {200, 404, 405, 410},
    "authentication": {400, 401, 403, 404},
    "permission": {200, 403},
    "throttled": {429, 503},
    "server": {200, *range(500, 600)},
}


def pagination_parameters(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that what x-pagination names are parameters of the operation, of the right type."""
    for operation, value in nodes_with(index, "operation", "x-pagination"):
        nodes = (index.resolve(node) for node in index.parameters(operation))
        parameters = {text(node.value, "name"): node for node in nodes if node}
        for key, type_ in _PAGINATION_PARAMETERS.items():
            name = value.get(key)
            if not isinstance(name, str):
                continue
            pointer = (*operation.pointer, "x-pagination", key)
            if name not in parameters:
                message, remedy = "is not a parameter of the operation", "name one that is"
            elif type_of(index.child(parameters[name], "schema")) != type_:
                article = "an" if type_ == "integer" else "a"
                message, remedy = f"is not {article} {type_} parameter", "make it one"
            else:
                continue
            message = f"x-pagination.{key}: {quote(name)} {message}"
            yield index.source.diagnostic(pointer, message, remedy, operation.subject)


def pagination_styles(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that x-pagination names nothing that only another style has."""
    for operation, value in nodes_with(index, "operation", "x-pagination"):
        style = value.get("style", "page")
        for key, other in _STYLES_OF_KEYS.items():
            if key in value and style != other:
                pointer = (*operation.pointer, "x-pagination", key)
                message = f"x-pagination.{key}: style {quote(str(style))} has none"
                remedy = f"remove it, or use style {other}"
                yield index.source.diagnostic(pointer, message, remedy, operation.subject)


def pagination_responses(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that items, total, next and key are properties of the response and of its items."""
    for operation, value in nodes_with(index, "operation", "x-pagination"):
        for schema in response_schemas(index, operation, success=True):
            listed = property_of(index, schema, value["items"]) if "items" in value else schema
            if listed is schema and type_of(schema) != "array":
                yield index.source.diagnostic(
                    (*operation.pointer, "x-pagination"),
                    "x-pagination has no items, but the response is no array",
                    "name the property that holds the items",
                    operation.subject,
                )
                continue
            item = index.child(listed, "items")
            for key, owner, of, type_ in (
                ("items", schema, "the response", "array"),
                ("total", schema, "the response", "integer"),
                ("key", item, "an item", None),
            ):
                keys = ("x-pagination", key)
                reference = PropertyReference(operation.pointer, keys, of, type_, operation.subject)
                yield from check_property(index, reference, owner, value.get(key))
            yield from _next_property(index, operation, schema, value.get("next"))


def _next_property(
    index: DocumentIndex, operation: Node, schema: Node, path: Value
) -> Iterator[Diagnostic]:
    """Check that each step of the path to the next cursor is a property, and the last a string."""
    if not isinstance(path, str):
        return
    keys, owner, steps = ("x-pagination", "next"), schema, path.split(".")
    for step, type_ in zip(steps, [*["object"] * (len(steps) - 1), "string"], strict=True):
        reference = PropertyReference(
            operation.pointer, keys, "the response", type_, operation.subject
        )
        faults = list(check_property(index, reference, owner, step))
        yield from faults
        following = property_of(index, owner, step)
        if faults or following is None:
            return
        owner = following


def envelope_responses(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that the names in the envelope are properties of each operation's responses.

    An operation may have no payload, if another one has it.
    """
    for _, value in nodes_with(index, "specification", "x-envelope"):
        for part, success, owner_name in (
            ("response", True, "the response"),
            ("error", False, "the error response"),
        ):
            for operation in index.of("operation"):
                for schema in response_schemas(index, operation, success=success):
                    for key, name in items(value.get(part)):
                        if key == "payload":
                            continue
                        keys = ("x-envelope", part, key)
                        reference = PropertyReference((), keys, owner_name, None, operation.subject)
                        yield from check_property(index, reference, schema, name)


def envelope_payload(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that the payload is a property of some response; a response may have none."""
    for _, value in nodes_with(index, "specification", "x-envelope"):
        response = value.get("response")
        name = response.get("payload") if isinstance(response, dict) else None
        schemas = [
            schema
            for operation in index.of("operation")
            for schema in response_schemas(index, operation, success=True)
        ]
        if not isinstance(name, str) or not schemas:
            continue
        if not any(property_of(index, schema, name) for schema in schemas):
            message = f"x-envelope.response.payload: {quote(name)} is no property of any response"
            pointer = ("x-envelope", "response", "payload")
            yield index.source.diagnostic(pointer, message, "name one that is")


def unique_errors(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse two errors of one code."""
    first: dict[str, PointerParts] = {}
    for pointer, error in _errors(index):
        code, at = text(error, "code"), (*pointer, "code")
        if code in first:
            other = index.source.cross_reference(first[code], at)
            message = f"error {quote(code)} is also {other}"
            yield index.source.diagnostic(at, message, "keep one of the two")
        elif code:
            first[code] = at


def error_statuses(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a status that does not go with the meaning."""
    for pointer, error in _errors(index):
        status, meaning = error.get("status"), text(error, "meaning")
        expected = _STATUSES.get(meaning or "")
        if expected and isinstance(status, int) and status not in expected:
            message = f"error {quote(str(error.get('code')))} means {meaning} with status {status}"
            allowed = ", ".join(map(str, sorted(expected)[:4]))
            remedy = f"correct one of the two; the status may be {allowed}"
            yield index.source.diagnostic((*pointer, "status"), message, remedy)


def error_templates(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse any placeholder in a code but {Parameter}."""
    for pointer, error in _errors(index):
        for placeholder in _TEMPLATE.finditer(text(error, "code") or ""):
            if placeholder[1] != "Parameter":
                message = (
                    f"error {quote(str(error['code']))} has the placeholder {quote(placeholder[0])}"
                )
                yield index.source.diagnostic(
                    (*pointer, "code"), message, "the only one is {Parameter}"
                )


def times(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that a time is an integer or a string."""
    for schema, _ in nodes_with(index, "schema", "x-time"):
        if type_of(index.resolve(schema)) not in ("integer", "string"):
            message, remedy = "x-time is on neither an integer nor a string", "correct the type"
            yield index.source.diagnostic(
                (*schema.pointer, "x-time"), message, remedy, schema.subject
            )


def embedded(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that embedded JSON is in a string."""
    for schema, _ in nodes_with(index, "schema", "x-embedded"):
        if type_of(index.resolve(schema)) != "string":
            message, remedy = "x-embedded is not on a string", "correct the type"
            pointer = (*schema.pointer, "x-embedded")
            yield index.source.diagnostic(pointer, message, remedy, schema.subject)


def short_paths(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that each part of a short name's path is a property."""
    for schema, value in nodes_with(index, "schema", "x-short"):
        for name, path in items(value):
            owner: Node | None = schema
            for step in path.split(".") if isinstance(path, str) else ():
                child = property_of(index, owner, step)
                if child is None:
                    message = f"x-short.{name}: {quote(step)} is not a property there"
                    pointer = (*schema.pointer, "x-short", name)
                    remedy = "name a property at each step"
                    yield index.source.diagnostic(pointer, message, remedy, schema.subject)
                    break
                owner = child


def derived_names(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a derived property whose name is taken."""
    for schema in index.of("schema"):
        derived = list(derived_properties(index, schema))
        taken = {snake(name): name for name in properties(index, schema)} if derived else {}
        for pointer, view in derived:
            if snake(view) in taken:
                message = (
                    f"derived property {quote(view)} has the name of {quote(taken[snake(view)])}"
                )
                yield index.source.diagnostic(
                    pointer, message, "rename the derived one", schema.subject
                )
            taken[snake(view)] = view


def _errors(index: DocumentIndex) -> Iterator[tuple[PointerParts, dict[str, Value]]]:
    for i, error in items(index.source.document.get("x-errors")):
        if isinstance(error, dict):
            yield ("x-errors", i), error


RULES: Final[tuple[Rule, ...]] = (
    pagination_parameters,
    pagination_styles,
    pagination_responses,
    envelope_responses,
    envelope_payload,
    unique_errors,
    error_statuses,
    error_templates,
    times,
    embedded,
    short_paths,
    derived_names,
)
