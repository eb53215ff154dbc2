"""Formatting of values as text that is safe to print on a terminal."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

__all__ = [
    "Age",
    "column_title",
    "format_age",
    "format_cell",
    "format_row",
    "format_span",
    "format_time",
    "format_value",
    "label_of",
    "printable",
    "read",
]

Age: TypeAlias = Callable[[datetime], str]
"""Formats a time by its distance from now."""
_UNITS = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))


def column_title(column: str) -> str:
    """Return the title of a column."""
    return _words(column).upper()


def label_of(column: str) -> str:
    """Return the label of a field, with its first letter in upper case."""
    words = _words(column)
    return words[:1].upper() + words[1:]


def _words(column: str) -> str:
    return column.rpartition(".")[2].strip("_").removesuffix("_utc").replace("_", " ")


def format_row(
    item: object, columns: Sequence[str], *, utc: bool, age: Age | None = None
) -> list[str]:
    """Return the cells of an item."""
    return [format_cell(read(item, column), utc=utc, age=age) for column in columns]


def format_cell(value: Any, *, utc: bool, age: Age | None = None) -> str:
    """Return the printable text of a value; a dash for an absent one."""
    if age is not None and isinstance(value, datetime):
        return age(value)
    if isinstance(value, timedelta):
        return format_span(value.total_seconds())
    return printable(format_value(value, utc=utc)) or "-"


def format_value(value: Any, *, utc: bool) -> str:
    """Return the exact text of a value, which may hold control characters; empty for None.

    A duration is a number of seconds.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return format_time(value, utc=utc)
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}"
    if isinstance(value, str | UUID | Decimal | date):
        return str(value)
    from msgspec import json

    return json.encode(value).decode()


def format_time(moment: datetime, *, utc: bool) -> str:
    """Return a time to the second: local with its offset, or in UTC with a Z."""
    try:
        local = moment.astimezone(UTC if utc else None)
    except (OverflowError, ValueError, OSError):
        local, utc = moment.astimezone(UTC), True
    text = local.isoformat(" ", "seconds")
    return text.replace("+00:00", "Z") if utc else text


def format_span(seconds: float) -> str:
    """Return a duration in its two largest units, such as `1d2h` or `45s`."""
    remaining = round(abs(seconds))
    parts: list[str] = []
    for unit, size in _UNITS:
        count, remaining = divmod(remaining, size)
        if count or parts:
            parts.append(f"{count}{unit}" if count else "")
    text = "".join(parts[:2]) or "0s"
    return f"-{text}" if seconds < 0 else text


def format_age(moment: datetime, now: datetime) -> str:
    """Return the distance of a time from now, in its largest unit: `3m ago`, or `in 3m`."""
    seconds = round((now - moment).total_seconds())
    unit, size = next((pair for pair in _UNITS if abs(seconds) >= pair[1]), _UNITS[-1])
    text = f"{abs(seconds) // size}{unit}"
    return f"in {text}" if seconds < 0 else f"{text} ago"


def printable(text: str, *, kept: str = "") -> str:
    """Replace unprintable characters, which a terminal might obey, except those in `kept`."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in kept else "\ufffd"
        for character in text
    )


def read(item: object, path: str) -> Any:
    """Return the field at a path with dots; None where a part of it is absent."""
    value: Any = item
    for name in path.split(".") if "." in path else (path,):
        try:
            value = None if value is None else getattr(value, name)
        except (ValueError, AttributeError):  # an embedded value that cannot be decoded, or a union
            return None
    return value
