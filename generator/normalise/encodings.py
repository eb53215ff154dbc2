"""Encoding Objects: how each property of a form or of a multipart body is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .media_types import bare, is_form, is_json
from .remarks import Remark
from .schemas import Schemas
from .specification import PropertyEncoding

__all__ = ["Encodings"]

_STYLED = ("style", "explode", "allowReserved")
_STYLES = ("form", "spaceDelimited", "pipeDelimited", "deepObject")
_STRUCTURED = ("object", "array")


class Encodings:
    """Reads the encodings of one body, and notes what of them has no effect."""

    def __init__(self, schemas: Schemas, media: str) -> None:
        self.noted: list[Remark] = []
        self.refused: list[Remark] = []
        self._schemas = schemas
        self._media = media
        self._is_multipart = bare(media) == "multipart/form-data"

    def build(self, media_object: dict[str, Any]) -> tuple[PropertyEncoding, ...]:
        """Return the encodings that differ from what a property without one has."""
        stated = media_object.get("encoding")
        encodings = stated if isinstance(stated, dict) else {}
        if not is_form(self._media):
            if encodings:
                message = f"encoding is ignored: a body of {self._media} has no parts"
                self._note((), message, "leave it out")
            return ()
        flat = self._schemas.flat(media_object.get("schema"))
        properties = flat.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        for name in encodings:
            if name not in properties and not flat.get("additionalProperties", not properties):
                self._note((name,), f'encoding "{name}" is of no property', "correct the name")
        return tuple(self._read({**dict.fromkeys(properties), **encodings}, properties))

    def _read(
        self, encodings: dict[str, Any], properties: dict[str, Any]
    ) -> Iterator[PropertyEncoding]:
        for name, stated in encodings.items():
            encoding = stated if isinstance(stated, dict) else {}
            schema = self._schemas.flat(properties.get(name))
            read = self._multipart if self._is_multipart else self._field
            built = read(name, encoding, schema)
            if built != PropertyEncoding(name):
                yield built

    def _field(
        self, name: str, encoding: dict[str, Any], schema: dict[str, Any]
    ) -> PropertyEncoding:
        """Return the encoding of a field of a form; a style counts before a content type."""
        if any(key in encoding for key in _STYLED):
            style = encoding.get("style", "form")
            if style not in _STYLES:
                message = f'field "{name}" has the style {style}'
                self._refuse((name, "style"), message, f"use one of {', '.join(_STYLES)}")
            if "contentType" in encoding:
                message = f'the content type of field "{name}" is ignored beside its style'
                self._note((name, "contentType"), message, "leave one of them out")
            explode = encoding.get("explode", style == "form") is True
            reserved = encoding.get("allowReserved") is True
            return PropertyEncoding(name, style, explode, allows_reserved=reserved)
        media = _content_types(encoding)
        if not media:
            return PropertyEncoding(name)
        is_structured = self._is_structured(schema)
        if is_structured and not is_json(media[0]):
            message = f'field "{name}" is {media[0]}, which only a text can be'
            self._refuse(
                (name, "contentType"), message, "use application/json, or make it a string"
            )
        return PropertyEncoding(name, media_types=media if is_json(media[0]) else ())

    def _multipart(
        self, name: str, encoding: dict[str, Any], schema: dict[str, Any]
    ) -> PropertyEncoding:
        """Return the encoding of a part."""
        for key in (key for key in _STYLED if key in encoding):
            message = f'{key} of part "{name}" is ignored: parts have content types'
            self._note((name, key), message, "state its contentType")
        if encoding.get("headers"):
            message = f'the headers of part "{name}" are not sent'
            self._note((name, "headers"), message, "leave them out, or pass the body as bytes")
        stated = _content_types(encoding) or _content_types(
            {"contentType": schema.get("contentMediaType")}
        )
        is_structured = self._is_structured(schema)
        if is_structured and stated and not is_json(stated[0]):
            message = f'part "{name}" is {stated[0]}, which no object is written as'
            self._note((name, "contentType"), message, "pass it as a text, or as bytes")
        return PropertyEncoding(name, media_types=stated, is_structured=is_structured)

    def _is_structured(self, schema: dict[str, Any]) -> bool:
        """Whether a property is an object, or a list of them."""
        flat = schema
        if flat.get("type") == "array" or "items" in flat:
            flat = self._schemas.flat(flat.get("items"))
        return flat.get("type") in _STRUCTURED or "properties" in flat

    def _note(self, pointer: tuple[str, ...], message: str, remedy: str) -> None:
        self.noted.append(Remark(self._pointer(pointer), message, remedy))

    def _refuse(self, pointer: tuple[str, ...], message: str, remedy: str) -> None:
        self.refused.append(Remark(self._pointer(pointer), message, remedy))

    def _pointer(self, pointer: tuple[str, ...]) -> tuple[str, ...]:
        return ("requestBody", "content", self._media, "encoding", *pointer)


def _content_types(encoding: dict[str, Any]) -> tuple[str, ...]:
    """Return the media types that an encoding lists."""
    stated = encoding.get("contentType")
    parts = stated.split(",") if isinstance(stated, str) else []
    return tuple(part.strip() for part in parts if part.strip())
