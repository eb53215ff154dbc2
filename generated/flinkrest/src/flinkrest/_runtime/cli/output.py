"""How an answer is shown: a table for people, or JSON as it was received."""

import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

__all__ = ["printable", "write_json", "write_json_array", "write_json_lines", "write_table"]

_WIDEST = 1_000_000
"""Columns of what is no terminal: nothing is folded there."""


def write_json(raw: bytes) -> None:
    """Print one JSON value as it was received."""
    _write([raw, b"\n"])


def write_json_array(items: Iterable[bytes]) -> None:
    """Print items, each as it was received, as one JSON array, a line each."""
    between = b"[\n"
    for item in items:
        _write([between, item])
        between = b",\n"
    _write([b"[]\n" if between == b"[\n" else b"\n]\n"])


def write_json_lines(items: Iterable[bytes]) -> None:
    """Print items as they were received, one on each line, without the blanks between their parts."""
    from msgspec import json

    for item in items:
        _write([json.format(item, indent=-1), b"\n"])


def _write(parts: Iterable[bytes]) -> None:
    sys.stdout.buffer.writelines(parts)


def write_table(columns: tuple[str, ...], items: Iterable[object]) -> None:
    """Print a table with a row for each item; `columns` are properties of the items."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, column in enumerate(columns):
        table.add_column(_title(column), overflow="fold", no_wrap=place == 0)
    for item in items:
        table.add_row(*(_cell(getattr(item, column)) for column in columns))
    console = Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = _WIDEST
    with console.capture() as shown:
        console.print(table)
    encoding = sys.stdout.encoding
    sys.stdout.write(shown.get().encode(encoding, "backslashreplace").decode(encoding))


def _title(column: str) -> str:
    return column.removesuffix("_utc").replace("_", " ").upper()


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%SZ")
    return printable(str(value))


def printable(text: str, *, kept: str = "") -> str:
    """Put a mark in the place of what a terminal would obey instead of show, but for `kept`."""
    return "".join(one if one.isprintable() or one in kept else "\ufffd" for one in text)
