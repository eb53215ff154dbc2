"""Types of the bodies and responses of operations."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..ir import TypeAlias, TypeRef
from ..naming import pascal
from ..normalise.reachable import has_exact_numbers
from ..normalise.schema_nodes import Array, Node, ObjectSchema, Reference
from ..normalise.specification import Operation, Specification
from .annotations import annotation, imports, type_ref
from .parameter_codecs import Codec, body_codec
from .properties import item_of, object_of

__all__ = ["BodyType", "ResponseType", "body_type", "response_type"]

_BUILTIN = {"bytes": "bytes", "text": "str"}


@dataclass(frozen=True, slots=True)
class ResponseType:
    """The type of a response, how it is decoded, and the media types that are asked for."""

    type: TypeRef
    alias: TypeAlias | None
    decoding: str
    may_be_empty: bool
    accept: str


@dataclass(frozen=True, slots=True)
class BodyType:
    """The codec of a body, and the alias of its type where the codec names it."""

    codec: Codec
    alias: TypeAlias | None


def response_type(
    specification: Specification, operation: Operation, function: str
) -> ResponseType:
    """Return the type of a response. HEAD has no body to decode, whatever the document states."""
    response = operation.response
    if not response.media_type or operation.method == "head":
        return ResponseType(TypeRef("", "None", "builtin"), None, "nothing", True, "*/*")
    media, empty = response.media_type, response.may_be_empty
    if response.decoding in _BUILTIN:
        built_in = TypeRef("", _BUILTIN[response.decoding], "builtin")
        return ResponseType(built_in, None, response.decoding, empty, media)
    accept = "application/json" if "*" in media else media
    node = response.node
    component = object_of(specification, node) if isinstance(node, Reference) else None
    if component and response.decoding == "json":
        type_ = type_ref(specification, component.name)
        return ResponseType(type_, None, "json", empty, accept)
    alias = _alias(specification, f"{pascal(function)}Result", node)
    if response.decoding == "either":
        if "str" in alias.annotation.split(" | "):  # bytes are texts over the wire, too
            return ResponseType(TypeRef("", "bytes", "builtin"), None, "bytes", empty, "*/*")
        alias = replace(alias, annotation=f"{alias.annotation} | bytes")
        accept = f"{accept}, */*"
    type_ = TypeRef("", alias.name, "operations")
    return ResponseType(type_, alias, response.decoding, empty, accept)


def body_type(specification: Specification, operation: Operation, function: str) -> BodyType | None:
    """Return the type of a body; None for an operation without one."""
    body = operation.body
    if body is None:
        return None
    alias = _alias(specification, f"{pascal(function)}Body", body.node)
    is_exact = has_exact_numbers(specification, body.node)
    codec = body_codec(body, alias.name, is_exact=is_exact)
    return BodyType(codec, alias if alias.name in codec.source else None)


def _alias(specification: Specification, name: str, node: Node) -> TypeAlias:
    item = item_of(specification, node) if isinstance(node, Array) else None
    return TypeAlias(
        name=name,
        annotation=annotation(specification, node),
        uses=imports(specification, node),
        item=type_ref(specification, item.name) if isinstance(item, ObjectSchema) else None,
    )
