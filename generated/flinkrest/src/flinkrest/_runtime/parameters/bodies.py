"""What a request carries: JSON, a form, parts, text or bytes.

A model leaves out what is None, but for properties that must be there; a dictionary is sent as it
is, so that a null in it is one on purpose.
"""

import os
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from ..models.unions import decode_shape
from .percent_encoding import percent_encode
from .styles import as_texts

__all__ = ["BODIES", "Binary", "Form", "Message", "Multipart", "PlainText"]


class Message(Struct, frozen=True, kw_only=True):
    """JSON of a type."""

    shape: Any = Any
    media: str = "application/json"
    expects: str = "a value of its type, or the same as plain dictionaries and lists"

    def holds(self, value: object) -> bool:
        """Tell whether a value can be sent."""
        return _works(self.encode, value)

    def write(self, value: object) -> str:
        """Give the JSON as text."""
        return self.encode(value)[0].decode()

    def encode(self, value: object) -> tuple[bytes, str]:
        """Give the JSON, once it is known to be of the type."""
        data = msgspec.json.encode(value)
        msgspec.json.decode(data, type=self.shape, dec_hook=decode_shape)
        return data, self.media

    def read(self, text: str) -> object:
        """Give the value of JSON as it is, once it is known to be of the type: all of it is sent."""
        msgspec.json.decode(text, type=self.shape, dec_hook=decode_shape)
        return msgspec.json.decode(text)


class Form(Struct, frozen=True, kw_only=True):
    """The fields of a form, of a type."""

    shape: Any = Any
    media: str = "application/x-www-form-urlencoded"
    expects: str = "an object, each property a field of the form"

    def holds(self, value: object) -> bool:
        """Tell whether a value can be sent."""
        return isinstance(value, Mapping | Struct) and _works(self.encode, value)

    def write(self, value: object) -> str:
        """Give the form as text."""
        return self.encode(value)[0].decode()

    def encode(self, value: object) -> tuple[bytes, str]:
        """Give the form; a list becomes a field for each of its values."""
        pairs = ((percent_encode(name), percent_encode(text)) for name, text in as_texts(value))
        return "&".join("=".join(pair) for pair in pairs).encode(), self.media

    def read(self, text: str) -> object:
        """Give the value of JSON."""
        return msgspec.json.decode(text, type=self.shape, dec_hook=decode_shape)


class Multipart(Struct, frozen=True, kw_only=True):
    """Parts by name: texts, bytes, or files as (name, bytes)."""

    required: tuple[str, ...] = ()
    media: str = "multipart/form-data"

    @property
    def expects(self) -> str:
        """What a value must be."""
        needed = f" with {', '.join(self.required)}" if self.required else ""
        return f"a mapping of parts{needed}: texts, bytes, or files as (name, bytes)"

    def holds(self, value: object) -> bool:
        """Tell whether a value can be sent."""
        return isinstance(value, Mapping) and set(self.required) <= value.keys()

    def write(self, value: object) -> str:
        """Give the parts as text."""
        return self.encode(value)[0].decode("utf-8", "replace")

    def encode(self, value: object) -> tuple[bytes, str]:
        """Give the parts between boundaries that nobody guesses."""
        boundary = os.urandom(16).hex()
        parts = value.items() if isinstance(value, Mapping) else ()
        lines = [line for name, one in parts for line in _part(boundary, str(name), one)]
        whole = b"\r\n".join([*lines, f"--{boundary}--".encode(), b""])
        return whole, f"{self.media}; boundary={boundary}"

    def read(self, text: str) -> object:
        """Give the parts of JSON, all of them texts."""
        return msgspec.json.decode(text, type=dict[str, Any])


class PlainText(Struct, frozen=True, kw_only=True):
    """Text."""

    media: str = "text/plain"
    expects: str = "a string"

    def holds(self, value: object) -> bool:
        """Tell whether a value can be sent."""
        return isinstance(value, str)

    def write(self, value: object) -> str:
        """Give the text."""
        return str(value)

    def encode(self, value: object) -> tuple[bytes, str]:
        """Give the text as UTF-8."""
        return str(value).encode(), f"{self.media}; charset=utf-8"

    def read(self, text: str) -> str:
        """Give the text."""
        return text


class Binary(Struct, frozen=True, kw_only=True):
    """Bytes as they are."""

    media: str = "application/octet-stream"
    expects: str = "bytes"

    def holds(self, value: object) -> bool:
        """Tell whether a value can be sent."""
        return isinstance(value, bytes)

    def write(self, value: object) -> str:
        """Give the bytes as text."""
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)

    def encode(self, value: object) -> tuple[bytes, str]:
        """Give the bytes."""
        return value if isinstance(value, bytes) else b"", self.media

    def read(self, text: str) -> bytes:
        """Give the bytes of a text."""
        return text.encode()


BODIES = (Message, Form, Multipart, PlainText, Binary)
"""The kinds of value that are sent as a body."""


def _works(encode: Any, value: object) -> bool:
    try:
        encode(value)
    except (TypeError, ValueError, msgspec.MsgspecError, RecursionError):
        return False
    return True


def _part(boundary: str, name: str, value: object) -> list[bytes]:
    """Write one part, or one for each value of a list."""
    if isinstance(value, list):
        return [line for one in value for line in _part(boundary, name, one)]
    file, data = value if isinstance(value, tuple) else (None, value)
    data = data.encode() if isinstance(data, str) else data
    data = data if isinstance(data, bytes) else msgspec.json.encode(data)
    known = file if file is not None else name if isinstance(value, bytes) else None
    more = "" if known is None else f'; filename="{_quoted(str(known))}"'
    head = f'Content-Disposition: form-data; name="{_quoted(name)}"{more}'
    binary = [] if known is None else [b"Content-Type: application/octet-stream"]
    return [f"--{boundary}".encode(), head.encode(), *binary, b"", data]


def _quoted(text: str) -> str:
    """Take from a name what would end it."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
