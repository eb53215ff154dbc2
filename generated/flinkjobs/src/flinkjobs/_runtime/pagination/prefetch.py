"""Reading several pages at once, ahead of the walk that takes them one by one.

A window is read as a whole before any of it is given, while the one after it is under way. When
the totals in it differ, among each other or from the one before, something changed meanwhile, and
pages that were read out of order may not fit together: then the window is read again, page by
page. What leaves the total as it is, one job more and one less, cannot be seen.
"""

import asyncio
import contextvars
import queue
import threading
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future
from typing import Generic, Protocol, TypeVar

__all__ = ["AsyncWindows", "Windows"]


class _Counted(Protocol):
    total_size: int


class _Cancellable(Protocol):
    def cancel(self) -> bool: ...


PageT = TypeVar("PageT", bound=_Counted)
UnderwayT = TypeVar("UnderwayT", bound=_Cancellable)


class _Plan(Generic[PageT, UnderwayT]):
    """Which pages are under way, which were read and fit together, which are read one by one."""

    def __init__(self, start: Callable[[int], UnderwayT], parallel: int, size: int) -> None:
        self._start = start
        self._parallel = parallel
        self._size = size
        self._underway: dict[int, UnderwayT] = {}
        self._alone = range(0)
        self.fitting: dict[int, PageT] = {}

    def must_wait(self, index: int) -> bool:
        """Tell whether a page is one of those to read by itself, when the walk asks for it."""
        return index in self._alone

    def begin(self, index: int, total: int) -> list[UnderwayT]:
        """Have a window read that begins with a page, and the next one; give the first."""
        last = -(-total // self._size)
        self._window = range(index, max(index, min(index + self._parallel - 1, last)) + 1)
        ahead = range(self._window.stop, min(self._window.stop + self._parallel - 1, last) + 1)
        self.stop(lambda one: one not in self._window and one not in ahead)
        for one in (*self._window, *ahead):
            if one not in self._underway:
                self._underway[one] = self._start(one)
        return [self._underway.pop(one) for one in self._window]

    def judge(self, pages: Iterable[PageT], total: int) -> None:
        """Take in a window; when its pages do not fit together, have it read again in turn."""
        self.fitting = dict(zip(self._window, pages, strict=True))
        if {page.total_size for page in self.fitting.values()} != {total}:
            self.stop()
            self.fitting, self._alone = {}, self._window

    def stop(self, unwanted: Callable[[int], bool] = lambda _: True) -> None:
        """Cancel what is under way and not wanted any more."""
        for index in [one for one in self._underway if unwanted(one)]:
            self._underway.pop(index).cancel()


class Windows(Generic[PageT]):
    """Reads pages with threads of its own; closing it drops what is under way."""

    def __init__(self, fetch: Callable[[int], PageT], parallel: int, size: int) -> None:
        self._fetch = fetch
        self._threads = _Threads(parallel)
        start = self._threads.start
        self._plan: _Plan[PageT, Future[PageT]] = _Plan(
            lambda index: start(fetch, index), parallel, size
        )

    def read(self, index: int, total: int) -> PageT:
        """Give a page; `total` is what the page before it said."""
        plan = self._plan
        if index not in plan.fitting and not plan.must_wait(index):
            plan.judge([one.result() for one in plan.begin(index, total)], total)
        return plan.fitting.pop(index, None) or self._fetch(index)

    def close(self) -> None:
        """Drop what is under way; a request already sent ends in its thread, unheard."""
        self._plan.stop()
        self._threads.close()


class AsyncWindows(Generic[PageT]):
    """Reads pages with tasks; closing it cancels those under way."""

    def __init__(self, fetch: Callable[[int], Awaitable[PageT]], parallel: int, size: int) -> None:
        self._fetch = fetch
        self._places = asyncio.Semaphore(parallel)
        self._tasks: set[asyncio.Task[PageT]] = set()
        self._plan: _Plan[PageT, asyncio.Task[PageT]] = _Plan(self._begin, parallel, size)

    def _begin(self, index: int) -> "asyncio.Task[PageT]":
        task = asyncio.create_task(self._in_turn(index))
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def _in_turn(self, index: int) -> PageT:
        async with self._places:
            return await self._fetch(index)

    def _ended(self, task: "asyncio.Task[PageT]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # one that nobody waits for any more is no news

    async def read(self, index: int, total: int) -> PageT:
        """Give a page; `total` is what the page before it said."""
        plan = self._plan
        if index not in plan.fitting and not plan.must_wait(index):
            plan.judge([await one for one in plan.begin(index, total)], total)
        return plan.fitting.pop(index, None) or await self._fetch(index)

    async def close(self) -> None:
        """Cancel what is under way, and wait until it is gone."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Threads:
    """A few threads that end with the program, even when a server keeps one of them waiting."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._started = 0
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()

    def start(self, call: Callable[[int], PageT], index: int) -> "Future[PageT]":
        """Have a call made by the next thread that is free."""
        future: Future[PageT] = Future()
        context = contextvars.copy_context()
        self._work.put(lambda: context.run(_fulfil, future, call, index))
        if self._started < self._count:
            self._started += 1
            threading.Thread(target=self._run, daemon=True).start()
        return future

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()
            del work

    def close(self) -> None:
        """Let each thread end after what it is at."""
        for _ in range(self._started):
            self._work.put(None)


def _fulfil(future: "Future[PageT]", call: Callable[[int], PageT], index: int) -> None:
    if future.set_running_or_notify_cancel():
        try:
            future.set_result(call(index))
        except BaseException as error:
            future.set_exception(error)
