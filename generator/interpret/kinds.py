"""Kinds of parameters and bodies as source text, from schemas in plain form."""

from __future__ import annotations

from typing import Any

from ..runtime import kinds
from .document import annotation

__all__ = ["Written", "body_kind", "compound_kind", "kind_names", "styled"]

# The source of a kind, its name, the annotation of its values, and what a value must be.
Written = tuple[str, str, str, str]

_MEDIA = {
    "Message": "application/json",
    "Form": "application/x-www-form-urlencoded",
    "Multipart": "multipart/form-data",
}


def compound_kind(document: dict[str, Any], node: dict[str, Any]) -> Written | None:
    """Write the kind of a parameter that is not one plain value; None for one that is."""
    schema = node["schema"]
    style, explode = node.get("style", "form"), node.get("explode", False)
    plain = "simple" if style in ("label", "matrix") else style
    form = f"style={plain!r}, explode={explode!r}"
    if schema.get("x-json"):
        return "Json()", "Json", "Any", "a value that JSON can write"
    if schema.get("type") == "array":
        item, _, written, expects = _plain(document, schema["items"])
        said = f"a list, each of it {expects}"
        return f"Array(item={item}, {form})", "Array", f"Sequence[{written}]", said
    if "$ref" in schema:
        found = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if "oneOf" in found:
            return "Json()", "Json", "Any", "a value that JSON can write"
    if "$ref" in schema or schema.get("type") == "object":
        said = "an object of plain values"
        return f"Container({form})", "Container", "Mapping[str, Any]", said
    if set(schema) - {"type", "enum"} or schema.get("type") == "null" or not schema:
        known = schema.get("type") in ("string", "integer", "number", "boolean")
        return None if known else _plain(document, schema)
    return None


def styled(node: dict[str, Any], kind: str) -> str:
    """Write the kind of a parameter whose part of the path says what it is."""
    style = node.get("style")
    if style not in ("label", "matrix"):
        return kind
    return (
        f"Segment(wire={node['name']!r}, kind={kind}, style={style!r}, "
        f"explode={node.get('explode', False)!r})"
    )


def kind_names(source: str) -> set[str]:
    """Give the names of the classes that a kind's source is made of."""
    return {one for one in _CLASSES if f"{one}(" in source}


_CLASSES = (
    *("Array", "Container", "Json", "Scalar", "Member"),
    *("Text", "Integer", "Number", "Boolean", "Choice"),
    "Segment",
    *("Message", "Form", "Multipart", "PlainText", "Binary"),
)


def _plain(document: dict[str, Any], schema: dict[str, Any]) -> Written:
    """Write the kind of one plain value."""
    parts = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    types = {one.get("type") for one in parts}
    values = [value for one in parts for value in one.get("enum", ())]
    if types == {"string"} and values:
        plain = tuple(map(str, dict.fromkeys(values)))
        written = f"Literal[{', '.join(map(repr, plain))}] | str"
        return "Text()", "Text", written, "a string"
    if types == {"integer"} and values:
        written = f"Literal[{', '.join(map(repr, values))}]"
        return f"Member(values={tuple(values)!r})", "Member", written, f"one of {values}"
    simple: dict[str, tuple[kinds.Kind, str]] = {
        "string": (kinds.Text(), "str"),
        "integer": (kinds.Integer(), "int"),
        "number": (kinds.Number(), "float"),
        "boolean": (kinds.Boolean(), "bool"),
    }
    if len(types) == 1 and (only := next(iter(types))) in simple and len(parts) == 1:
        kind, written = simple[only]
        name = type(kind).__name__
        return f"{name}()", name, written, kind.expects
    return "Scalar()", "Scalar", "str | float | bool", "a string, a number, true or false"


def body_kind(document: dict[str, Any], media: str, schema: dict[str, Any], alias: str) -> Written:
    """Write the kind of a body; `alias` is the name of its type."""
    plain = media.partition(";")[0].strip().lower()
    if schema.get("format") == "binary":
        return f"Binary(media={media!r})", "Binary", "bytes", "bytes"
    if plain == _MEDIA["Multipart"]:
        required = tuple(schema.get("required", ()))
        return (
            f"Multipart(required={required!r})",
            "Multipart",
            "Mapping[str, Any]",
            "a mapping of parts: texts, bytes, or files as (name, bytes)",
        )
    if plain == _MEDIA["Form"]:
        annotated = f"{alias} | Mapping[str, Any]"
        return f"Form(shape={alias})", "Form", annotated, "an object of the form's fields"
    if "json" not in plain:
        return f"PlainText(media={media!r})", "PlainText", "str", "a string"
    named = "" if media == _MEDIA["Message"] else f", media={media!r}"
    annotated = f"{alias} | Mapping[str, Any]" if _has_object(document, schema) else alias
    return f"Message(shape={alias}{named})", "Message", annotated, "a value of its type"


def _has_object(document: dict[str, Any], schema: dict[str, Any]) -> bool:
    return "$ref" in schema and annotation(document, schema) != "Any"
