"""Small documents with one schema in a request, in a response, or behind something."""

import copy
from collections.abc import Callable
from typing import Any

from generator.compare import Change, compare

__all__ = ["WRAPPERS", "impacts", "in_request", "in_response", "lines", "whole"]

_SUCCESS = {"200": {"description": "Done."}}


def whole(operation: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return a document with one operation."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1.0.0"},
        "paths": {"/pets": {"post": {"operationId": "Keep", "responses": _SUCCESS, **operation}}},
        **members,
    }


def in_request(schema: Any, **schemas: Any) -> dict[str, Any]:
    """Return a document whose request body has a schema."""
    body = {"content": {"application/json": {"schema": schema}}}
    return whole({"requestBody": body}, components={"schemas": schemas})


def in_response(schema: Any, **schemas: Any) -> dict[str, Any]:
    """Return a document whose response has a schema."""
    answer = {"description": "A pet.", "content": {"application/json": {"schema": schema}}}
    return whole({"responses": {"200": answer}}, components={"schemas": schemas})


# Each puts a schema behind something that leads to it.
WRAPPERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "a field": lambda schema: {"type": "object", "properties": {"pet": schema}},
    "an item": lambda schema: {"type": "array", "items": schema},
    "any other field": lambda schema: {"type": "object", "additionalProperties": schema},
    "a pattern of fields": lambda schema: {"type": "object", "patternProperties": {"^a": schema}},
    "a first item": lambda schema: {"type": "array", "prefixItems": [schema]},
    "allOf": lambda schema: {"allOf": [{"type": "object", "properties": {"pet": schema}}]},
    "anyOf": lambda schema: {
        "anyOf": [{"type": "object", "properties": {"pet": schema}}, {"type": "array"}]
    },
    "oneOf": lambda schema: {
        "oneOf": [{"type": "object", "properties": {"pet": schema}}, {"type": "boolean"}]
    },
    "oneOf with null": lambda schema: {
        "oneOf": [{"type": "object", "properties": {"pet": schema}}, {"type": "null"}]
    },
}


def lines(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Compare two documents, and return what was found as text."""
    return [str(change) for change in compare(copy.deepcopy(before), copy.deepcopy(after))]


def impacts(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Return whom the changes between two documents break: C, S, both, or - for nobody."""
    changes: tuple[Change, ...] = compare(before, after)
    callers = any(change.breaks_callers for change in changes)
    servers = any(change.breaks_servers for change in changes)
    broken = ("C" if callers else "") + ("S" if servers else "")
    return broken or ("-" if changes else "no change")
