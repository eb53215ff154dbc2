"""Watching: the same listing again and again, with what changed from one to the next."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from ...client.session import Session
from ...errors import ApiError, UsageError
from ..invocation import Run
from ..output.formatting import cells, printable, time_text
from ..output.layout import Line
from ..output.writers import layout_of, rows_of, write
from .fetch import Entry
from .listing import listed

__all__ = ["watch"]

_LONGEST_OUTAGE = 600.0
NEW, CHANGED, GONE, SAME = "+", "*", "-", " "
Show = Callable[[list[Entry], "Changes"], None]


class Changes:
    """What is new in a listing, changed, or gone, by what its columns show."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._known: dict[object, Sequence[str]] = {}
        self.marks: list[str] = []
        self.gone: list[Sequence[str]] = []

    def take(self, entries: list[Entry]) -> None:
        """Compare a listing with the one before it."""
        key = self._run.command.operation.paged.key
        rows = [cells(item, self._run.columns, utc=self._run.utc) for item, _ in entries]
        found = dict(zip((getattr(item, key) for item, _ in entries), rows, strict=True))
        known, self._known = self._known, found
        self.marks = [
            NEW if name not in known else SAME if known[name] == row else CHANGED
            for name, row in found.items()
        ]
        self.gone = [row for name, row in known.items() if name not in found]


def watch(run: Run, session: Session, every: float) -> None:
    """List until stopped: in place on a terminal, what changed as lines elsewhere."""
    if run.output in ("json", "csv"):
        raise UsageError(f"--watch has no end, and so no whole {run.output}; use -o jsonl")
    if run.on_terminal and run.is_table:
        with _in_place(run) as (show, tell):
            _again_and_again(run, session, every, show, tell)
    else:
        _again_and_again(run, session, every, lambda *seen: _as_lines(run, *seen), run.note)


def _again_and_again(
    run: Run, session: Session, every: float, show: Show, tell: Callable[[str], None]
) -> None:
    changes, failing_since = Changes(run), None
    while True:
        try:
            entries = _unique(run, session)
        except ApiError as error:
            failing_since = failing_since or session.monotonic()
            if not error.retryable or session.monotonic() - failing_since > _LONGEST_OUTAGE:
                raise
            text = run.words("no answer at {time}, trying again", time=_now(run))
            tell(f"{text}: {printable(error.message)}")
        else:
            failing_since = None
            changes.take(entries)
            show(entries, changes)
        time.sleep(every)


def _unique(run: Run, session: Session) -> list[Entry]:
    """List once; what has no key, or one that came before, is not watched."""
    operation = run.command.operation
    page = session.pages(operation, run.values)
    found: dict[Any, Entry] = {}
    for entry in listed(run, page):
        found.setdefault(getattr(entry[0], operation.paged.key), entry)
    return list(found.values())


def _as_lines(run: Run, entries: list[Entry], changes: Changes) -> None:
    """Write what is new or changed: a line each, with its mark and the time in a table."""
    fresh = [one for one, mark in zip(entries, changes.marks, strict=True) if mark != SAME]
    if not run.is_table:
        write(run, fresh)
        sys.stdout.flush()
        return
    now, marks = _now(run), [mark for mark in changes.marks if mark != SAME]
    rows = [*zip(marks, rows_of(run, fresh), strict=True), *((GONE, row) for row in changes.gone)]
    for mark, row in rows:
        print(f"{now}  {mark}  {'  '.join(row)}")
    sys.stdout.flush()


@contextmanager
def _in_place(run: Run) -> Iterator[tuple[Show, Callable[[str], None]]]:
    """Keep the table in one place of the terminal, and a line below it for what went wrong."""
    from rich.console import Console, Group
    from rich.live import Live
    from rich.text import Text

    console = Console(markup=False, highlight=False, emoji=False)
    drawn: list[Line] = []

    def draw(below: str) -> None:
        lines = [Text.assemble(*line, no_wrap=True, overflow="crop") for line in drawn]
        live.update(Group(*lines, Text(below, style="dim")), refresh=True)

    def show(entries: list[Entry], changes: Changes) -> None:
        layout, rows = layout_of(run, taken=2), list(rows_of(run, entries))
        head = [[("  ", ""), *line] for line in layout.head(rows)]
        drawn[:] = [*head, *layout.body(rows, changes.marks)]
        text = "{count} at {time}; + new, * changed; ^C ends"
        draw(run.words(text, count=len(entries), time=_now(run)))

    with Live(console=console, auto_refresh=False, vertical_overflow="ellipsis") as live:
        yield show, draw


def _now(run: Run) -> str:
    return time_text(datetime.now(UTC), utc=run.utc)
