"""Types of values whose schema states a format: times, dates, UUIDs and decimal numbers."""

from collections.abc import Mapping
from datetime import date as Date
from datetime import datetime as DateTime
from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeAlias
from uuid import UUID

import msgspec

from ..messages import Message

__all__ = [
    "FORMATS",
    "UUID",
    "Date",
    "DateTime",
    "Decimal",
    "Format",
    "FormatName",
    "comparable",
    "decode_plain",
    "encode_plain",
]

FormatName: TypeAlias = Literal["date-time", "date", "uuid", "decimal"]
# `Date` and `DateTime` are names that no field has, while one may well be called `date`.


class Format(NamedTuple):
    """A format of strings: the type of its values, and what a text must be to be one."""

    type: type[Any]
    expected: Message

    def accepts(self, value: object) -> bool:
        """Whether a value is of the type, or its text; a time needs an offset, a number is finite."""
        try:
            self.parse(value)
        except ValueError:
            return False
        return True

    def parse(self, value: object) -> object:
        """Return the value of a text, or the value itself; raise ValueError for any other."""
        try:
            parsed = msgspec.convert(value, type=self.type) if isinstance(value, str) else value
        except msgspec.ValidationError:
            raise ValueError(value) from None
        is_whole = not isinstance(parsed, DateTime) or (
            self.type is DateTime and parsed.utcoffset() is not None
        )
        is_finite = not isinstance(parsed, Decimal) or parsed.is_finite()
        if not isinstance(parsed, self.type) or not is_whole or not is_finite:
            raise ValueError(value)
        return parsed


FORMATS: Mapping[FormatName, Format] = {
    "date-time": Format(
        DateTime,
        Message("a date and time with its offset from UTC, such as 2026-01-31T09:30:00Z"),
    ),
    "date": Format(Date, Message("a date, such as 2026-01-31")),
    "uuid": Format(UUID, Message("a UUID, such as 3f2b8c1e-5d64-4a3f-9a56-0c1d2e3f4a5b")),
    "decimal": Format(Decimal, Message("a decimal number as a string, such as 12.50")),
}
"""The formats of strings that are read as values of a type."""


def comparable(number: float, value: object) -> float | Decimal:
    """Return a number of the contract as one that compares with a value: digit by digit with a decimal
    number, where 0.1 is no binary fraction."""
    return Decimal(repr(number)) if isinstance(value, Decimal) else number


_NUMBERS = msgspec.json.Encoder(decimal_format="number")
_DECIMALS = msgspec.json.Decoder(float_hook=Decimal)


def encode_plain(value: object, *, exact: bool = False) -> bytes:
    """Return JSON; with `exact`, decimal numbers are numbers in it, else strings."""
    return _NUMBERS.encode(value) if exact else msgspec.json.encode(value)


def decode_plain(data: bytes, *, exact: bool = False) -> Any:
    """Return the plain value of JSON; with `exact`, its fractions are decimal numbers."""
    return _DECIMALS.decode(data) if exact else msgspec.json.decode(data)
