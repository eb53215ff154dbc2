"""Listing: one page or all pages, with a progress bar for long listings."""

import sys
from collections.abc import Iterable, Iterator

from ...client.session import Session
from ...messages import Message
from ...pagination.pages import Page
from ..invocation import Invocation
from ..output.writers import write
from .fetch import Entry, filtered
from .related import with_related

__all__ = ["list_entries", "list_items"]


def list_items(invocation: Invocation, session: Session) -> None:
    """List items, and note how many were not shown."""
    page = session.pages(invocation.command.operation, invocation.values)
    listed = list_entries(invocation, page, with_bar=True)
    entries = _Counter(with_related(invocation, session, listed))
    write(invocation, entries)
    if page.has_next and not _wants_all(invocation):
        _note_the_rest(invocation, page, entries.count)


def list_entries(
    invocation: Invocation, page: Page[object], *, with_bar: bool = False
) -> Iterator[Entry]:
    """Yield the entries of a page, or of it and all following pages, that match the filters."""
    wants_all = _wants_all(invocation)
    entries: Iterable[Entry] = zip(page.items, page.raw_items, strict=True)
    if wants_all:
        entries = page._entries(invocation.option("--parallel") or 1)
    if wants_all and with_bar and page.has_next and sys.stderr.isatty():
        entries = _with_progress_bar(entries, page.total_size if page.has_total else None)
        # On a terminal, the bar has to be gone before the table is written.
        entries = list(entries) if invocation.on_terminal else entries
    return filtered(entries, invocation.command, invocation.option, page)


def _wants_all(invocation: Invocation) -> bool:
    return bool(invocation.option("--all") or invocation.option("--parallel"))


class _Counter:
    """Counts the entries of an iteration."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self._entries = entries
        self.count = 0

    def __iter__(self) -> Iterator[Entry]:
        for entry in self._entries:
            self.count += 1
            yield entry


def _note_the_rest(invocation: Invocation, page: Page[object], shown: int) -> None:
    read = len(page.items)
    counts = {"shown": shown, "read": read, "total": page.total_size if page.has_total else 0}
    if not page.has_total:
        note = Message("{shown} shown of the {read} read; --all reads the rest", **counts)
    elif shown == read:
        note = Message("{shown} of {total} shown; --all shows the rest", **counts)
    else:
        note = Message(
            "{shown} of the {read} read match, of {total} in all; --all reads the rest", **counts
        )
    invocation.note(invocation.messages(note))


def _with_progress_bar(entries: Iterable[Entry], total: int | None) -> Iterator[Entry]:
    """Yield entries and show the progress on standard error, until the last one."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with bar:
        task = bar.add_task("", total=total)
        for entry in entries:
            yield entry
            bar.advance(task)
