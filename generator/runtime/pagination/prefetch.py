"""Parallel prefetch of pages, in windows ahead of the cursor that consumes them in order.

A window is read completely before any of it is yielded, while the next one is being read. When
the totals in it differ, among each other or from the one before, the list changed meanwhile, and
pages that were read out of order may not be consistent: then the window is read again, page by
page. A change that keeps the total, one item more and one less, cannot be detected.
"""

import asyncio
import contextvars
import queue
import threading
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future
from typing import Generic, Protocol, TypeVar

__all__ = ["AsyncPrefetcher", "Prefetcher"]


class _HasTotal(Protocol):
    @property
    def total_size(self) -> int: ...


class _Cancellable(Protocol):
    def cancel(self) -> bool: ...


PageT = TypeVar("PageT", bound=_HasTotal)
PendingT = TypeVar("PendingT", bound=_Cancellable)


class _Windows(Generic[PageT, PendingT]):
    """The state of a prefetch: pending pages, consistent ones, and those to read one by one."""

    def __init__(
        self, start: Callable[[int], PendingT], parallel: int, size: int, in_items: bool
    ) -> None:
        self._start = start
        self._parallel = parallel
        self._size = size
        self._in_items = in_items
        self._pending: dict[int, PendingT] = {}
        self._sequential = range(0)
        self.consistent: dict[int, PageT] = {}

    def is_sequential(self, index: int) -> bool:
        """Whether a page is to be read by itself, when the cursor reaches it."""
        return index in self._sequential

    def begin(self, index: int, total: int) -> list[PendingT]:
        """Start reading the window that begins with a page, and the next one; return the first."""
        stride = self._size if self._in_items else 1
        last = total - 1 if self._in_items else -(-total // self._size)
        span = (self._parallel - 1) * stride
        self._window = range(index, max(index, min(index + span, last)) + 1, stride)
        following = self._window[-1] + stride
        ahead = range(following, min(following + span, last) + 1, stride)
        self.cancel(lambda page: page not in self._window and page not in ahead)
        for page in (*self._window, *ahead):
            if page not in self._pending:
                self._pending[page] = self._start(page)
        return [self._pending.pop(page) for page in self._window]

    def finish(self, pages: Iterable[PageT], total: int) -> None:
        """Keep the pages of a window; when they are inconsistent, have them read one by one."""
        self.consistent = dict(zip(self._window, pages, strict=True))
        if {page.total_size for page in self.consistent.values()} != {total}:
            self.cancel()
            self.consistent, self._sequential = {}, self._window

    def cancel(self, is_unwanted: Callable[[int], bool] = lambda _: True) -> None:
        """Cancel pending reads of unwanted pages."""
        for index in [page for page in self._pending if is_unwanted(page)]:
            self._pending.pop(index).cancel()


class Prefetcher(Generic[PageT]):
    """Reads pages in threads of its own; closing it cancels pending reads."""

    def __init__(
        self, fetch: Callable[[int], PageT], parallel: int, size: int, in_items: bool = False
    ) -> None:
        self._fetch = fetch
        self._threads = _Threads(parallel)
        start = self._threads.start
        self._windows: _Windows[PageT, Future[PageT]] = _Windows(
            lambda index: start(fetch, index), parallel, size, in_items
        )

    def read(self, index: int, total: int) -> PageT:
        """Return a page; `total` is that of the page before it."""
        windows = self._windows
        if index not in windows.consistent and not windows.is_sequential(index):
            windows.finish([page.result() for page in windows.begin(index, total)], total)
        page = windows.consistent.pop(index, None)
        return page or self._threads.start(self._fetch, index).result()

    def close(self) -> None:
        """Cancel pending reads; a request already sent ends in its thread, and its result is dropped."""
        self._windows.cancel()
        self._threads.close()


class AsyncPrefetcher(Generic[PageT]):
    """Reads pages in tasks; closing it cancels pending ones."""

    def __init__(
        self,
        fetch: Callable[[int], Awaitable[PageT]],
        parallel: int,
        size: int,
        in_items: bool = False,
    ) -> None:
        self._fetch = fetch
        self._slots = asyncio.Semaphore(parallel)
        self._tasks: set[asyncio.Task[PageT]] = set()
        self._windows: _Windows[PageT, asyncio.Task[PageT]] = _Windows(
            self._start, parallel, size, in_items
        )

    def _start(self, index: int) -> "asyncio.Task[PageT]":
        task = asyncio.create_task(self._fetch_in_slot(index))
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    async def _fetch_in_slot(self, index: int) -> PageT:
        async with self._slots:
            return await self._fetch(index)

    def _on_done(self, task: "asyncio.Task[PageT]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # mark as retrieved, so that asyncio does not log it

    async def read(self, index: int, total: int) -> PageT:
        """Return a page; `total` is that of the page before it."""
        windows = self._windows
        if index not in windows.consistent and not windows.is_sequential(index):
            windows.finish([await page for page in windows.begin(index, total)], total)
        return windows.consistent.pop(index, None) or await self._fetch_in_slot(index)

    async def close(self) -> None:
        """Cancel pending tasks, and wait until they have ended."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Threads:
    """A small pool of daemon threads, which do not delay the end of the program."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._started = 0
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()

    def start(self, call: Callable[[int], PageT], index: int) -> "Future[PageT]":
        """Queue a call for the next free thread."""
        future: Future[PageT] = Future()
        context = contextvars.copy_context()
        self._work.put(lambda: context.run(_run, future, call, index))
        if self._started < self._count:
            self._started += 1
            threading.Thread(target=self._loop, daemon=True).start()
        return future

    def _loop(self) -> None:
        while (work := self._work.get()) is not None:
            work()
            del work

    def close(self) -> None:
        """End each thread after its current call."""
        for _ in range(self._started):
            self._work.put(None)


def _run(future: "Future[PageT]", call: Callable[[int], PageT], index: int) -> None:
    if future.set_running_or_notify_cancel():
        try:
            future.set_result(call(index))
        except BaseException as error:
            future.set_exception(error)
