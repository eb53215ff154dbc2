"""Codec of bodies of type multipart/form-data, and the encoding of each of their parts."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from ..messages import Message
from ..models.additional import encode_model
from .charsets import charset_of
from .scalars import scalar_text
from .streamed_bodies import StreamedBody, file_name, is_streamed

__all__ = ["MultipartBody", "PartEncoding"]

_OCTETS, _JSON = "application/octet-stream", "application/json"


class PartEncoding(Struct, frozen=True, kw_only=True):
    """The encoding of a part: the media types that it may have, of which the first fits any file.

    Where there are none, objects are JSON and files are octets. Where a part `is_structured`, an
    object or a list of objects, a text is its JSON.
    """

    media_types: tuple[str, ...] = ()
    is_structured: bool = False

    def media_of(self, filename: str | None) -> str | None:
        """Return the media type of a part: that of the file's name if it is one of those, else the
        first that has no wildcard."""
        if len(self.media_types) > 1 or any("*" in media for media in self.media_types):
            guessed = _guessed(filename)
            if any(_matches(guessed, media) for media in self.media_types):
                return guessed
        return next((media for media in self.media_types if "*" not in media), None)


_PLAIN = PartEncoding()


class MultipartBody(Struct, frozen=True, kw_only=True):
    """Parts by name; `parts` are encodings by name.

    A text, a number or a bool is text, an object JSON, bytes or a file a file. A tuple names a file,
    and its media type where it has three members. A list has a part for each of its items.
    """

    required: tuple[str, ...] = ()
    media: str = "multipart/form-data"
    parts: Mapping[str, PartEncoding] = {}

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        parts = Message(
            "texts, objects, bytes, or files, also as (name, file) or (name, file, type)"
        )
        if not self.required:
            return Message("a mapping of parts: {parts}", parts=parts)
        names = ", ".join(self.required)
        return Message("a mapping of parts with {names}: {parts}", names=names, parts=parts)

    def accepts(self, value: object) -> bool:
        """Whether a value can be sent."""
        if not isinstance(value, Mapping) or not set(self.required) <= value.keys():
            return False
        return all(value[name] is not None for name in self.required)

    def encode(self, value: object) -> str:
        """Return the parts as text."""
        body, _ = self.encode_body(value)
        return body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)

    def encode_body(self, value: object) -> tuple[bytes | StreamedBody, str]:
        """Return the parts, between random boundaries, and their media type.

        Files and iterators are read while the body is sent. A part that is None is left out.
        """
        if not isinstance(value, Mapping) or not self.accepts(value):
            raise TypeError(value)
        boundary = os.urandom(16).hex()
        pieces: list[Any] = []
        for name, part in value.items():
            encoding = self.parts.get(str(name), _PLAIN)
            for item in part if isinstance(part, list) else [part]:
                if item is not None:
                    head, content = _encode_part(str(name), item, encoding)
                    pieces += [f"--{boundary}\r\n{head}\r\n\r\n".encode(), content, b"\r\n"]
        pieces.append(f"--{boundary}--\r\n".encode())
        media = f"{self.media}; boundary={boundary}"
        if all(isinstance(piece, bytes) for piece in pieces):
            return b"".join(pieces), media
        return StreamedBody(pieces), media

    def decode(self, text: str) -> object:
        """Return the parts in JSON, all of them texts."""
        return msgspec.json.decode(text, type=dict[str, Any])


def _encode_part(name: str, value: Any, encoding: PartEncoding) -> tuple[str, Any]:
    """Return the head of one part, and its content: bytes, or what is read while it is sent."""
    filename, media = None, None
    if isinstance(value, tuple):
        if len(value) not in (2, 3):
            raise TypeError(value)
        filename, value, media = (*value, None)[:3]
    is_file = isinstance(value, bytes | bytearray | memoryview) or is_streamed(value)
    if is_file and filename is None:
        filename = file_name(value) or name
    media = media or encoding.media_of(filename)
    if is_file:
        media, content = media or _OCTETS, value
    else:
        media, content = _encode_plain(value, media, encoding)
    if filename is not None:
        media = media or _OCTETS
    return "\r\n".join(_head(name, filename, media)), content


def _encode_plain(
    value: Any, media: str | None, encoding: PartEncoding
) -> tuple[str | None, bytes]:
    """Return the media type and the content of a part that is no file."""
    plain = msgspec.to_builtins(value)
    is_structured = isinstance(plain, dict | list)
    if media is None and (is_structured or encoding.is_structured):
        media = _JSON
    is_json = media is not None and media.partition(";")[0].strip().endswith(("/json", "+json"))
    if is_structured and not is_json:
        raise ValueError(f"a part of type {media} is passed as a text, or as bytes")
    if is_structured or (is_json and not (encoding.is_structured and isinstance(value, str))):
        return media, encode_model(value)
    return media, scalar_text(plain).encode(charset_of(media or "") or "utf-8")


def _head(name: str, filename: str | None, media: str | None) -> Iterator[str]:
    parameter = "" if filename is None else f'; filename="{_quote(str(filename))}"'
    yield f'Content-Disposition: form-data; name="{_quote(name)}"{parameter}'
    if media is not None:
        if not media.isascii() or not media.isprintable():
            raise ValueError(f"{media!r} is no media type")
        yield f"Content-Type: {media}"


def _guessed(filename: str | None) -> str:
    """Return the media type that the ending of a file's name stands for; "" where it is not known."""
    from mimetypes import guess_type

    return (guess_type(filename)[0] if filename else None) or ""


def _matches(media: str, pattern: str) -> bool:
    kind, _, subtype = pattern.partition("/")
    return media == pattern or (subtype == "*" and media.startswith(f"{kind.rstrip('*')}"))


def _quote(text: str) -> str:
    """Escape the characters that would end a quoted name."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
