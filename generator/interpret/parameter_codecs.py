"""Kinds of parameters and bodies as source text, from schemas in plain form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..openapi.lookup import annotation
from ..runtime.parameters import scalars

__all__ = ["Written", "body_kind", "compound_kind", "kind_names", "styled"]

# The source of a kind, its name, the annotation of its values, and what a value must be.
Written = tuple[str, str, str, str]

_JSON: Written = ("Json()", "Json", "Any", "a value that JSON can write")
_JSON_LIST: Written = ("Json(shape=list)", "Json", "Sequence[Any]", "a list that JSON can write")
_SCALARS = ("string", "integer", "number", "boolean")
_MEDIA = {
    "Message": "application/json",
    "Form": "application/x-www-form-urlencoded",
    "Multipart": "multipart/form-data",
}


def compound_kind(document: dict[str, Any], node: dict[str, Any]) -> Written | None:
    """Write the kind of a parameter that is not one plain value; None for one that is."""
    schema = node["schema"]
    if schema.get("x-json"):
        return _JSON
    if isinstance(schema.get("type"), list) or schema.get("type") in _SCALARS:
        return None
    style, explode = node.get("style", "form"), node.get("explode", False)
    plain = "simple" if style in ("label", "matrix") else style
    return _either(document, schema, f"style={plain!r}, explode={explode!r}")


def _either(document: dict[str, Any], schema: dict[str, Any], form: str) -> Written:
    """Write the kind of a value that may be plain, a list or an object, each at most once."""
    parts = list(_alternatives(document, schema, set()))
    lists = [one["items"] for one in parts if one.get("type") == "array"]
    maps = [one for one in parts if "$ref" in one or one.get("type") == "object"]
    plain = [one for one in parts if one.get("type") not in ("array", "object", "null")]
    plain = [one for one in plain if "$ref" not in one]
    found = [_plain({"anyOf": plain})] if plain or not (lists or maps) else []
    if lists:
        found.append(_array(lists, form))
    if maps:
        said = "an object of plain values"
        found.append((f"Container({form})", "Container", "Mapping[str, Any]", said))
    if len(found) == 1:
        return found[0]
    kinds, _, annotations, expected = zip(*found, strict=True)
    annotated = "Any" if "Any" in annotations else " | ".join(annotations)
    return f"Either(kinds=({', '.join(kinds)}))", "Either", annotated, ", or ".join(expected)


def _alternatives(
    document: dict[str, Any], schema: dict[str, Any], seen: set[str]
) -> Iterator[dict[str, Any]]:
    """Give what a schema may be, unions within unions taken apart."""
    found = document["components"]["schemas"][_name(schema)] if "$ref" in schema else schema
    if "oneOf" not in found and "anyOf" not in found:
        yield schema
    elif "$ref" not in schema or schema["$ref"] not in seen:
        seen.add(schema.get("$ref", ""))
        for one in (*found.get("oneOf", ()), *found.get("anyOf", ())):
            yield from _alternatives(document, one, seen)


def _name(schema: dict[str, Any]) -> str:
    return str(schema["$ref"].rpartition("/")[2])


def _array(items: list[dict[str, Any]], form: str) -> Written:
    """Write the kind of a list of any of some items; JSON, where they are more than plain values."""
    parts = [part for one in items for part in one.get("anyOf", [one])]
    if any("$ref" in one or one.get("type") in ("array", "object") for one in parts):
        return _JSON_LIST
    item, _, written, expects = _plain({"anyOf": parts})
    said = f"a list, each of it {expects}"
    return f"Array(item={item}, {form})", "Array", f"Sequence[{written}]", said


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
    *("Array", "Container", "Either", "Json", "Scalar", "Member"),
    *("Text", "Integer", "Number", "Boolean", "Choice"),
    "Segment",
    *("Message", "Form", "Multipart", "PlainText", "Binary"),
)


def _plain(schema: dict[str, Any]) -> Written:
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
    simple: dict[str, tuple[scalars.Kind, str]] = {
        "string": (scalars.Text(), "str"),
        "integer": (scalars.Integer(), "int"),
        "number": (scalars.Number(), "float"),
        "boolean": (scalars.Boolean(), "bool"),
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
