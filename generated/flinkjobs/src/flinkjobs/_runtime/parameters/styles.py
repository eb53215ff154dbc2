"""Codecs of array, object and union parameters in OpenAPI's styles, and of JSON in a parameter."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

from ..messages import Message
from ..models.additional import encode_model
from ..models.known_types import known
from ..models.unions import decode_union
from .percent_encoding import EncodedText, percent_decode, percent_encode
from .scalars import Codec, Pairs

__all__ = ["PAIR_CODECS", "Array", "Json", "Object", "OneOf"]

_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}


_Style: TypeAlias = Literal["form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"]


class Array(Struct, frozen=True, kw_only=True):
    """A list of scalars."""

    item: Codec
    style: _Style = "form"
    explode: bool = False

    @property
    def expected(self) -> Message:
        """Description of valid values."""
        if self._escapes or self.explode:
            return Message("a list, each of it {item}", item=self.item.expected)
        return Message(
            "a list, each of it {item} without {separator}",
            item=self.item.expected,
            separator=repr(self.separator),
        )

    def accepts(self, value: object) -> bool:
        """Whether a value is a list of valid items, which hold no separator that cannot be escaped."""
        if isinstance(value, str | bytes) or not isinstance(value, Sequence):
            return False
        if not all(self.item.accepts(item) for item in value):
            return False
        return self._escapes or self.explode or not self.holds_separator(value)

    def encode(self, value: object) -> str:
        """Return all items in one text."""
        return self.separator.join(self.encode_items(value))

    def encode_escaped(self, value: object) -> EncodedText:
        """Return all items in one percent-encoded text, in which a comma only separates them."""
        if not self._escapes:
            return EncodedText(percent_encode(self.encode(value)))
        return EncodedText(",".join(map(percent_encode, self.encode_items(value))))

    def decode(self, text: str) -> object:
        """Return the items of one text."""
        return [self.item.decode(part) for part in text.split(self.separator)] if text else []

    def decode_escaped(self, raw: str) -> object:
        """Return the items of one percent-encoded text, in which a comma only separates them."""
        if not self._escapes or not raw:
            return self.decode(percent_decode(raw))
        return [self.item.decode(percent_decode(part)) for part in raw.split(",")]

    def encode_pairs(self, name: str, value: object) -> Pairs:
        """Return query pairs: one per item, or one for all."""
        if self.style == "deepObject":
            from .nested_pairs import flatten_deep

            return flatten_deep(name, value)
        if self.explode:
            return [(name, text) for text in self.encode_items(value)]
        return [(name, self.encode_escaped(value))]

    def decode_pairs(self, name: str, query: Mapping[str, Sequence[str]]) -> object:
        """Return the items in a query; None when there is no pair of this name."""
        if self.style == "deepObject":
            from .nested_pairs import nest_deep, pairs_of

            found = nest_deep(name, pairs_of(query))
            if isinstance(found, list):
                return [self.item.decode(text) for text in found]
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

    @property
    def is_joined(self) -> bool:
        """Whether all items stand in one pair of a query."""
        return not self.explode and self.style != "deepObject"

    @property
    def _escapes(self) -> bool:
        """Whether an item may hold the separator: a comma is one only where it is not encoded."""
        return self.separator == ","

    def holds_separator(self, value: object) -> bool:
        """Whether an item holds the separator, at which a reader would take it apart."""
        return any(self.separator in text for text in self.encode_items(value))

    def encode_items(self, value: object) -> list[str]:
        """Return the text of each item."""
        return [self.item.encode(item) for item in value] if isinstance(value, Sequence) else []


class Object(Struct, frozen=True, kw_only=True):
    """An object whose properties are scalars, lists of them, or such objects."""

    style: _Style = "form"
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
        from .nested_pairs import flatten

        separator = "=" if self.explode else self.separator
        return self.separator.join(f"{name}{separator}{text}" for name, text in flatten(value))

    def encode_escaped(self, value: object) -> EncodedText:
        """Return all properties in one percent-encoded text, in which a comma only separates them."""
        if self.separator != ",":
            return EncodedText(percent_encode(self.encode(value)))
        from .nested_pairs import flatten

        separator = "=" if self.explode else ","
        pairs = ((percent_encode(name), percent_encode(text)) for name, text in flatten(value))
        return EncodedText(",".join(separator.join(pair) for pair in pairs))

    def decode(self, text: str) -> object:
        """Return the properties of one text, or of JSON."""
        if text.startswith("{"):
            return msgspec.json.decode(text, type=dict[str, Any])
        return dict(self._pairs(text.split(self.separator)))

    def _pairs(self, parts: Sequence[str]) -> Pairs:
        if self.explode:
            return [(name, value) for name, _, value in (part.partition("=") for part in parts)]
        return list(zip(parts[::2], parts[1::2], strict=True))

    def decode_escaped(self, raw: str) -> object:
        """Return the properties of one percent-encoded text, or of JSON."""
        text = percent_decode(raw)
        if self.separator != "," or text.startswith("{"):
            return self.decode(text)
        return {
            percent_decode(name): percent_decode(value)
            for name, value in self._pairs(raw.split(","))
        }

    @property
    def is_joined(self) -> bool:
        """Whether all properties stand in one pair of a query."""
        return not self.explode and self.style != "deepObject"

    @property
    def separator(self) -> str:
        """The separator of properties in one text."""
        return _SEPARATORS.get(self.style, ",")

    def encode_pairs(self, name: str, value: object) -> Pairs:
        """Return query pairs: one per property, or one for all."""
        from .nested_pairs import flatten, flatten_deep

        if self.style == "deepObject":
            return flatten_deep(name, value)
        return flatten(value) if self.explode else [(name, self.encode_escaped(value))]

    def decode_pairs(self, name: str, query: Mapping[str, Sequence[str]]) -> object:
        """Return the properties in a query; exploded ones are all of the query's pairs."""
        if self.style == "deepObject":
            from .nested_pairs import nest_deep, pairs_of

            return nest_deep(name, pairs_of(query))
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
