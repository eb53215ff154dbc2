"""What a parameter may hold: the kinds of value, their bounds and how they are written.

The client asks before it sends, the server before it answers; both read the same data.
"""

import math
import re
from typing import Protocol

from msgspec import Struct

__all__ = ["Boolean", "Choice", "Integer", "Kind", "Number", "Text"]

_INTEGER = re.compile(r"-?[0-9]{1,19}", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)


class Kind(Protocol):
    """A kind of value, with its bounds."""

    @property
    def expects(self) -> str:
        """What a value must be, to follow the words "must be"."""

    def holds(self, value: object) -> bool:
        """Tell whether a Python value is of this kind and within its bounds."""

    def write(self, value: object) -> str:
        """Give the text that goes over the wire."""

    def read(self, text: str) -> object:
        """Give the value of a text; raise ValueError when it is none of this kind."""


def _span(minimum: float | None, maximum: float | None) -> str:
    if minimum is not None and maximum is not None:
        return f" from {minimum} to {maximum}"
    if minimum is not None:
        return f" of at least {minimum}"
    return f" of at most {maximum}" if maximum is not None else ""


class Text(Struct, frozen=True, kw_only=True):
    """A string."""

    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None

    @property
    def expects(self) -> str:
        if self.pattern is not None:
            return f"a string that matches {self.pattern}"
        if self.max_length is not None:
            return f"a string of {self.min_length} to {self.max_length} characters"
        return "a string that is not empty" if self.min_length == 1 else "a string"

    def holds(self, value: object) -> bool:
        if not isinstance(value, str) or _SURROGATE.search(value):
            return False
        longest = len(value) if self.max_length is None else self.max_length
        matches = self.pattern is None or re.search(self.pattern, value) is not None
        return self.min_length <= len(value) <= longest and matches

    def write(self, value: object) -> str:
        return str.__str__(value) if isinstance(value, str) else str(value)

    def read(self, text: str) -> str:
        if not self.holds(text):
            raise ValueError(text)
        return text


class Integer(Struct, frozen=True, kw_only=True):
    """A whole number."""

    minimum: int | None = None
    maximum: int | None = None

    @property
    def expects(self) -> str:
        return f"an integer{_span(self.minimum, self.maximum)}"

    def holds(self, value: object) -> bool:
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        above = self.minimum is None or value >= self.minimum
        return above and (self.maximum is None or value <= self.maximum)

    def write(self, value: object) -> str:
        return int.__repr__(value) if isinstance(value, int) else str(value)

    def read(self, text: str) -> int:
        if not _INTEGER.fullmatch(text) or not self.holds(int(text)):
            raise ValueError(text)
        return int(text)


class Number(Struct, frozen=True, kw_only=True):
    """A number, possibly with a fraction."""

    minimum: float | None = None
    maximum: float | None = None

    @property
    def expects(self) -> str:
        return f"a number{_span(self.minimum, self.maximum)}"

    def holds(self, value: object) -> bool:
        if (
            not isinstance(value, int | float)
            or isinstance(value, bool)
            or not math.isfinite(value)
        ):
            return False
        above = self.minimum is None or value >= self.minimum
        return above and (self.maximum is None or value <= self.maximum)

    def write(self, value: object) -> str:
        return repr(value)

    def read(self, text: str) -> float:
        if not _NUMBER.fullmatch(text) or not self.holds(float(text)):
            raise ValueError(text)
        return float(text)


class Boolean(Struct, frozen=True, kw_only=True):
    """True or false."""

    @property
    def expects(self) -> str:
        return "true or false"

    def holds(self, value: object) -> bool:
        return isinstance(value, bool)

    def write(self, value: object) -> str:
        return "true" if value else "false"

    def read(self, text: str) -> bool:
        if text not in ("true", "false"):
            raise ValueError(text)
        return text == "true"


class Choice(Struct, frozen=True, kw_only=True):
    """One of a few strings."""

    values: tuple[str, ...]

    @property
    def expects(self) -> str:
        return f"one of {', '.join(self.values)}"

    def holds(self, value: object) -> bool:
        return isinstance(value, str) and value in self.values

    def write(self, value: object) -> str:
        return str.__str__(value) if isinstance(value, str) else str(value)

    def read(self, text: str) -> str:
        if text not in self.values:
            raise ValueError(text)
        return text
