"""Codecs of array, object and union parameters in OpenAPI's styles, and of JSON in a parameter."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal

import msgspec
from msgspec import Struct

from ..messages import Message
from ..models.additional import encode_model, merge_additional
from ..models.known_types import known
from ..models.unions import decode_union
from .scalars import Codec

__all__ = ["PAIR_CODECS", "Array", "Json", "NumberEnum", "Object", "OneOf", "Scalar", "flatten"]

Pairs = list[tuple[str, str]]
_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}


def _encode_scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


class Scalar(Struct, frozen=True):
    """A string, number or boolean."""

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        return Message("a string, a number, true or false")

    def accepts(self, value: object) -> bool:
        """Whether a value is a scalar."""
        return isinstance(value, str | int | float)

    def encode(self, value: object) -> str:
        """Return the text form of a value."""
        return _encode_scalar(value)

    def decode(self, text: str) -> str:
        """Return the text itself, since it does not show its type."""
        return text


class NumberEnum(Struct, frozen=True, kw_only=True):
    """One of a few numbers."""

    values: tuple[int | float, ...]

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        return Message("one of {values}", values=", ".join(map(str, self.values)))

    def accepts(self, value: object) -> bool:
        """Whether a value is one of the numbers."""
        return not isinstance(value, bool) and value in self.values

    def encode(self, value: object) -> str:
        """Return the text form of a value."""
        return _encode_scalar(value)

    def decode(self, text: str) -> object:
        """Return the number that has this text form."""
        for value in self.values:
            if _encode_scalar(value) == text:
                return value
        raise ValueError(text)


class Array(Struct, frozen=True, kw_only=True):
    """A list of scalars."""

    item: Codec
    style: Literal["form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"] = "form"
    explode: bool = False

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        return Message("a list, each of it {item}", item=self.item.expected)

    def accepts(self, value: object) -> bool:
        """Whether a value is a list of valid items."""
        if isinstance(value, str | bytes) or not isinstance(value, Sequence):
            return False
        return all(self.item.accepts(item) for item in value)

    def encode(self, value: object) -> str:
        """Return all items in one text."""
        return self.separator.join(self._encode_items(value))

    def decode(self, text: str) -> object:
        """Return the items of one text."""
        return [self.item.decode(part) for part in text.split(self.separator)] if text else []

    def encode_pairs(self, name: str, value: object) -> Pairs:
        """Return query pairs: one per item, or one for all."""
        if self.explode:
            return [(name, text) for text in self._encode_items(value)]
        return [(name, self.encode(value))]

    def decode_pairs(self, name: str, query: Mapping[str, Sequence[str]]) -> object:
        """Return the items in a query; None when there is no pair of this name."""
        texts = query.get(name)
        if texts is None:
            return None
        if self.explode:
            return [self.item.decode(text) for text in texts]
        return self.decode(texts[-1])

    @property
    def separator(self) -> str:
        """The separator of items in one text."""
        return _SEPARATORS.get(self.style, ",")

    def _encode_items(self, value: object) -> list[str]:
        return [self.item.encode(item) for item in value] if isinstance(value, Sequence) else []


class Object(Struct, frozen=True, kw_only=True):
    """An object whose properties are scalars, lists of them, or such objects."""

    style: Literal["form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"] = "form"
    explode: bool = False

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        return Message("an object of plain values")

    def accepts(self, value: object) -> bool:
        """Whether a value is an object."""
        return isinstance(value, Mapping | Struct)

    def encode(self, value: object) -> str:
        """Return all properties in one text."""
        separator = "=" if self.explode else ","
        return ",".join(f"{name}{separator}{text}" for name, text in flatten(value))

    def decode(self, text: str) -> object:
        """Return the properties of one text, or of JSON."""
        if text.startswith("{"):
            return msgspec.json.decode(text, type=dict[str, Any])
        if self.explode:
            return dict(part.partition("=")[::2] for part in text.split(","))
        parts = text.split(",")
        return dict(zip(parts[::2], parts[1::2], strict=True))

    def encode_pairs(self, name: str, value: object) -> Pairs:
        """Return query pairs: one per property, or one for all."""
        if self.style == "deepObject":
            return [(f"{name}[{key}]", text) for key, text in flatten(value, "][")]
        return flatten(value) if self.explode else [(name, self.encode(value))]

    def decode_pairs(self, name: str, query: Mapping[str, Sequence[str]]) -> object:
        """Return the properties in a query; exploded ones are all of the query's pairs."""
        if self.style == "deepObject":
            prefix = f"{name}["
            properties = {
                key[len(prefix) : -1]: texts[-1]
                for key, texts in query.items()
                if key.startswith(prefix)
            }
            return properties or None
        if self.explode:
            return {key: texts[-1] for key, texts in query.items()} or None
        return self.decode(query[name][-1]) if name in query else None


class Json(Struct, frozen=True, kw_only=True):
    """A value of a type, as JSON text."""

    type: Any = Any

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        if self.type is list:
            return Message("a list that JSON can write")
        return Message("a value that JSON can write, of the parameter's type")

    def accepts(self, value: object) -> bool:
        """Whether a value decodes as the parameter's type after encoding."""
        try:
            self.decode(self.encode(value))
        except (TypeError, ValueError, msgspec.MsgspecError):
            return False
        return True

    def encode(self, value: object) -> str:
        """Return the JSON text."""
        return encode_model(value).decode()

    def decode(self, text: str) -> object:
        """Return the value of JSON text."""
        return msgspec.json.decode(text, type=known(self.type), dec_hook=decode_union)


class OneOf(Struct, frozen=True, kw_only=True):
    """A value that one of several codecs accepts; codecs of scalars come first."""

    codecs: tuple[Codec, ...]

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        expected = self.codecs[0].expected
        for codec in self.codecs[1:]:
            expected = Message("{first}, or {second}", first=expected, second=codec.expected)
        return expected

    def accepts(self, value: object) -> bool:
        """Whether any of the codecs accepts a value."""
        return any(codec.accepts(value) for codec in self.codecs)

    def codec_of(self, value: object) -> Codec:
        """Return the first codec that accepts a value."""
        return next((codec for codec in self.codecs if codec.accepts(value)), self.codecs[-1])

    def encode(self, value: object) -> str:
        """Return the text form of a value."""
        return self.codec_of(value).encode(value)

    def decode(self, text: str) -> object:
        """Return the value of a text, by the codec whose form it has."""
        for codec in self.candidates(text):
            with suppress(ValueError):
                return codec.decode(text)
        raise ValueError(text)

    def candidates(self, text: str) -> list[Codec]:
        """Return the codecs in the order in which to try them on a text."""
        return sorted(self.codecs, key=lambda codec: not _looks_like(codec, text))

    def encode_pairs(self, name: str, value: object) -> Pairs:
        """Return the query pairs of a value, by the codec that accepts it."""
        codec = self.codec_of(value)
        if isinstance(codec, PAIR_CODECS):
            return codec.encode_pairs(name, value)
        return [(name, codec.encode(value))]

    def decode_pairs(self, name: str, query: Mapping[str, Sequence[str]]) -> object:
        """Return the value in a query; one pair alone is a scalar where lists have a pair per item."""
        texts = query.get(name, ())
        exploded = any(isinstance(codec, Array) and codec.explode for codec in self.codecs)
        codecs = self.candidates(texts[0]) if len(texts) == 1 and not exploded else self.codecs
        for codec in codecs:
            with suppress(ValueError):
                if isinstance(codec, PAIR_CODECS):
                    value = codec.decode_pairs(name, query)
                else:
                    value = codec.decode(texts[0]) if len(texts) == 1 else None
                if value is not None:
                    return value
        if texts:
            raise ValueError(name)
        return None


def _looks_like(codec: Codec, text: str) -> bool:
    """Whether a text has the form of an array or object of this codec."""
    if isinstance(codec, Array):
        return codec.separator in text
    if isinstance(codec, Object):
        return text[:1] == "{" or (codec.explode and "=" in text)
    return isinstance(codec, Json) and text[:1] in ("[", "{")


PAIR_CODECS = (Array, Object, OneOf)
"""The codecs that may need any number of query pairs."""


def flatten(value: object, separator: str = ".") -> Pairs:
    """Return an object's properties as texts; names of nested ones are joined by the separator."""
    return list(_flatten("", merge_additional(msgspec.to_builtins(value)), separator))


def _flatten(name: str, value: object, separator: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flatten(f"{name}{separator}{key}" if name else str(key), item, separator)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _flatten(name, item, separator)
    elif value is not None:
        yield name, _encode_scalar(value)
