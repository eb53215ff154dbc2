"""Types of the bodies and responses of operations."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..ir import Content, TypeAlias, TypeRef
from ..naming import pascal
from ..normalise.reachable import has_exact_numbers
from ..normalise.schema_nodes import Array, Node, ObjectSchema, Reference
from ..normalise.specification import Content as StatedContent
from ..normalise.specification import Operation, Response, Specification
from .annotations import annotation, imports, type_ref
from .parameter_codecs import Codec, body_codec
from .properties import item_of, object_of

__all__ = ["BodyType", "ResponseType", "body_type", "response_type"]

_BUILTIN = {"bytes": "bytes", "text": "str"}
_NONE = TypeRef("", "None", "builtin")
_ANY = TypeRef("", "Any", "builtin")
_STREAMED = ("events", "records")
_EVENT = "response_events.ServerSentEvent"
_REDIRECT = "response_contents.Redirect"


@dataclass(frozen=True, slots=True)
class ResponseType:
    """The type of a response, how it is decoded, and the media types that are asked for.

    `item` is the type of the items of a stream, where a response may be one; `is_stream_only` is
    whether it can be nothing else.
    """

    type: TypeRef
    alias: TypeAlias | None
    decoding: str
    may_be_empty: bool
    accept: str
    contents: tuple[Content, ...] = ()
    item: TypeAlias | None = None
    is_stream_only: bool = False


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
    if operation.method == "head":
        response = _without_body(response)
    if response.decoding == "nothing":
        return ResponseType(_NONE, None, "nothing", True, "*/*")
    if response.decoding == "stated":
        return _stated_type(specification, response, function)
    accept, empty = response.accept, response.may_be_empty
    if response.decoding in _BUILTIN:
        built_in = TypeRef("", _BUILTIN[response.decoding], "builtin")
        return ResponseType(built_in, None, response.decoding, empty, accept)
    accept = "application/json" if "*" in accept else accept
    node = response.node
    component = object_of(specification, node) if isinstance(node, Reference) else None
    if component:
        type_ = type_ref(specification, component.name)
        return ResponseType(type_, None, "json", empty, accept)
    alias = _alias(specification, f"{pascal(function)}Result", node)
    type_ = TypeRef("", alias.name, "operations")
    return ResponseType(type_, alias, response.decoding, empty, accept)


def _without_body(response: Response) -> Response:
    """Return the response of HEAD: nothing, or a redirect."""
    contents = tuple(
        content if content.decoding == "redirect" else StatedContent(content.status, "nothing")
        for content in response.contents
    )
    if any(content.decoding == "redirect" for content in contents):
        return replace(response, contents=contents, accept="*/*", may_be_empty=True)
    return replace(response, decoding="nothing", contents=())


def _stated_type(specification: Specification, response: Response, function: str) -> ResponseType:
    """Return the type of a response that status and media type decide: a union of all contents."""
    contents = tuple(_content(specification, content) for content in response.contents)
    whole = [content for content in contents if content.decoding not in _STREAMED]
    annotations = dict.fromkeys(_result(content) for content in whole)
    if response.may_be_empty:
        annotations["None"] = None
    uses = imports(specification, response.node)
    alias = item = None
    if whole:
        union = "Any" if "Any" in annotations else " | ".join(annotations)
        alias = TypeAlias(f"{pascal(function)}Result", union, uses)
    streamed = dict.fromkeys(_item(content) for content in contents if content not in whole)
    if streamed:
        item = TypeAlias(f"{pascal(function)}Item", " | ".join(streamed), uses)
    return ResponseType(
        type=TypeRef("", alias.name, "operations") if alias else _ANY,
        alias=alias,
        decoding="stated",
        may_be_empty=response.may_be_empty,
        accept=response.accept,
        contents=contents,
        item=item,
        is_stream_only=not whole,
    )


def _content(specification: Specification, content: StatedContent) -> Content:
    has_node = content.decoding in ("json", *_STREAMED)
    type_ = annotation(specification, content.node) if has_node else ""
    return Content(content.status, content.decoding, content.media_type, type_)


def _result(content: Content) -> str:
    """Return the annotation of what a content is decoded as."""
    if content.decoding == "redirect":
        return _REDIRECT
    return content.type or _BUILTIN.get(content.decoding, "None")


def _item(content: Content) -> str:
    """Return the annotation of an item of a stream."""
    return f"{_EVENT}[{content.type}]" if content.decoding == "events" else content.type


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
