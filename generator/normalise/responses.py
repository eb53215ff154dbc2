"""Responses in the typed subset: the contents of all successes, by status and media type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..openapi.lookup import resolve
from .media_types import bare, decoding_of, is_json, response_rank
from .remarks import Remark
from .schema_nodes import ANYTHING, AnyOf, Enumeration, Node, Scalar, alternatives, nullable
from .schemas import Schemas
from .specification import Content, Response

__all__ = ["Responses"]

# HTTP allows these responses no content, whatever a document states.
_ALWAYS_EMPTY = ("204", "205", "304")
_TEXT = Scalar("string")
_WHOLE = ("json", "text", "bytes")
_STREAMED = ("events", "records")
_ENDINGS = {"events": "event_data", "records": "record"}
_EVENT_FIELDS = frozenset({"data", "event", "id", "retry"})


class Responses:
    """Builds the response of one operation."""

    def __init__(self, document: dict[str, Any], schemas: Schemas, operation: str) -> None:
        self.noted: list[Remark] = []
        self._document = document
        self._schemas = schemas
        self._operation = operation

    def build(self, responses: dict[str, Any]) -> Response:
        """Return one response of all successes, which may be empty where one of them is."""
        contents = [
            content
            for status, response in _successes(responses).items()
            for content in self._contents(status, resolve(self._document, response))
        ]
        filled = [content for content in contents if content.decoding != "nothing"]
        status = _status(content.status for content in filled or contents)
        may_be_empty = len(filled) < len(contents)
        if not filled:
            return Response(status, "", "nothing", ANYTHING, may_be_empty=True)
        first = min(filled, key=lambda content: response_rank(content.media_type))
        nodes = [content.node for content in filled if content.decoding in ("json", *_STREAMED)]
        if not _is_one(filled) or (may_be_empty and first.decoding != "json"):
            accept = _accept(filled)
            return Response(status, accept, "stated", _joined(nodes), may_be_empty, tuple(contents))
        is_json_only = first.decoding == "json"
        node = nodes[0] if is_json_only else _TEXT
        return Response(
            status=status,
            accept=first.media_type if is_json_only else _accept(filled),
            decoding=first.decoding,
            node=nullable(node) if may_be_empty and is_json_only else node,
            may_be_empty=may_be_empty,
        )

    def _contents(self, status: str, response: dict[str, Any]) -> Iterator[Content]:
        """Yield the contents of one success, that of no body included."""
        if status.startswith("3") and status not in _ALWAYS_EMPTY:
            yield Content(status, "redirect")
            return
        stated = response.get("content") if status not in _ALWAYS_EMPTY else None
        if not stated:
            yield Content(status, "nothing")
            return
        for media in sorted(stated, key=response_rank):
            yield self._content(status, media, stated[media])

    def _content(self, status: str, media: str, media_object: Any) -> Content:
        schema = media_object.get("schema", {}) if isinstance(media_object, dict) else {}
        flat = self._schemas.flat(schema)
        decoding = decoding_of(media, flat)
        if decoding in ("text", "bytes"):
            self._note_unread(status, media, decoding, flat)
            return Content(status, decoding, media, _TEXT)
        if decoding == "events":
            schema = self._event_data(flat, schema)
        elif decoding == "records":
            schema = flat.get("items", {}) if flat.get("type") == "array" else schema
        node = self._schemas.node(schema, self._hint(decoding))
        if decoding == "events" and all(map(_is_plain_text, alternatives(node))):
            node = _TEXT  # whose texts are no JSON
        return Content(status, decoding, media, node)

    def _hint(self, decoding: str) -> str:
        return f"{self._operation}_{_ENDINGS.get(decoding, 'response')}"

    def _event_data(self, flat: dict[str, Any], schema: Any) -> Any:
        """Return the schema of the data of an event: of its property, where a whole event is described."""
        if flat.get("type") == "array":
            schema = flat.get("items", {})
            flat = self._schemas.flat(schema)
        properties = flat.get("properties") or {}
        if "data" in properties and _EVENT_FIELDS.issuperset(properties):
            schema = properties["data"]
            data = self._schemas.flat(schema)
            if is_json(str(data.get("contentMediaType", ""))):
                return data.get("contentSchema", {})
        return schema if schema not in ({}, True) else {"type": "string"}

    def _note_unread(self, status: str, media: str, decoding: str, flat: dict[str, Any]) -> None:
        """Note a schema of an object that is not used: only JSON is read by one."""
        if flat.get("properties") or flat.get("type") in ("object", "array"):
            message = f"the response {media} is read as {decoding}, not by its schema"
            remedy = "decode it on your own, or state a JSON media type"
            self.noted.append(Remark(("responses", status, "content", media), message, remedy))


def _successes(responses: dict[str, Any]) -> dict[str, Any]:
    """Return the responses by status that are no errors: by default the only one that is stated."""
    stated = {
        str(status).upper(): response
        for status, response in responses.items()
        if str(status)[:1] in ("2", "3") and isinstance(response, dict)
    }
    if not stated and isinstance(responses.get("default"), dict):
        return {"default": responses["default"]}
    return stated


def _is_plain_text(node: Node) -> bool:
    return isinstance(node, Scalar | Enumeration) and node.type == "string"


def _is_one(filled: list[Content]) -> bool:
    """Whether all contents are read in the same way, whatever status and media type say."""
    if filled[0].decoding not in _WHOLE:
        return False
    return len({(content.decoding, content.node) for content in filled}) == 1


def _joined(nodes: list[Node]) -> Node:
    """Return a node for all that responses may hold, of which status and media type choose one."""
    if not nodes:
        return _TEXT
    parts = dict.fromkeys(part for node in nodes for part in alternatives(node))
    return ANYTHING if ANYTHING in parts else nodes[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _accept(contents: list[Content]) -> str:
    """Return the media types to ask for, the best first; XML beside JSON is asked for less."""
    ranked = sorted(contents, key=lambda content: response_rank(content.media_type))
    stated = dict.fromkeys(content.media_type for content in ranked if content.media_type)
    has_json = any(content.decoding == "json" for content in contents)
    types = [
        f"{media};q=0.5" if has_json and bare(media).endswith(("/xml", "+xml")) else media
        for media in stated
    ]
    return ", ".join(types) or "*/*"


def _status(stated: Iterable[str]) -> int:
    """Return the status of a success: the first that is stated as a number."""
    return int(next((status for status in stated if status.isdecimal()), 200))
