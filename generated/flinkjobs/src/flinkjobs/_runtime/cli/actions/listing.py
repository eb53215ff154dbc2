"""Listing: one page or all, with a bar for what takes long."""

import sys
from collections.abc import Iterable, Iterator

from ...client.session import Session
from ...pagination.pages import Page
from ..invocation import Run
from ..output.writers import write
from .fetch import Entry, filtered

__all__ = ["list_items", "listed"]


def list_items(run: Run, session: Session) -> None:
    """List what was asked for, and say what was not shown."""
    page = session.pages(run.command.operation, run.values)
    kept = _Counted(listed(run, page, with_bar=True))
    write(run, kept)
    if page.has_next and not _goes_on(run):
        _tell_the_rest(run, page, kept.count)


def listed(run: Run, page: Page[object], *, with_bar: bool = False) -> Iterator[Entry]:
    """Give the entries of a page, or of all from it on, but for what is to be left out."""
    everything = _goes_on(run)
    entries: Iterable[Entry] = zip(page.items, page.raw_items, strict=True)
    if everything:
        entries = page._entries(run.option("--parallel") or 1)
    if everything and with_bar and page.has_next and sys.stderr.isatty():
        entries = _with_bar(run, entries, page.total_size)
        entries = list(entries) if run.on_terminal else entries  # the bar is gone before the table
    return filtered(entries, run.command, run.option, page)


def _goes_on(run: Run) -> bool:
    return bool(run.option("--all") or run.option("--parallel"))


class _Counted:
    """Counts what it gives."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self._entries = entries
        self.count = 0

    def __iter__(self) -> Iterator[Entry]:
        for entry in self._entries:
            self.count += 1
            yield entry


def _tell_the_rest(run: Run, page: Page[object], shown: int) -> None:
    read, total = len(page.items), page.total_size
    if shown == read:
        text = "{shown} of {total} shown; --all shows the rest"
    else:
        text = "{shown} kept of {read} read, of {total} in all; --all reads the rest"
    run.note(run.words(text, shown=shown, read=read, total=total))


def _with_bar(run: Run, entries: Iterable[Entry], total: int) -> Iterator[Entry]:
    """Show on standard error how far it is, until it is done or left."""
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
