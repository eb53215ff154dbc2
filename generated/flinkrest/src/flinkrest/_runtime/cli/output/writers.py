"""Writing entries: for people as a table, for programs as JSON, CSV or ids."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeAlias

from ..actions.fetch import Entry
from ..invocation import Run
from .formatting import cells, printable, raw_cell
from .layout import Layout, Line, plain

__all__ = ["layout_of", "rows_of", "write", "write_lines", "write_one"]

Writer: TypeAlias = Callable[[Run, Iterator[Entry]], None]
_AT_ONCE = 1000
STYLES = {"good": "green", "busy": "yellow", "over": "dim", "bad": "bold red"}
_UNPRINTABLE = r"[^\n\t\x20-\x7e]+"


def write(run: Run, entries: Iterable[Entry]) -> None:
    """Write entries in the form that was asked for."""
    _WRITERS[run.output](run, iter(entries))


def write_one(run: Run, entry: Entry | None) -> None:
    """Write one entry; where there is none, a table without rows, or null.

    What has no columns, such as a text or a file, is passed on as it came.
    """
    if run.output == "json" or not run.columns:
        end = b"" if run.command.operation.reads == "bytes" else b"\n"
        _pass_on(run, [b"null" if entry is None else entry[1], end])
    else:
        write(run, [] if entry is None else [entry])


def _write_array(run: Run, entries: Iterator[Entry]) -> None:
    between = b"[\n"
    for _, raw in entries:
        _pass_on(run, [between, raw])
        between = b",\n"
    _pass_on(run, [b"[]\n" if between == b"[\n" else b"\n]\n"])


def _write_lines(run: Run, entries: Iterator[Entry]) -> None:
    """Write one entry on each line; blanks are taken from those alone that have line ends."""
    from msgspec import json

    for _, raw in entries:
        one_line = raw if b"\n" not in raw and b"\r" not in raw else json.format(raw, indent=-1)
        _pass_on(run, [one_line, b"\n"])


def _pass_on(run: Run, parts: Iterable[bytes]) -> None:
    """Write JSON byte for byte; on a terminal, signs that it would obey are written as escapes."""
    if run.on_terminal:
        sys.stdout.write(
            "".join(re.sub(_UNPRINTABLE, _escaped, one.decode(errors="replace")) for one in parts)
        )
    else:
        sys.stdout.buffer.writelines(parts)


def _escaped(found: "re.Match[str]") -> str:
    """Write signs that are not printable as JSON does; the end of a line by \\r alone is a blank."""
    return "".join(map(_escape, found[0]))


def _escape(sign: str) -> str:
    if sign.isprintable():
        return sign
    units = sign.encode("utf-16-be")
    pairs = (units[place : place + 2] for place in range(0, len(units), 2))
    return " " if sign == "\r" else "".join(f"\\u{pair.hex()}" for pair in pairs)


def _write_csv(run: Run, entries: Iterator[Entry]) -> None:
    import csv

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(run.columns)
    for item, _ in entries:
        row = [raw_cell(getattr(item, column), utc=run.utc) for column in run.columns]
        out.writerow(map(printable, row) if run.on_terminal else row)


def _write_ids(run: Run, entries: Iterator[Entry]) -> None:
    pagination, columns = run.command.operation.pagination, run.command.columns
    wait = run.command.wait
    key = wait.waiter.subject if wait else pagination.key if pagination else columns[0]
    for item, _ in entries:
        print(printable(raw_cell(getattr(item, key), utc=run.utc)))


def _write_table(run: Run, entries: Iterator[Entry]) -> None:
    layout, rows = layout_of(run), rows_of(run, entries)
    first = list(islice(rows, _AT_ONCE))
    write_lines(run, chain(layout.head(first), layout.body(chain(first, rows))))
    if layout.left_out:
        text = "no room for {columns}; a wider terminal or -o wide shows all"
        run.note(run.words(text, columns=", ".join(layout.left_out)))


def layout_of(run: Run, *, taken: int = 0) -> Layout:
    """Make the layout of a table; `taken` is the room that something else has."""
    tones = run.command.tones
    return Layout(
        run.columns,
        room=None if run.room is None else run.room - taken,
        keeps_all=run.output == "wide",
        styles={column: {v: STYLES[t] for v, t in tones[column].items()} for column in tones},
    )


def rows_of(run: Run, entries: Iterable[Entry]) -> Iterator[Sequence[str]]:
    """Give the cells of entries."""
    return (cells(item, run.columns, utc=run.utc) for item, _ in entries)


def write_lines(run: Run, lines: Iterable[Line]) -> None:
    """Print lines, with their styles where there is a terminal."""
    if not run.on_terminal:
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
    "json": _write_array,
    "jsonl": _write_lines,
    "csv": _write_csv,
    "ids": _write_ids,
}
