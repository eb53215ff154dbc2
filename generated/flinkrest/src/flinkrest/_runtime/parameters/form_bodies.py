"""Codec of bodies that are URL-encoded forms, and the encoding of each of their fields."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from ..messages import Message
from ..models.additional import encode_model, merge_additional, received_values
from ..models.formats import decode_plain
from ..models.known_types import known
from ..models.unions import decode_union
from .body_protocol import BodySchemaCheck, can_encode
from .percent_encoding import encode_reserved, percent_encode
from .scalars import Pairs, Scalar, scalar_text
from .styles import Array, Object

__all__ = ["FieldEncoding", "FormBody"]


class FieldEncoding(Struct, frozen=True, kw_only=True):
    """The encoding of a field: in a style, as query parameters are, or else as text or JSON.

    Without a style, objects are JSON, and so is any value where `is_json`; a list has a field for
    each of its items. Where a field `allows_reserved`, its reserved characters stay as they are.
    """

    style: Literal["", "form", "spaceDelimited", "pipeDelimited", "deepObject"] = ""
    explode: bool = True
    allows_reserved: bool = False
    is_json: bool = False

    def encode_pairs(self, name: str, value: Any) -> Pairs:
        """Return the pairs of a plain value; raise ValueError for one that the style has no form for."""
        if self.style:
            pairs = self._styled_pairs(name, value)
        else:
            items = value if isinstance(value, list) else [value]
            pairs = [(name, self.encode_item(item)) for item in items]
        if self.allows_reserved:
            return [(key, encode_reserved(text)) for key, text in pairs]
        return pairs

    def encode_item(self, value: Any) -> str:
        """Return the text of one item."""
        if self.is_json or isinstance(value, dict | list):
            return msgspec.json.encode(value).decode()
        return scalar_text(value)

    def _styled_pairs(self, name: str, value: Any) -> Pairs:
        codec = self.codec_of(value)
        if codec is None:
            return [(name, scalar_text(value))]
        items = value.values() if isinstance(value, dict) else value
        if self.style != "deepObject" and any(isinstance(item, dict | list) for item in items):
            raise ValueError(f"$.{name} is nested, which the style {self.style} has no form for")
        if not codec.accepts(value):
            raise ValueError(f"$.{name} must be {codec.expected}")
        return codec.encode_pairs(name, value)

    def codec_of(self, value: object) -> Array | Object | None:
        """Return the codec of a list or an object in this style; None for any other value."""
        style: Any = self.style
        if isinstance(value, dict):
            return Object(style=style, explode=self.explode)
        if isinstance(value, list):
            is_deep = self.style == "deepObject"
            item: Any = _Item() if is_deep else Scalar()
            return Array(item=item, style=style, explode=self.explode or is_deep)
        return None


class _Item(Scalar, frozen=True):
    """An item of a list in the style deepObject, which may be nested."""

    def accepts(self, value: object) -> bool:
        """Whether a value can be an item."""
        return True


_PLAIN = FieldEncoding()


class FormBody(Struct, frozen=True, kw_only=True):
    """The fields of a URL-encoded form, of a type and a schema; `fields` are encodings by name."""

    type: Any = Any
    media: str = "application/x-www-form-urlencoded"
    schema: BodySchemaCheck | None = None
    is_exact: bool = False
    fields: Mapping[str, FieldEncoding] = {}

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
        return can_encode(self.encode_body, value)

    def encode(self, value: object) -> str:
        """Return the form as text."""
        return self.encode_body(value)[0].decode()

    def encode_body(self, value: object) -> tuple[bytes, str]:
        """Return the form and its media type; what is None has no field."""
        if not isinstance(value, Mapping | Struct):
            raise TypeError(value)
        self.check(value)
        pairs = ((percent_encode(name), percent_encode(text)) for name, text in self._pairs(value))
        return "&".join("=".join(pair) for pair in pairs).encode(), self.media

    def encoding_of(self, name: str) -> FieldEncoding:
        """Return the encoding of a field."""
        return self.fields.get(name, _PLAIN)

    def check(self, value: object) -> None:
        """Raise ValueError or MsgspecError when a value is not valid."""
        if self.schema:
            data = encode_model(value, exact=self.is_exact)
            self.schema.check(decode_plain(data, exact=self.is_exact), received_values(value))

    def decode(self, text: str) -> object:
        """Return the value of JSON."""
        return msgspec.json.decode(text, type=known(self.type), dec_hook=decode_union)

    def _pairs(self, value: object) -> Iterator[tuple[str, str]]:
        for name, item in merge_additional(msgspec.to_builtins(value, str_keys=True)).items():
            if item is not None:
                yield from self.encoding_of(name).encode_pairs(name, item)
