"""Codec of path segments in the styles label (`.5`) and matrix (`;id=5`)."""

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from ..messages import Message
from .percent_encoding import percent_decode, percent_encode
from .scalars import Codec
from .styles import Array, Object, OneOf

__all__ = ["StyledSegment"]

_DOTS: Final = re.compile("(?:%2E)+", re.IGNORECASE)
NamedText = tuple[str | None, str]


class StyledSegment(Struct, frozen=True, kw_only=True):
    """Puts the values of another codec into a path segment, in one of the two styles."""

    wire_name: str
    codec: Codec
    style: Literal["label", "matrix"]
    explode: bool = False

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        return self.codec.expected

    def accepts(self, value: object) -> bool:
        """Whether a value can be sent."""
        return self.codec.accepts(value)

    def encode(self, value: object) -> str:
        """Return the text form of a value, without the style."""
        return self.codec.encode(value)

    def decode(self, text: str) -> object:
        """Return the value of a text without the style."""
        return self.codec.decode(text)

    def encode_segment(self, value: object) -> str:
        """Return the percent-encoded segment; one of dots alone would be a step up the path."""
        if isinstance(self.codec, OneOf):
            return self._encode_as(self.codec.codec_of(value), value)
        parts = [
            (name and percent_encode(name), percent_encode(text))
            for name, text in self._texts(value)
        ]
        separator = "." if self.style == "label" else ";"
        if self.explode and isinstance(self.codec, Array | Object):
            if self.style == "label":
                parts = [(name and _encode_dots(name), _encode_dots(text)) for name, text in parts]
            segment = "".join(f"{separator}{self._pair(name, part)}" for name, part in parts)
        else:
            flat = ",".join(f"{name},{part}" if name is not None else part for name, part in parts)
            segment = f"{separator}{flat}" if self.style == "label" else f";{self._named(flat)}"
        return segment if segment.strip(".") else _encode_dots(segment)

    def decode_segment(self, raw: str) -> object:
        """Return the value of a raw segment; raise ValueError when it has another style."""
        if isinstance(self.codec, OneOf):
            return self._decode_as_any(self.codec, raw)
        text, separator = _decode_dots(raw), "." if self.style == "label" else ";"
        if not text.startswith(separator):
            raise ValueError(raw)
        if not isinstance(self.codec, Array | Object):
            return self.codec.decode(percent_decode(self._unnamed(text[1:])))
        parts = text[1:].split(separator) if self.explode else self._unnamed(text[1:]).split(",")
        if isinstance(self.codec, Array):
            items = map(self._unnamed, parts) if self.explode else parts
            return [self.codec.item.decode(percent_decode(item)) for item in items]
        if self.explode:
            pairs = [part.partition("=")[::2] for part in parts]
        else:
            pairs = list(zip(parts[::2], parts[1::2], strict=True))
        return {percent_decode(name): percent_decode(text) for name, text in pairs}

    def _encode_as(self, codec: Codec, value: object) -> str:
        """Encode by one codec; dots of a scalar must not look like separators of a list."""
        segment = replace(self, codec=codec).encode_segment(value)
        if isinstance(codec, Array | Object) or not (self.explode and segment.startswith(".")):
            return segment
        return f".{_encode_dots(segment[1:])}"

    def _decode_as_any(self, one_of: OneOf, raw: str) -> object:
        """Decode by the codec whose form the segment has."""
        text = raw[1:].replace(self._named(""), "")
        candidates = one_of.candidates(text.replace(raw[:1], ",") if self.explode else text)
        for codec in candidates:
            with suppress(ValueError):
                return replace(self, codec=codec).decode_segment(raw)
        raise ValueError(raw)

    def _texts(self, value: object) -> list[NamedText]:
        if isinstance(self.codec, Object):
            from .nested_pairs import flatten

            return list(flatten(value))
        if isinstance(self.codec, Array) and isinstance(value, Sequence):
            return [(None, self.codec.item.encode(item)) for item in value]
        return [(None, self.codec.encode(value))]

    def _pair(self, name: str | None, text: str) -> str:
        if name is not None:
            return f"{name}={text}"
        return text if self.style == "label" else self._named(text)

    def _named(self, text: str) -> str:
        return f"{percent_encode(self.wire_name)}={text}"

    def _unnamed(self, text: str) -> str:
        """Return what follows the parameter's name, which the matrix style repeats."""
        if self.style == "label":
            return text
        name, _, value = text.partition("=")
        if percent_decode(name) != self.wire_name:
            raise ValueError(text)
        return value


def _encode_dots(text: str) -> str:
    """Percent-encode dots, which would be read as steps up the path or as separators."""
    return text.replace(".", "%2E")


def _decode_dots(raw: str) -> str:
    """Decode a segment of nothing but encoded dots; those of any other belong to a value."""
    return "." * (len(raw) // 3) if _DOTS.fullmatch(raw) else raw
