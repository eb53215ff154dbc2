"""What an operation sends as a body and answers, as types."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..ir import Alias, Parameter, TypeRef
from ..naming import pascal
from ..openapi.lookup import annotation, referred, success, type_ref
from .parameter_codecs import body_kind

__all__ = ["Answered", "answered", "body_parameter"]

_BUILTIN = {"bytes": "bytes", "text": "str"}
Answered = tuple[TypeRef, Alias | None, str, bool, str]


def answered(
    document: dict[str, Any], method: str, node: dict[str, Any], function: str
) -> Answered:
    """Give an answer's type, its alias, how it is read, whether it may be empty, and what is asked for.

    HEAD has no body to read, whatever is stated of it.
    """
    media, content = success(document, node)
    empty = bool(content.get("x-empty"))
    if not media or method == "head":
        return TypeRef("", "None", "builtin"), None, "nothing", True, "*/*"
    plain = content.get("x-plain", "")
    if plain in _BUILTIN:
        return TypeRef("", _BUILTIN[plain], "builtin"), None, plain, empty, media
    schema = content.get("schema", {})
    accept = "application/json" if "*" in media else media
    if plain:
        alias = _alias(document, f"{pascal(function)}Answer", schema)
        if "str" in alias.annotation.split(" | "):  # bytes are texts over the wire, too
            return TypeRef("", "bytes", "builtin"), None, "bytes", empty, "*/*"
        alias = replace(alias, annotation=f"{alias.annotation} | bytes")
        return TypeRef("", alias.name, "operations"), alias, "either", empty, f"{accept}, */*"
    if "$ref" in schema and "properties" in _component(document, schema["$ref"]):
        return type_ref(schema["$ref"]), None, "json", empty, accept
    alias = _alias(document, f"{pascal(function)}Answer", schema)
    return TypeRef("", alias.name, "operations"), alias, "json", empty, accept


def body_parameter(
    document: dict[str, Any], node: dict[str, Any], function: str
) -> tuple[Parameter, Alias | None] | None:
    """Give the body as a method's parameter, with the alias of its type."""
    stated = node.get("requestBody")
    if stated is None:
        return None
    media, content = next(iter(stated["content"].items()))
    schema = content.get("schema", {})
    alias = _alias(document, f"{pascal(function)}Body", schema)
    kind, name, written, expects = body_kind(document, media, schema, alias.name)
    parameter = Parameter(
        name="body",
        wire="body",
        place="body",
        kind=kind,
        kind_name=name,
        annotation=written,
        required=stated["required"],
        default=None,
        maximum=None,
        bound=False,
        description=stated["description"].strip() or "What the request carries.",
        expects=expects,
        example=None,
        source="doc",
    )
    return parameter, alias if alias.name in kind else None


def _alias(document: dict[str, Any], name: str, schema: dict[str, Any]) -> Alias:
    uses = tuple(dict.fromkeys(referred(schema)))
    return Alias(name, annotation(document, schema), uses, _item(document, schema))


def _item(document: dict[str, Any], schema: dict[str, Any]) -> TypeRef | None:
    """Give the model that a schema is a list of."""
    reference = schema.get("items", {}).get("$ref") if schema.get("type") == "array" else None
    if reference is None or "properties" not in _component(document, reference):
        return None
    return type_ref(reference)


def _component(document: dict[str, Any], reference: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"].get(reference.rpartition("/")[2], {})
    return found
