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
from ..models.additional import encode_model, keep_additional, received_values
from ..models.formats import decode_plain, encode_plain
from ..models.known_types import known
from ..models.unions import decode_union
from .body_protocol import BodySchemaCheck, ReadOnlyValue
from .percent_encoding import percent_encode
from .styles import flatten

__all__ = ["BODY_CODECS", "BinaryBody", "FormBody", "JsonBody", "MultipartBody", "TextBody"]


class JsonBody(Struct, frozen=True, kw_only=True):
    """JSON of a type and a schema; where `is_exact`, its decimal numbers are numbers in JSON."""

    type: Any = Any
    media: str = "application/json"
    schema: BodySchemaCheck | None = None
    is_exact: bool = False

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        if not self.required:
            return Message("a value of its type, or the same as plain dictionaries and lists")
        return Message(
            "a value of its type with {names}, or the same as plain dictionaries and lists",
            names=", ".join(self.required),
        )

    @property
    def required(self) -> tuple[str, ...]:
        """The properties that must be present, and not null unless they may be."""
        return self.schema.required if self.schema else ()

    @property
    def read_only(self) -> tuple[str, ...]:
        """The properties that a model may have but that are not sent."""
        return self.schema.read_only if self.schema else ()

    def known_values(self, path: tuple[str, ...]) -> tuple[Any, ...]:
        """Return the only values that the property at a path may have; none where any is valid."""
        return self.schema.known_values(path) if self.schema else ()

    def is_read_only(self, path: tuple[str, ...]) -> bool:
        """Whether the property at a path is not sent."""
        return self.schema is not None and self.schema.is_read_only(path)

    def accepts(self, value: object) -> bool:
        """Whether a value can be sent."""
        return _can_encode(self.encode_body, value)

    def encode(self, value: object) -> str:
        """Return the JSON text."""
        return self.encode_body(value)[0].decode()

    def encode_body(self, value: object) -> tuple[bytes, str]:
        """Return JSON and its media type; raise ValueError or MsgspecError when it is not valid.

        Read-only properties of a model are left out.
        """
        data = encode_model(value, exact=self.is_exact)
        if self.schema:
            plain = decode_plain(data, exact=self.is_exact)
            read_only = self.schema.check(plain, received_values(value))
            if read_only and _has_models(value):
                _remove(read_only)
                data = encode_plain(plain, exact=self.is_exact)
        msgspec.json.decode(data, type=known(self.type), dec_hook=decode_union)
        return data, self.media

    def decode_body(self, data: bytes) -> object:
        """Return the value of a type that JSON holds, without read-only properties.

        Raises ValueError or MsgspecError when it is not valid.
        """
        plain = decode_plain(data, exact=self.is_exact)
        if self.schema:
            _remove(self.schema.check(plain))
        value = msgspec.convert(plain, type=known(self.type), dec_hook=decode_union)
        keep_additional(value, plain)
        return value

    def decode(self, text: str) -> object:
        """Return the plain value of JSON, once it is known to be of the type: all of it is sent."""
        msgspec.json.decode(text, type=known(self.type), dec_hook=decode_union)
        return msgspec.json.decode(text)


class FormBody(Struct, frozen=True, kw_only=True):
    """The fields of a URL-encoded form, of a type and a schema."""

    type: Any = Any
    media: str = "application/x-www-form-urlencoded"
    schema: BodySchemaCheck | None = None
    is_exact: bool = False

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        return Message("an object, each property a field of the form")

    @property
    def required(self) -> tuple[str, ...]:
        """The fields that must be present."""
        return self.schema.required if self.schema else ()

    def accepts(self, value: object) -> bool:
        """Whether a value can be sent."""
        return isinstance(value, Mapping | Struct) and _can_encode(self.encode_body, value)

    def encode(self, value: object) -> str:
        """Return the form as text."""
        return self.encode_body(value)[0].decode()

    def encode_body(self, value: object) -> tuple[bytes, str]:
        """Return the form and its media type; a list becomes one field per item."""
        self.check(value)
        pairs = ((percent_encode(name), percent_encode(text)) for name, text in flatten(value))
        return "&".join("=".join(pair) for pair in pairs).encode(), self.media

    def check(self, value: object) -> None:
        """Raise ValueError or MsgspecError when a value is not valid."""
        if self.schema:
            data = encode_model(value, exact=self.is_exact)
            self.schema.check(decode_plain(data, exact=self.is_exact), received_values(value))

    def decode(self, text: str) -> object:
        """Return the value of JSON."""
        return msgspec.json.decode(text, type=known(self.type), dec_hook=decode_union)


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


def _remove(read_only: list[ReadOnlyValue]) -> None:
    for value in read_only:
        value.remove()


def _has_models(value: object) -> bool:
    """Whether a value is a model, or a list of them."""
    return isinstance(value, Struct) or (
        isinstance(value, list) and any(isinstance(item, Struct) for item in value)
    )


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
    data = data if isinstance(data, bytes) else encode_model(data)
    filename = file if file is not None else name if isinstance(value, bytes) else None
    parameter = "" if filename is None else f'; filename="{_quote(str(filename))}"'
    head = f'Content-Disposition: form-data; name="{_quote(name)}"{parameter}'
    content_type = [] if filename is None else [b"Content-Type: application/octet-stream"]
    return [f"--{boundary}".encode(), head.encode(), *content_type, b"", data]


def _quote(text: str) -> str:
    """Escape the characters that would end a quoted name."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
