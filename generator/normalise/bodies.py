"""Bodies and responses in the typed subset: one media type each, chosen from those that are stated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..openapi.lookup import resolve
from .body_schemas import BodySchemas
from .objects import text
from .remarks import Remark
from .schema_nodes import ANYTHING, Node, Scalar, nullable
from .schemas import Schemas
from .specification import Body, Decoding, Encoding, Response

__all__ = ["Contents"]

_FORM, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_JSON = "application/json"
# HTTP allows these responses no content, whatever a document states.
_ALWAYS_EMPTY = ("204", "205")
_TEXT = Scalar("string")


@dataclass(frozen=True, slots=True)
class _Success:
    """One of the successes of an operation."""

    media_type: str
    decoding: Decoding
    node: Node


class Contents:
    """Builds the body and the response of one operation."""

    def __init__(
        self,
        document: dict[str, Any],
        schemas: Schemas,
        body_schemas: BodySchemas,
        operation: str,
    ) -> None:
        self.noted: list[Remark] = []
        self._body_schemas = body_schemas
        self._document = document
        self._schemas = schemas
        self._operation = operation

    def body(self, stated: Any) -> Body | None:
        """Build a body of the most expressive media type, and note the others."""
        found = resolve(self._document, stated) if isinstance(stated, dict) else {}
        content = {k: v for k, v in (found.get("content") or {}).items() if isinstance(v, dict)}
        if not content:
            return None
        media = min(content, key=_request_rank)
        if others := ", ".join(other for other in content if other != media):
            message = f"the body is sent as {media}; it is never sent as {others}"
            self.noted.append(Remark(("requestBody",), message, "put first what you prefer"))
        schema = content[media].get("schema", {})
        flat = self._schemas.flat(schema)
        encoding = _encoding(media, flat)
        is_structured = encoding in ("json", "form")
        return Body(
            media_type=_JSON if _is_json(media) and "*" in media else media,
            encoding=encoding,
            node=self._schemas.node(schema, f"{self._operation}_body") if is_structured else _TEXT,
            is_required=found.get("required") is True,
            description=text(found, "description"),
            required_parts=_required_parts(flat) if encoding == "multipart" else (),
            schema=self._body_schemas.add(schema, self._operation) if is_structured else None,
        )

    def response(self, responses: dict[str, Any]) -> Response:
        """Merge all successes into one response, which may be empty where one of them is."""
        stated = {
            str(status): {} if str(status) in _ALWAYS_EMPTY else resolve(self._document, response)
            for status, response in responses.items()
            if str(status).startswith("2") and isinstance(response, dict)
        }
        if not stated and isinstance(responses.get("default"), dict):
            stated = {"default": resolve(self._document, responses["default"])}
        contents = {status: response.get("content") or {} for status, response in stated.items()}
        filled = {status: content for status, content in contents.items() if content}
        if not filled:
            return Response(_status(contents), "", "nothing", ANYTHING, may_be_empty=True)
        successes = [self._success(content) for content in filled.values()]
        return self._merged(_status(filled), successes, len(filled) < len(contents))

    def _merged(self, status: int, successes: list[_Success], may_be_empty: bool) -> Response:
        """Merge successes; where only some are JSON, bytes stand for the others."""
        read = [success for success in successes if success.decoding == "json"]
        plain = {success.decoding for success in successes} - {"json"}
        decoding: Decoding = "json"
        if plain:
            decoding = "either" if read else plain.pop() if len(plain) == 1 else "bytes"
        nodes = [success.node for success in read]
        node = self._schemas.unions.either(nodes, f"{self._operation}_result", None)
        return Response(
            status=status,
            media_type=(read or successes)[0].media_type,
            decoding=decoding,
            node=nullable(node) if may_be_empty else node,
            may_be_empty=may_be_empty,
        )

    def _success(self, content: dict[str, Any]) -> _Success:
        media = min(content, key=_response_rank)
        stated = content[media]
        schema = stated.get("schema", {}) if isinstance(stated, dict) else {}
        encoding = _encoding(media, self._schemas.flat(schema))
        if encoding == "binary":
            return _Success(media, "bytes", _TEXT)
        if not _is_json(media):
            return _Success(media, "text", _TEXT)
        return _Success(media, "json", self._schemas.node(schema, f"{self._operation}_response"))


def _encoding(media: str, flat: dict[str, Any]) -> Encoding:
    """Return how content of a media type and a merged schema is written."""
    plain = _bare(media)
    if flat.get("type") == "string" and flat.get("format") == "binary":
        return "binary"
    if plain == _MULTIPART:
        return "multipart"
    if plain == _FORM:
        return "form"
    if _is_json(media):
        return "json"
    return "text" if _is_text(media) else "binary"


def _required_parts(flat: dict[str, Any]) -> tuple[str, ...]:
    """Return the parts that a multipart body must have."""
    properties = flat.get("properties")
    stated = properties if isinstance(properties, dict) else {}
    return tuple(name for name in flat.get("required", ()) if name in stated)


def _status(stated: Iterable[str]) -> int:
    """Return the status of a success: the first that is stated as a number."""
    return int(next((status for status in stated if status.isdecimal()), 200))


def _bare(media: str) -> str:
    """Return a media type without its parameters."""
    return media.partition(";")[0].strip().lower()


def _is_json(media: str) -> bool:
    plain = _bare(media)
    return plain.endswith(("/json", "+json")) or plain in ("*/*", "application/*")


def _is_text(media: str) -> bool:
    return media.lower().startswith("text/")


def _request_rank(media: str) -> int:
    plain = _bare(media)
    order = [plain == _JSON, _is_json(plain) and "*" not in plain, plain == _FORM]
    order += [plain == _MULTIPART, _is_text(plain), _is_json(plain)]
    return order.index(True) if True in order else len(order)


def _response_rank(media: str) -> int:
    plain = _bare(media)
    order = [plain == _JSON, _is_json(plain), _is_text(plain)]
    return order.index(True) if True in order else len(order)
