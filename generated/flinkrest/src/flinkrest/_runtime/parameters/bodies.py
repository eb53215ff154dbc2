"""Codecs of request bodies: JSON, form, multipart, text and bytes.

A model leaves out properties that are None, except required nullable ones; a dictionary is sent as
it is, so that a null in it is deliberate.
"""

import os
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from ..messages import Message
from ..models.unions import decode_union
from .percent_encoding import percent_encode
from .styles import flatten

__all__ = ["BODY_CODECS", "BinaryBody", "FormBody", "JsonBody", "MultipartBody", "TextBody"]


class JsonBody(Struct, frozen=True, kw_only=True):
    """JSON of a type.

    `required` and `read_only` name properties of an object, as they are in JSON: those that must
    be present and not null, and those that a model may have but that are not sent.
    """

    type: Any = Any
    media: str = "application/json"
    required: tuple[str, ...] = ()
    read_only: tuple[str, ...] = ()

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        if not self.required:
            return Message("a value of its type, or the same as plain dictionaries and lists")
        return Message(
            "a value of its type with {names}, or the same as plain dictionaries and lists",
            names=", ".join(self.required),
        )

    def accepts(self, value: object) -> bool:
        """Whether a value can be sent."""
        return _can_encode(self.encode_body, value)

    def encode(self, value: object) -> str:
        """Return the JSON text."""
        return self.encode_body(value)[0].decode()

    def encode_body(self, value: object) -> tuple[bytes, str]:
        """Return JSON and its media type; raise when the value is not of the type."""
        data = msgspec.json.encode(value)
        msgspec.json.decode(data, type=self.type, dec_hook=decode_union)
        if (self.required or self.read_only) and data.startswith(b"{"):
            data = self._checked(data, is_model=isinstance(value, Struct))
        return data, self.media

    def decode(self, text: str) -> object:
        """Return the plain value of JSON, once it is known to be of the type: all of it is sent."""
        msgspec.json.decode(text, type=self.type, dec_hook=decode_union)
        return msgspec.json.decode(text)

    def _checked(self, data: bytes, *, is_model: bool) -> bytes:
        """Return the JSON of an object without a model's read-only properties; check the required."""
        properties = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        for name in self.required:
            if bytes(properties.get(name, b"null")) == b"null":
                raise ValueError(f"{name} is missing")
        if not is_model or not properties.keys() & set(self.read_only):
            return data
        return msgspec.json.encode(
            {name: raw for name, raw in properties.items() if name not in self.read_only}
        )


class FormBody(Struct, frozen=True, kw_only=True):
    """The fields of a URL-encoded form, of a type."""

    type: Any = Any
    media: str = "application/x-www-form-urlencoded"

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        return Message("an object, each property a field of the form")

    def accepts(self, value: object) -> bool:
        """Whether a value can be sent."""
        return isinstance(value, Mapping | Struct) and _can_encode(self.encode_body, value)

    def encode(self, value: object) -> str:
        """Return the form as text."""
        return self.encode_body(value)[0].decode()

    def encode_body(self, value: object) -> tuple[bytes, str]:
        """Return the form and its media type; a list becomes one field per item."""
        pairs = ((percent_encode(name), percent_encode(text)) for name, text in flatten(value))
        return "&".join("=".join(pair) for pair in pairs).encode(), self.media

    def decode(self, text: str) -> object:
        """Return the value of JSON."""
        return msgspec.json.decode(text, type=self.type, dec_hook=decode_union)


class MultipartBody(Struct, frozen=True, kw_only=True):
    """Parts by name: texts, bytes, or files as (name, bytes)."""

    required: tuple[str, ...] = ()
    media: str = "multipart/form-data"

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        if not self.required:
            return Message("a mapping of parts: texts, bytes, or files as (name, bytes)")
        return Message(
            "a mapping of parts with {names}: texts, bytes, or files as (name, bytes)",
            names=", ".join(self.required),
        )

    def accepts(self, value: object) -> bool:
        """Whether a value can be sent."""
        return isinstance(value, Mapping) and set(self.required) <= value.keys()

    def encode(self, value: object) -> str:
        """Return the parts as text."""
        return self.encode_body(value)[0].decode("utf-8", "replace")

    def encode_body(self, value: object) -> tuple[bytes, str]:
        """Return the parts, between random boundaries, and their media type."""
        boundary = os.urandom(16).hex()
        parts = value.items() if isinstance(value, Mapping) else ()
        lines = [line for name, part in parts for line in _part(boundary, str(name), part)]
        body = b"\r\n".join([*lines, f"--{boundary}--".encode(), b""])
        return body, f"{self.media}; boundary={boundary}"

    def decode(self, text: str) -> object:
        """Return the parts in JSON, all of them texts."""
        return msgspec.json.decode(text, type=dict[str, Any])


class TextBody(Struct, frozen=True, kw_only=True):
    """Text."""

    media: str = "text/plain"

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        return Message("a string")

    def accepts(self, value: object) -> bool:
        """Whether a value can be sent."""
        return isinstance(value, str)

    def encode(self, value: object) -> str:
        """Return the text."""
        return str(value)

    def encode_body(self, value: object) -> tuple[bytes, str]:
        """Return the text as UTF-8, and its media type."""
        return str(value).encode(), f"{self.media}; charset=utf-8"

    def decode(self, text: str) -> str:
        """Return the text."""
        return text


class BinaryBody(Struct, frozen=True, kw_only=True):
    """Bytes as they are."""

    media: str = "application/octet-stream"

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        return Message("bytes")

    def accepts(self, value: object) -> bool:
        """Whether a value can be sent."""
        return isinstance(value, bytes)

    def encode(self, value: object) -> str:
        """Return the bytes as text."""
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)

    def encode_body(self, value: object) -> tuple[bytes, str]:
        """Return the bytes and their media type."""
        return value if isinstance(value, bytes) else b"", self.media

    def decode(self, text: str) -> bytes:
        """Return the bytes of a text."""
        return text.encode()


BODY_CODECS = (JsonBody, FormBody, MultipartBody, TextBody, BinaryBody)
"""The codecs of request bodies."""


def _can_encode(encode: Any, value: object) -> bool:
    try:
        encode(value)
    except (TypeError, ValueError, msgspec.MsgspecError, RecursionError):
        return False
    return True


def _part(boundary: str, name: str, value: object) -> list[bytes]:
    """Return the lines of one part, or of one part per item of a list."""
    if isinstance(value, list):
        return [line for item in value for line in _part(boundary, name, item)]
    file, data = value if isinstance(value, tuple) else (None, value)
    data = data.encode() if isinstance(data, str) else data
    data = data if isinstance(data, bytes) else msgspec.json.encode(data)
    filename = file if file is not None else name if isinstance(value, bytes) else None
    parameter = "" if filename is None else f'; filename="{_quote(str(filename))}"'
    head = f'Content-Disposition: form-data; name="{_quote(name)}"{parameter}'
    content_type = [] if filename is None else [b"Content-Type: application/octet-stream"]
    return [f"--{boundary}".encode(), head.encode(), *content_type, b"", data]


def _quote(text: str) -> str:
    """Escape the characters that would end a quoted name."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
