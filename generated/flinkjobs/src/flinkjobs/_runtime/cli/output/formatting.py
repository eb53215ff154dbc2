"""Formatting of values as text that is safe to print on a terminal."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

__all__ = [
    "column_title",
    "format_cell",
    "format_row",
    "format_time",
    "format_value",
    "printable",
]


def column_title(column: str) -> str:
    """Return the title of a column."""
    return column.strip("_").removesuffix("_utc").replace("_", " ").upper()


def format_row(item: object, columns: Sequence[str], *, utc: bool) -> list[str]:
    """Return the cells of an item."""
    return [format_cell(_read(item, column), utc=utc) for column in columns]


def format_cell(value: Any, *, utc: bool) -> str:
    """Return the printable text of a value; a dash for an absent one."""
    return printable(format_value(value, utc=utc)) or "-"


def format_value(value: Any, *, utc: bool) -> str:
    """Return the exact text of a value, which may hold control characters; empty for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return format_time(value, utc=utc)
    if isinstance(value, str):
        return value
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


def printable(text: str, *, kept: str = "") -> str:
    """Replace unprintable characters, which a terminal might obey, except those in `kept`."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in kept else "\ufffd"
        for character in text
    )


def _read(item: object, column: str) -> Any:
    try:
        return getattr(item, column)
    except ValueError:  # an embedded value that cannot be decoded
        return None
