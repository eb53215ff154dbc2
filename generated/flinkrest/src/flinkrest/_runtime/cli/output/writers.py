"""Writers of entries: tables for people; JSON, CSV and ids for programs."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any, TypeAlias

from ...messages import Message
from ..actions.fetch import Entry
from ..invocation import Invocation
from .blocks import block_lines, plain_blocks
from .formatting import format_age, format_row, format_value, printable, read
from .layout import Layout, Line, plain

__all__ = [
    "STYLES",
    "format_rows",
    "table_layout",
    "write",
    "write_lines",
    "write_one",
    "write_raw",
]

Writer: TypeAlias = Callable[[Invocation, Iterator[Entry]], None]
_MEASURED_ROWS = 1000
STYLES = {"good": "green", "busy": "yellow", "over": "dim", "bad": "bold red"}
"""The style of each tone."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n")
_UNPRINTABLE = r"[^\n\t\x20-\x7e]+"


def write(invocation: Invocation, entries: Iterable[Entry]) -> None:
    """Write entries in the chosen output format."""
    _WRITERS[invocation.output](invocation, iter(entries))


def write_one(invocation: Invocation, entry: Entry | None) -> None:
    """Write one entry; without one, an empty table or null.

    A text of an envelope is written without the quotation marks of JSON; another entry without
    columns, such as a file, as received.
    """
    is_text = invocation.command.payload and entry is not None and isinstance(entry[0], str)
    if is_text and entry is not None and invocation.output != "json":
        _write_text(invocation, entry[0])
    elif invocation.output == "json" or not invocation.columns:
        end = b"" if entry is not None and isinstance(entry[0], bytes) else b"\n"
        write_raw(invocation, [b"null" if entry is None else entry[1], end])
    else:
        write(invocation, [] if entry is None else [entry])


def _write_text(invocation: Invocation, text: str) -> None:
    """Write a text and the end of its last line; on a terminal, with control characters escaped."""
    shown = printable(text, kept="\n") if invocation.on_terminal else text
    sys.stdout.write(shown if shown.endswith("\n") else f"{shown}\n")


def _write_json(invocation: Invocation, entries: Iterator[Entry]) -> None:
    separator = b"[\n"
    for _, raw in entries:
        write_raw(invocation, [separator, raw])
        separator = b",\n"
    write_raw(invocation, [b"[]\n" if separator == b"[\n" else b"\n]\n"])


def _write_json_lines(invocation: Invocation, entries: Iterator[Entry]) -> None:
    """Write one entry per line; only JSON with line breaks is re-encoded, without whitespace."""
    from msgspec import json

    for _, raw in entries:
        one_line = raw if b"\n" not in raw and b"\r" not in raw else json.format(raw, indent=-1)
        write_raw(invocation, [one_line, b"\n"])


def write_raw(invocation: Invocation, parts: Iterable[bytes]) -> None:
    """Write JSON unchanged; on a terminal, with unprintable characters escaped."""
    if invocation.on_terminal:
        sys.stdout.write(
            "".join(re.sub(_UNPRINTABLE, _escaped, part.decode(errors="replace")) for part in parts)
        )
    else:
        sys.stdout.buffer.writelines(parts)


def _escaped(match: "re.Match[str]") -> str:
    """Return characters with the unprintable ones escaped as in JSON; \\r becomes a space."""
    return "".join(map(_escape, match[0]))


def _escape(character: str) -> str:
    if character.isprintable():
        return character
    if character == "\r":
        return " "
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[index : index + 2].hex()}" for index in range(0, len(units), 2))


def _write_csv(invocation: Invocation, entries: Iterator[Entry]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(invocation.columns)
    for item, _ in entries:
        row = [_csv_cell(read(item, path), utc=invocation.utc) for path in invocation.columns]
        writer.writerow(map(printable, row) if invocation.on_terminal else row)


def _csv_cell(value: Any, *, utc: bool) -> str:
    """Return the text of a value; a text that a spreadsheet would run as a formula begins with '.

    A carriage return, which the csv module of Python 3.11 does not quote, becomes a line feed.
    """
    text = format_value(value, utc=utc).replace("\r\n", "\n").replace("\r", "\n")
    is_formula = isinstance(value, str) and text.startswith(_FORMULA_STARTS)
    return f"'{text}" if is_formula else text


def _write_blocks(invocation: Invocation, entries: Iterator[Entry]) -> None:
    for index, (item, _) in enumerate(entries):
        if index:
            write_lines(invocation, [[]])
        blocks = invocation.blocks or plain_blocks(item)
        now = datetime.now(UTC)
        lines = block_lines(
            item,
            blocks,
            _styles(invocation),
            utc=invocation.utc,
            age=lambda moment, now=now: format_age(moment, now),  # type: ignore[misc]
            width=invocation.width,
            translate=invocation.messages,
        )
        write_lines(invocation, lines)


def _write_ids(invocation: Invocation, entries: Iterator[Entry]) -> None:
    command = invocation.command
    pagination, wait = command.operation.pagination, command.wait
    known = wait.waiter.subject if wait else pagination.key if pagination else command.key
    key = known or command.columns[0]
    for item, _ in entries:
        print(printable(format_value(getattr(item, key), utc=invocation.utc)))


def _write_table(invocation: Invocation, entries: Iterator[Entry]) -> None:
    layout, rows = table_layout(invocation), format_rows(invocation, entries)
    first = list(islice(rows, _MEASURED_ROWS))
    write_lines(invocation, chain(layout.head(first), layout.body(chain(first, rows))))
    if layout.omitted:
        note = Message(
            "no room for {columns}; a wider terminal or -o wide shows all",
            columns=", ".join(layout.omitted),
        )
        invocation.note(invocation.messages(note))


def table_layout(invocation: Invocation, *, margin: int = 0) -> Layout:
    """Return the layout of a table, which leaves a margin free."""
    width = invocation.width
    return Layout(
        invocation.columns,
        width=None if width is None else width - margin,
        keeps_all=invocation.output == "wide",
        styles=_styles(invocation),
    )


def _styles(invocation: Invocation) -> dict[str, dict[str, str]]:
    """Return the style of each value that has a tone, by column."""
    return {
        column: {value: STYLES[tone] for value, tone in values.items()}
        for column, values in invocation.command.tones.items()
    }


def format_rows(invocation: Invocation, entries: Iterable[Entry]) -> Iterator[Sequence[str]]:
    """Return the cells of entries."""
    columns, utc, age = invocation.columns, invocation.utc, invocation.age
    return (format_row(item, columns, utc=utc, age=age) for item, _ in entries)


def write_lines(invocation: Invocation, lines: Iterable[Line]) -> None:
    """Print lines, with their styles on a terminal."""
    if not invocation.on_terminal:
        sys.stdout.writelines(f"{plain(line)}\n" for line in lines)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(markup=False, highlight=False, emoji=False)
    for line in lines:
        console.print(Text.assemble(*line), soft_wrap=True)


_WRITERS: dict[str, Writer] = {
    "table": _write_table,
    "wide": _write_table,
    "blocks": _write_blocks,
    "json": _write_json,
    "jsonl": _write_json_lines,
    "csv": _write_csv,
    "ids": _write_ids,
}
