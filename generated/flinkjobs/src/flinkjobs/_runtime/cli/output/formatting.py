"""What stands in the cells of a table: texts that a terminal only shows."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

__all__ = ["cell", "cells", "printable", "raw_cell", "time_text", "title"]


def title(column: str) -> str:
    """Give the head of a column."""
    return column.strip("_").removesuffix("_utc").replace("_", " ").upper()


def cells(item: object, columns: Sequence[str], *, utc: bool) -> list[str]:
    """Give the texts of an item's columns."""
    return [cell(_read(item, column), utc=utc) for column in columns]


def cell(value: Any, *, utc: bool) -> str:
    """Give the text of a value; a dash where there is none."""
    return printable(raw_cell(value, utc=utc)) or "-"


def raw_cell(value: Any, *, utc: bool) -> str:
    """Give the text of a value as it is, for what is no terminal; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return time_text(value, utc=utc)
    if isinstance(value, str):
        return value
    from msgspec import json

    return json.encode(value).decode()


def time_text(moment: datetime, *, utc: bool) -> str:
    """Write a time to the second, in the zone of this machine with its offset, or in UTC with a Z."""
    try:
        local = moment.astimezone(UTC if utc else None)
    except (OverflowError, ValueError, OSError):
        local, utc = moment.astimezone(UTC), True
    text = local.isoformat(" ", "seconds")
    return text.replace("+00:00", "Z") if utc else text


def printable(text: str, *, kept: str = "") -> str:
    """Put a mark in the place of what a terminal would obey instead of show, but for `kept`."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in kept else "\ufffd" for one in text)


def _read(item: object, column: str) -> Any:
    try:
        return getattr(item, column)
    except ValueError:  # an embedded value that cannot be read
        return None
