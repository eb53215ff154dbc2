"""Parameters that are more than one plain value: lists, objects, and JSON written as text."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal

import msgspec
from msgspec import Struct

from ..models.unions import decode_shape
from .scalars import Kind

__all__ = ["COMPOUND", "Array", "Container", "Either", "Json", "Member", "Scalar", "as_texts"]

Pairs = list[tuple[str, str]]
_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}


def _plain(value: object) -> str:
    """Write one value as a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


class Scalar(Struct, frozen=True):
    """Any one plain value."""

    @property
    def expects(self) -> str:
        """What a value must be."""
        return "a string, a number, true or false"

    def holds(self, value: object) -> bool:
        """Tell whether a value is a plain one."""
        return isinstance(value, str | int | float)

    def write(self, value: object) -> str:
        """Give the text that goes over the wire."""
        return _plain(value)

    def read(self, text: str) -> str:
        """Give the text itself: it does not tell its type."""
        return text


class Member(Struct, frozen=True, kw_only=True):
    """One of a few values that are not strings."""

    values: tuple[int | float, ...]

    @property
    def expects(self) -> str:
        """What a value must be."""
        return f"one of {', '.join(map(str, self.values))}"

    def holds(self, value: object) -> bool:
        """Tell whether a value is one of them."""
        return not isinstance(value, bool) and value in self.values

    def write(self, value: object) -> str:
        """Give the text that goes over the wire."""
        return _plain(value)

    def read(self, text: str) -> object:
        """Give the value that is written so."""
        for value in self.values:
            if _plain(value) == text:
                return value
        raise ValueError(text)


class Array(Struct, frozen=True, kw_only=True):
    """A list of plain values."""

    item: Kind
    style: Literal["form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"] = "form"
    explode: bool = False

    @property
    def expects(self) -> str:
        """What a value must be."""
        return f"a list, each of it {self.item.expects}"

    def holds(self, value: object) -> bool:
        """Tell whether a value is a list of the right values."""
        if isinstance(value, str | bytes) or not isinstance(value, Sequence):
            return False
        return all(self.item.holds(one) for one in value)

    def write(self, value: object) -> str:
        """Give all values in one text."""
        return self.separator.join(self._texts(value))

    def read(self, text: str) -> object:
        """Give the values of one text."""
        return [self.item.read(one) for one in text.split(self.separator)] if text else []

    def pairs(self, wire: str, value: object) -> Pairs:
        """Give a pair for each value, or one for all."""
        if self.explode:
            return [(wire, text) for text in self._texts(value)]
        return [(wire, self.write(value))]

    def gather(self, wire: str, query: Mapping[str, Sequence[str]]) -> object:
        """Give the values of a query."""
        texts = query.get(wire)
        if texts is None:
            return None
        return [self.item.read(one) for one in texts] if self.explode else self.read(texts[-1])

    @property
    def separator(self) -> str:
        """What stands between the values in one text."""
        return _SEPARATORS.get(self.style, ",")

    def _texts(self, value: object) -> list[str]:
        return [self.item.write(one) for one in value] if isinstance(value, Sequence) else []


class Container(Struct, frozen=True, kw_only=True):
    """An object whose properties are plain values, lists of them, or such objects."""

    style: Literal["form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"] = "form"
    explode: bool = False

    @property
    def expects(self) -> str:
        """What a value must be."""
        return "an object of plain values"

    def holds(self, value: object) -> bool:
        """Tell whether a value is an object."""
        return isinstance(value, Mapping | Struct)

    def write(self, value: object) -> str:
        """Give all properties in one text."""
        joint = "=" if self.explode else ","
        return ",".join(f"{name}{joint}{text}" for name, text in as_texts(value))

    def read(self, text: str) -> object:
        """Give the properties of one text, or of JSON."""
        if text.startswith("{"):
            return msgspec.json.decode(text, type=dict[str, Any])
        if self.explode:
            return dict(one.partition("=")[::2] for one in text.split(","))
        parts = text.split(",")
        return dict(zip(parts[::2], parts[1::2], strict=True))

    def pairs(self, wire: str, value: object) -> Pairs:
        """Give a pair for each property, or one for all."""
        if self.style == "deepObject":
            return [(f"{wire}[{name}]", text) for name, text in as_texts(value, "][")]
        return as_texts(value) if self.explode else [(wire, self.write(value))]

    def gather(self, wire: str, query: Mapping[str, Sequence[str]]) -> object:
        """Give the properties of a query; of one that spreads them, all that there are."""
        if self.style == "deepObject":
            begin = f"{wire}["
            found = {k[len(begin) : -1]: v[-1] for k, v in query.items() if k.startswith(begin)}
            return found or None
        if self.explode:
            return {name: texts[-1] for name, texts in query.items()} or None
        return self.read(query[wire][-1]) if wire in query else None


class Json(Struct, frozen=True, kw_only=True):
    """Any value of a type, written as JSON."""

    shape: Any = Any

    @property
    def expects(self) -> str:
        """What a value must be."""
        if self.shape is list:
            return "a list that JSON can write"
        return "a value that JSON can write, of the parameter's type"

    def holds(self, value: object) -> bool:
        """Tell whether a value comes back as the parameter's type."""
        try:
            self.read(self.write(value))
        except (TypeError, ValueError, msgspec.MsgspecError):
            return False
        return True

    def write(self, value: object) -> str:
        """Give the JSON."""
        return msgspec.json.encode(value).decode()

    def read(self, text: str) -> object:
        """Give the value of JSON."""
        return msgspec.json.decode(text, type=self.shape, dec_hook=decode_shape)


class Either(Struct, frozen=True, kw_only=True):
    """A value of one of several kinds, written as its own type wants it: the plain ones come first."""

    kinds: tuple[Kind, ...]

    @property
    def expects(self) -> str:
        """What a value must be."""
        return ", or ".join(one.expects for one in self.kinds)

    def holds(self, value: object) -> bool:
        """Tell whether a value is of any of the kinds."""
        return any(one.holds(value) for one in self.kinds)

    def kind_of(self, value: object) -> Kind:
        """Give the kind that a value is of."""
        return next((one for one in self.kinds if one.holds(value)), self.kinds[-1])

    def write(self, value: object) -> str:
        """Give the text that goes over the wire."""
        return self.kind_of(value).write(value)

    def read(self, text: str) -> object:
        """Give the value of a text, as the kind that it looks like."""
        for kind in self.ordered(text):
            with suppress(ValueError):
                return kind.read(text)
        raise ValueError(text)

    def ordered(self, text: str) -> list[Kind]:
        """Give the kinds as a text is to be tried."""
        return sorted(self.kinds, key=lambda one: not _looks_like(one, text))

    def pairs(self, wire: str, value: object) -> Pairs:
        """Give the pairs of the kind that a value is of."""
        kind = self.kind_of(value)
        return (
            kind.pairs(wire, value) if isinstance(kind, COMPOUND) else [(wire, kind.write(value))]
        )

    def gather(self, wire: str, query: Mapping[str, Sequence[str]]) -> object:
        """Give the value of a query; a pair alone is a plain value where a list has one for each."""
        texts = query.get(wire, ())
        spread = any(isinstance(one, Array) and one.explode for one in self.kinds)
        kinds = self.ordered(texts[0]) if len(texts) == 1 and not spread else self.kinds
        for kind in kinds:
            with suppress(ValueError):
                if isinstance(kind, COMPOUND):
                    value = kind.gather(wire, query)
                else:
                    value = kind.read(texts[0]) if len(texts) == 1 else None
                if value is not None:
                    return value
        if texts:
            raise ValueError(wire)
        return None


def _looks_like(kind: Kind, text: str) -> bool:
    """Tell whether a text is rather a list or an object than a plain value."""
    if isinstance(kind, Array):
        return kind.separator in text
    if isinstance(kind, Container):
        return text[:1] == "{" or (kind.explode and "=" in text)
    return isinstance(kind, Json) and text[:1] in ("[", "{")


COMPOUND = (Array, Container, Either)
"""The kinds that a query writes as any number of pairs."""


def as_texts(value: object, joint: str = ".") -> Pairs:
    """Give the properties of an object as texts; what lies deeper has its way joined to its name."""
    return list(_walk("", msgspec.to_builtins(value), joint))


def _walk(name: str, value: object, joint: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _walk(f"{name}{joint}{key}" if name else str(key), one, joint)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _walk(name, one, joint)
    elif value is not None:
        yield name, _plain(value)
