"""Codecs of scalar parameters: type, bounds, and the text form of their values.

The client checks a value before it sends a request, the server before it calls the service; both
use the same data.
"""

import math
import re
from decimal import Decimal
from typing import Protocol, TypeAlias

import msgspec
from msgspec import Struct

from ..messages import Message
from ..models.formats import FORMATS, FormatName, comparable
from .patterns import matches

__all__ = [
    "Boolean",
    "Choice",
    "Codec",
    "Formatted",
    "Integer",
    "Number",
    "NumberEnum",
    "Pairs",
    "Scalar",
    "Text",
    "scalar_text",
]

Pairs: TypeAlias = list[tuple[str, str]]
"""Names and texts, of a query or of a form."""
_INTEGER = re.compile(r"-?[0-9]{1,19}", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)


class Codec(Protocol):
    """Checks, encodes and decodes the values of a parameter."""

    @property
    def expected(self) -> Message:
        """Description of valid values, to follow the words "must be"."""

    def accepts(self, value: object) -> bool:
        """Whether a Python value has the right type and is within the bounds."""

    def encode(self, value: object) -> str:
        """Return the text form of a value."""

    def decode(self, text: str) -> object:
        """Return the value of a text; raise ValueError when it is not valid."""


class Text(Struct, frozen=True, kw_only=True):
    """A string."""

    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None

    @property
    def expected(self) -> Message:
        if self.pattern is not None:
            return Message("a string that matches {pattern}", pattern=self.pattern)
        if self.max_length is not None:
            return Message(
                "a string of {minimum} to {maximum} characters",
                minimum=self.min_length,
                maximum=self.max_length,
            )
        if self.min_length == 1:
            return Message("a string that is not empty")
        return Message("a string")

    def accepts(self, value: object) -> bool:
        if not isinstance(value, str) or _SURROGATE.search(value):
            return False
        longest = len(value) if self.max_length is None else self.max_length
        is_matching = self.pattern is None or matches(self.pattern, value)
        return self.min_length <= len(value) <= longest and is_matching

    def encode(self, value: object) -> str:
        return str.__str__(value) if isinstance(value, str) else str(value)

    def decode(self, text: str) -> str:
        if not self.accepts(text):
            raise ValueError(text)
        return text


class Formatted(Struct, frozen=True, kw_only=True):
    """A time, date, UUID or decimal number as a string: a value of the type, or its text."""

    format: FormatName

    @property
    def expected(self) -> Message:
        return FORMATS[self.format].expected

    def accepts(self, value: object) -> bool:
        return FORMATS[self.format].accepts(value)

    def encode(self, value: object) -> str:
        return value if isinstance(value, str) else msgspec.to_builtins(value)

    def decode(self, text: str) -> object:
        return FORMATS[self.format].parse(text)


class Integer(Struct, frozen=True, kw_only=True):
    """An integer."""

    minimum: int | None = None
    maximum: int | None = None

    @property
    def expected(self) -> Message:
        minimum, maximum = self.minimum, self.maximum
        if minimum is not None and maximum is not None:
            return Message(
                "an integer from {minimum} to {maximum}", minimum=minimum, maximum=maximum
            )
        if minimum is not None:
            return Message("an integer of at least {minimum}", minimum=minimum)
        if maximum is not None:
            return Message("an integer of at most {maximum}", maximum=maximum)
        return Message("an integer")

    def accepts(self, value: object) -> bool:
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        above = self.minimum is None or value >= self.minimum
        return above and (self.maximum is None or value <= self.maximum)

    def encode(self, value: object) -> str:
        return int.__repr__(value) if isinstance(value, int) else str(value)

    def decode(self, text: str) -> int:
        if not _INTEGER.fullmatch(text) or not self.accepts(int(text)):
            raise ValueError(text)
        return int(text)


class Number(Struct, frozen=True, kw_only=True):
    """A number, possibly with a fraction; an exact one is decoded as a decimal number."""

    minimum: float | None = None
    maximum: float | None = None
    is_exact: bool = False

    @property
    def expected(self) -> Message:
        minimum, maximum = self.minimum, self.maximum
        if minimum is not None and maximum is not None:
            return Message("a number from {minimum} to {maximum}", minimum=minimum, maximum=maximum)
        if minimum is not None:
            return Message("a number of at least {minimum}", minimum=minimum)
        if maximum is not None:
            return Message("a number of at most {maximum}", maximum=maximum)
        return Message("a number")

    def accepts(self, value: object) -> bool:
        if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
            return False
        if not math.isfinite(value) or (isinstance(value, Decimal) and not self.is_exact):
            return False
        above = self.minimum is None or value >= comparable(self.minimum, value)
        return above and (self.maximum is None or value <= comparable(self.maximum, value))

    def encode(self, value: object) -> str:
        return str(value) if isinstance(value, Decimal) else repr(value)

    def decode(self, text: str) -> float | Decimal:
        if not _NUMBER.fullmatch(text):
            raise ValueError(text)
        number = Decimal(text) if self.is_exact else float(text)
        if not self.accepts(number):
            raise ValueError(text)
        return number


class Boolean(Struct, frozen=True, kw_only=True):
    """A boolean: `true` or `false`; Python's `True` and `False` are accepted too."""

    @property
    def expected(self) -> Message:
        return Message("true or false")

    def accepts(self, value: object) -> bool:
        return isinstance(value, bool)

    def encode(self, value: object) -> str:
        return "true" if value else "false"

    def decode(self, text: str) -> bool:
        if text not in ("true", "True", "false", "False"):
            raise ValueError(text)
        return text in ("true", "True")


class Choice(Struct, frozen=True, kw_only=True):
    """One of a few strings."""

    values: tuple[str, ...]

    @property
    def expected(self) -> Message:
        return Message("one of {values}", values=", ".join(self.values))

    def accepts(self, value: object) -> bool:
        return isinstance(value, str) and value in self.values

    def encode(self, value: object) -> str:
        return str.__str__(value) if isinstance(value, str) else str(value)

    def decode(self, text: str) -> str:
        if text not in self.values:
            raise ValueError(text)
        return text


def scalar_text(value: object) -> str:
    """Return the text form of a string, number or boolean."""
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
        return scalar_text(value)

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
        return scalar_text(value)

    def decode(self, text: str) -> object:
        """Return the number that has this text form."""
        for value in self.values:
            if scalar_text(value) == text:
                return value
        raise ValueError(text)
