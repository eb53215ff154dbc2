"""Codecs of request bodies that are JSON, text or bytes.

A model leaves out properties that are None, except required nullable ones; a dictionary is sent as
it is, so that a null in it is deliberate.
"""

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from ..messages import Message
from ..models.additional import encode_model, keep_additional, received_values
from ..models.formats import decode_plain, encode_plain
from ..models.known_types import known
from ..models.unions import decode_union
from .body_protocol import BodySchemaCheck, ReadOnlyValue, can_encode

if TYPE_CHECKING:
    from .streamed_bodies import StreamedBody

__all__ = ["BinaryBody", "JsonBody", "TextBody"]


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
        return can_encode(self.encode_body, value)

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


class TextBody(Struct, frozen=True, kw_only=True):
    """Text, in the charset that its media type names, else in UTF-8."""

    media: str = "text/plain"

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        return Message("a string")

    def accepts(self, value: object) -> bool:
        """Whether a value can be sent."""
        return can_encode(self.encode_body, value)

    def encode(self, value: object) -> str:
        """Return the text."""
        return str(value)

    def encode_body(self, value: object) -> tuple[bytes, str]:
        """Return the text as bytes, and its media type; raise ValueError where the charset lacks a
        character."""
        if not isinstance(value, str):
            raise TypeError(value)
        from .charsets import charset_of

        charset = charset_of(self.media)
        media = self.media if charset else f"{self.media}; charset=utf-8"
        return value.encode(charset or "utf-8"), media

    def decode(self, text: str) -> str:
        """Return the text."""
        return text


class BinaryBody(Struct, frozen=True, kw_only=True):
    """Bytes as they are, or a file or an iterator of bytes, which is read while it is sent."""

    media: str = "application/octet-stream"

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        return Message("bytes, a file opened in binary mode, or an iterator of bytes")

    def accepts(self, value: object) -> bool:
        """Whether a value can be sent."""
        return can_encode(self.encode_body, value)

    def encode(self, value: object) -> str:
        """Return the bytes as text."""
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)

    def encode_body(self, value: object) -> "tuple[bytes | StreamedBody, str]":
        """Return the bytes, or what will be read while it is sent, and the media type."""
        if isinstance(value, bytes):
            return value, self.media
        from .streamed_bodies import StreamedBody

        return StreamedBody([value]), self.media

    def decode(self, text: str) -> bytes:
        """Return the bytes of a text."""
        return text.encode()


def _remove(read_only: list[ReadOnlyValue]) -> None:
    for value in read_only:
        value.remove()


def _has_models(value: object) -> bool:
    """Whether a value is a model, or a list of them."""
    return isinstance(value, Struct) or (
        isinstance(value, list) and any(isinstance(item, Struct) for item in value)
    )
