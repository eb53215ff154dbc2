"""What schemas are called, and what their own words say before anything is written."""

from __future__ import annotations

from typing import Any

from ..naming import pascal
from ..rules.extensions.definitions import definitions
from .merge import Schema

__all__ = [
    "RESERVED",
    "SCHEMAS",
    "class_name",
    "heirs_by_parent",
    "implied_type",
    "is_text",
    "kept_beside",
    "required_names",
]

SCHEMAS = "#/components/schemas/"
# Names that the emitted modules have for themselves.
RESERVED = frozenset(
    [
        "abc",
        "any",
        "api",
        "app",
        "array",
        "asyncclient",
        "asynclisting",
        "asyncpage",
        "asyncsession",
        "binary",
        "boolean",
        "call",
        "callable",
        "choice",
        "client",
        "clientgone",
        "container",
        "deep",
        "either",
        "envelope",
        "exchange",
        "false",
        "form",
        "guard",
        "integer",
        "items",
        "json",
        "latest",
        "limits",
        "listing",
        "literal",
        "message",
        "model",
        "models",
        "multipart",
        "none",
        "null",
        "number",
        "object",
        "observer",
        "operation",
        "operations",
        "outcome",
        "page",
        "pagination",
        "parameter",
        "principal",
        "program",
        "raw",
        "receive",
        "refusal",
        "route",
        "scalar",
        "scope",
        "self",
        "segment",
        "send",
        "sequence",
        "session",
        "set",
        "several",
        "signer",
        "struct",
        "text",
        "true",
        "type",
        "type_checking",
        "typealias",
        "typevar",
        "union",
        "waiter",
        "waiting",
        "command",
        "noun",
        "mapping",
        "datetime",
        "annotations",
        "shape",
        "body",
    ]
)


def kept_beside() -> set[str]:
    """Give what is kept beside a property: its description, and extensions that are defined."""
    return {"description", *definitions()}


def is_text(schema: Schema, key: str) -> bool:
    """Tell whether a text stands under a key."""
    return isinstance(schema.get(key), str)


def class_name(hint: str) -> str:
    """Write what to call a class."""
    name = pascal(hint) or "Model"
    return f"Model{name}" if name[0].isdigit() else name


def required_names(flat: Schema) -> list[str]:
    """Give the properties that must be there."""
    names: list[str] = flat.get("required", [])
    return names


def implied_type(flat: Schema) -> str | None:
    """Give the type of a schema that states none, by what it says."""
    if "properties" in flat or isinstance(flat.get("additionalProperties"), dict):
        return "object"
    return "array" if "items" in flat else None


def heirs_by_parent(stated: dict[str, Any]) -> dict[str, list[str]]:
    """Say for each schema which others are made of it by allOf."""
    found: dict[str, list[str]] = {}
    for key, schema in stated.items():
        for part in schema.get("allOf", ()) if isinstance(schema, dict) else ():
            if isinstance(part, dict) and isinstance(part.get("$ref"), str):
                found.setdefault(part["$ref"], []).append(f"{SCHEMAS}{key}")
    return found
