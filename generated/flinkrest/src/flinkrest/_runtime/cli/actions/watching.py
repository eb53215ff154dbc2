"""Watching: repeats a listing and shows what changed."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from ...client.session import Session
from ...errors import ApiError, UsageError
from ...messages import Message
from ..invocation import Invocation
from ..output.formatting import format_row, format_time, printable
from ..output.layout import Line
from ..output.writers import format_rows, table_layout, write
from .fetch import Entry
from .listing import list_entries
from .related import with_related

__all__ = ["watch"]

_LONGEST_OUTAGE = 600.0
NEW, CHANGED, GONE, SAME = "+", "*", "-", " "
Show = Callable[[list[Entry], "Changes"], None]


class Changes:
    """The items of a listing that are new, changed or gone since the last one, by their columns."""

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation
        self._rows: dict[object, Sequence[str]] = {}
        self.marks: list[str] = []
        self.gone: list[Sequence[str]] = []

    def update(self, entries: list[Entry]) -> None:
        """Compare a listing with the last one."""
        columns, utc = self._invocation.columns, self._invocation.utc
        key = self._invocation.command.operation.required_pagination.key
        rows: dict[object, Sequence[str]] = {
            getattr(item, key): format_row(item, columns, utc=utc) for item, _ in entries
        }
        last, self._rows = self._rows, rows
        self.marks = [
            NEW if name not in last else SAME if last[name] == row else CHANGED
            for name, row in rows.items()
        ]
        self.gone = [row for name, row in last.items() if name not in rows]


def watch(invocation: Invocation, session: Session, interval: float) -> None:
    """Repeat a listing until interrupted: in place on a terminal, else as lines of changes."""
    output = invocation.output
    if output in ("json", "csv"):
        raise UsageError(
            Message(
                "--watch never ends, so {output} would be incomplete; use -o jsonl", output=output
            )
        )
    if invocation.on_terminal and invocation.is_table:
        with _in_place(invocation) as (show, report):
            _repeat(invocation, session, interval, show, report)
    else:

        def show_lines(entries: list[Entry], changes: Changes) -> None:
            _write_changes(invocation, entries, changes)

        _repeat(invocation, session, interval, show_lines, invocation.note)


def _repeat(
    invocation: Invocation,
    session: Session,
    interval: float,
    show: Show,
    report: Callable[[str], None],
) -> None:
    changes, failing_since = Changes(invocation), None
    while True:
        try:
            entries = _unique_entries(invocation, session)
        except ApiError as error:
            failing_since = failing_since or session.monotonic()
            if not error.retryable or session.monotonic() - failing_since > _LONGEST_OUTAGE:
                raise
            failure = Message(
                "request failed at {time}, retrying: {message}",
                time=_now(invocation),
                message=error.message_data,
            )
            report(printable(invocation.messages(failure)))
        else:
            failing_since = None
            changes.update(entries)
            show(entries, changes)
        time.sleep(interval)


def _unique_entries(invocation: Invocation, session: Session) -> list[Entry]:
    """List once; of several items with one key, only the first is watched."""
    operation = invocation.command.operation
    page = session.pages(operation, invocation.values)
    unique: dict[Any, Entry] = {}
    for entry in list_entries(invocation, page):
        unique.setdefault(getattr(entry[0], operation.required_pagination.key), entry)
    return list(with_related(invocation, session, unique.values()))


def _write_changes(invocation: Invocation, entries: list[Entry], changes: Changes) -> None:
    """Write what changed: in a table, lines with the time and a mark."""
    changed = [entry for entry, mark in zip(entries, changes.marks, strict=True) if mark != SAME]
    if not invocation.is_table:
        write(invocation, changed)
        sys.stdout.flush()
        return
    now, marks = _now(invocation), [mark for mark in changes.marks if mark != SAME]
    rows = [
        *zip(marks, format_rows(invocation, changed), strict=True),
        *((GONE, row) for row in changes.gone),
    ]
    for mark, row in rows:
        print(f"{now}  {mark}  {'  '.join(row)}")
    sys.stdout.flush()


@contextmanager
def _in_place(invocation: Invocation) -> Iterator[tuple[Show, Callable[[str], None]]]:
    """Draw the table in one place of the terminal, with a line for errors below it."""
    from rich.console import Console, Group
    from rich.live import Live
    from rich.text import Text

    console = Console(markup=False, highlight=False, emoji=False)
    drawn: list[Line] = []

    def draw(status: str) -> None:
        lines = [Text.assemble(*line, no_wrap=True, overflow="crop") for line in drawn]
        live.update(Group(*lines, Text(status, style="dim")), refresh=True)

    def show(entries: list[Entry], changes: Changes) -> None:
        layout, rows = table_layout(invocation, margin=2), list(format_rows(invocation, entries))
        head = [[("  ", ""), *line] for line in layout.head(rows)]
        drawn[:] = [*head, *layout.body(rows, changes.marks)]
        status = Message(
            "{count} items at {time}; + new, * changed; Ctrl-C to stop",
            count=len(entries),
            time=_now(invocation),
        )
        draw(invocation.messages(status))

    with Live(console=console, auto_refresh=False, vertical_overflow="ellipsis") as live:
        yield show, draw


def _now(invocation: Invocation) -> str:
    return format_time(datetime.now(UTC), utc=invocation.utc)
