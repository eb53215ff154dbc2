"""Unions that have a name: their candidates, and what tells one from another."""

from __future__ import annotations

from typing import Any

from ..ir import Candidate, Shape
from ..openapi.lookup import annotation, referred, type_ref

__all__ = ["shapes"]


def shapes(document: dict[str, Any]) -> tuple[Shape, ...]:
    """Give the unions that JSON does not tell apart, in the order of the document."""
    stated = document.get("components", {}).get("schemas", {})
    return tuple(
        _shape(document, name, schema) for name, schema in stated.items() if "oneOf" in schema
    )


def _shape(document: dict[str, Any], name: str, schema: dict[str, Any]) -> Shape:
    stated = document["components"]["schemas"]
    tags = schema.get("discriminator", {})
    used = dict.fromkeys(one for part in schema["oneOf"] for one in referred(part))
    return Shape(
        name=name,
        description=f"One of {len(schema['oneOf'])}.",
        models=tuple(one for one in used if "oneOf" not in stated[one]),
        candidates=tuple(_candidate(document, part) for part in schema["oneOf"]),
        tag=tags.get("propertyName"),
        places=tuple(tags.get("places", {}).items()),
    )


def _candidate(document: dict[str, Any], part: dict[str, Any]) -> Candidate:
    written = annotation(document, part)
    if "$ref" not in part:
        return Candidate(written, None)
    found = document["components"]["schemas"][type_ref(part["$ref"]).name]
    if "properties" not in found:
        return Candidate(written, None)
    marks = {wire: _values(one) for wire, one in found["properties"].items()}
    stated = {
        "required": tuple(found.get("required", ())),
        "known": tuple(found["properties"]),
        "marks": {wire: values for wire, values in marks.items() if values},
    }
    return Candidate(written, stated)


def _values(schema: dict[str, Any]) -> tuple[str | int, ...]:
    """Give the known values of a property."""
    parts = schema.get("anyOf", [schema])
    return tuple(value for one in parts for value in one.get("enum", ()))
