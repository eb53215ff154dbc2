"""The body that a call sends and the answer that it gets, in plain form: one media type each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..openapi.lookup import resolve
from .merge import Schema
from .parameters import Said
from .schema_names import required_names
from .schemas import Schemas
from .unions import nullable

__all__ = ["Contents"]

_FORM, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_JSON = "application/json"
# HTTP lets no such answer have content, whatever is said of it.
_NEVER_FULL = ("204", "205")


class Contents:
    """Writes the body and the answer of one operation."""

    def __init__(self, document: dict[str, Any], schemas: Schemas, operation: str) -> None:
        self.refused: list[Said] = []
        self.noted: list[Said] = []
        self._document = document
        self._schemas = schemas
        self._operation = operation

    def body(self, stated: Any) -> dict[str, Any] | None:
        """Choose the media type that says most, and note the others."""
        found = resolve(self._document, stated) if isinstance(stated, dict) else {}
        content = {k: v for k, v in (found.get("content") or {}).items() if isinstance(v, dict)}
        if not content:
            return None
        media = min(content, key=_rank)
        others = ", ".join(one for one in content if one != media)
        if others:
            what = f"the body is sent as {media}; it is never sent as {others}"
            self.noted.append((("requestBody",), what, "put first what you prefer"))
        schema = self._schema(content[media], media, "body")
        described = found.get("description")
        return {
            "description": described if isinstance(described, str) else "",
            "required": found.get("required") is True,
            "content": {_sent(media): {"schema": schema}},
        }

    def answer(self, responses: dict[str, Any]) -> dict[str, Any]:
        """Put all successes together as one answer, empty where one of them is."""
        stated = {
            str(status): {} if str(status) in _NEVER_FULL else resolve(self._document, one)
            for status, one in responses.items()
            if str(status).startswith("2") and isinstance(one, dict)
        }
        if not stated and isinstance(responses.get("default"), dict):
            stated = {"default": resolve(self._document, responses["default"])}
        contents = {status: one.get("content") or {} for status, one in stated.items()}
        filled = {status: one for status, one in contents.items() if one}
        if not filled:
            return {_status(contents): {"description": ""}}
        full = list(filled.values())
        chosen = [min(content, key=_rank_of_answer) for content in full]
        found = [
            (media, self._schema(content[media], media, "response"))
            for content, media in zip(full, chosen, strict=True)
        ]
        success = self._success(found, len(full) < len(contents))
        return {_status(filled): {"description": "", "content": success}}

    def _success(self, found: list[tuple[str, Schema]], may_be_empty: bool) -> dict[str, Any]:
        """Put the contents of successes together; where only some are JSON, bytes stand for others."""
        read = [(media, schema) for media, schema in found if not _plain(media, schema)]
        plain = [_plain(media, schema) for media, schema in found if _plain(media, schema)]
        media = read[0][0] if read else found[0][0]
        kind: dict[str, Any] = {}
        if plain:
            kind["x-plain"] = "either" if read else plain[0] if len(set(plain)) == 1 else "bytes"
        known = [schema for _, schema in read]
        schema = (
            self._schemas.unions.either(known, f"{self._operation}_result", None) if read else {}
        )
        if may_be_empty:
            schema = nullable(schema)
            kind["x-empty"] = True
        return {media: {"schema": schema, **kind}}

    def _schema(self, stated: Any, media: str, role: str) -> Schema:
        schema = stated.get("schema", {}) if isinstance(stated, dict) else {}
        flat = self._schemas.flat(schema)
        if flat.get("type") == "string" and flat.get("format") == "binary":
            return {"type": "string", "format": "binary"}
        plain = _bare(media)
        if not _is_json(media) and plain not in (_FORM, _MULTIPART):
            return {"type": "string", "format": "" if _is_text(media) else "binary"}
        if plain == _MULTIPART:
            return self._parts(flat)
        return self._schemas.expression(schema, f"{self._operation}_{role}")

    def _parts(self, flat: Schema) -> Schema:
        """Say of a multipart body which parts it has, and which must be there."""
        properties = flat.get("properties")
        names = list(properties) if isinstance(properties, dict) else []
        required = [one for one in required_names(flat) if one in names]
        return {"type": "object", "x-parts": names, "required": required}


def _status(stated: Iterable[str]) -> str:
    """Give the status of a success: the first that is stated as a number."""
    return next((one for one in stated if one.isdecimal()), "200")


def _bare(media: str) -> str:
    """Give a media type without its parameters."""
    return media.partition(";")[0].strip().lower()


def _is_json(media: str) -> bool:
    plain = _bare(media)
    return plain.endswith(("/json", "+json")) or plain in ("*/*", "application/*")


def _is_text(media: str) -> bool:
    return media.lower().startswith("text/")


def _rank(media: str) -> int:
    plain = _bare(media)
    order = [plain == _JSON, _is_json(plain) and "*" not in plain, plain == _FORM]
    order += [plain == _MULTIPART, _is_text(plain), _is_json(plain)]
    return order.index(True) if True in order else len(order)


def _rank_of_answer(media: str) -> int:
    plain = _bare(media)
    order = [plain == _JSON, _is_json(plain), _is_text(plain)]
    return order.index(True) if True in order else len(order)


def _sent(media: str) -> str:
    """Give the media type of a body: a range of them means JSON."""
    return _JSON if _is_json(media) and "*" in media else media


def _plain(media: str, schema: Schema) -> str:
    """Say whether an answer is no JSON: then it is text, or bytes as they came."""
    if schema.get("format") == "binary":
        return "bytes"
    return "text" if not _is_json(media) else ""
