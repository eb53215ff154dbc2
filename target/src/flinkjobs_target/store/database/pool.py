"""Asynchronous access to a remote database: threads with a connection each, and pipelined statements.

The statements of one event loop iteration are handed over together, and sent in one round trip.
Statements that arrive while all connections are busy wait, and are sent together as well: the
busier the server, the fewer round trips.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from msgspec import Struct

from .interface import Database, Query, Row

__all__ = ["ConnectionPool"]

ResultT = TypeVar("ResultT")
_CONNECTIONS = 2
_MAX_STATEMENTS = 32
"""Statements of one round trip: the first of them waits for the last."""


class _Task(Struct, eq=False):
    """A statement, or work with several, and the future of the request that waits for it."""

    future: "asyncio.Future[Any]"
    query: Query = ("", ())
    work: Callable[[Database], object] | None = None


class _Batch(Struct, eq=False):
    """The tasks of one event loop iteration; `since` is the time of their arrival."""

    loop: asyncio.AbstractEventLoop
    since: float
    tasks: list[_Task]


class ConnectionPool:
    """Connections in threads of their own, opened by the first request that needs them.

    A thread rather than an asynchronous driver: it takes half the processor time (decision 13), and
    the connection recovers from lost servers as that of a writer does.
    """

    def __init__(
        self,
        connect: Callable[[], Database],
        *,
        skip_locked: str,
        connections: int = _CONNECTIONS,
    ) -> None:
        self.skip_locked = skip_locked
        self._connect = connect
        self._connections = connections
        self._lock = Lock()
        self._threads: list[Thread] = []
        self._gathering: _Batch | None = None
        self._waiting: deque[_Batch] = deque()
        self._signals: SimpleQueue[bool] = SimpleQueue()

    def all(self, statement: str, values: Sequence[object] = ()) -> "asyncio.Future[list[Row]]":
        """Run a statement; it is sent at the end of this event loop iteration."""
        loop = asyncio.get_running_loop()
        return self._add(loop, _Task(loop.create_future(), (statement, values)))

    def call(self, work: Callable[[Database], ResultT]) -> "asyncio.Future[ResultT]":
        """Call `work` in a thread with a connection."""
        loop = asyncio.get_running_loop()
        return self._add(loop, _Task(loop.create_future(), work=work))

    def version(self) -> None:
        """Return None: reading a version would be a statement, like the one that it saves."""

    def delay(self) -> float:
        """Return the seconds that the oldest statement has waited for a connection."""
        try:
            return time.monotonic() - self._waiting[0].since
        except IndexError:
            return 0.0

    def close(self) -> None:
        """Finish the statements that were begun, and close the connections."""
        threads, self._threads = self._threads, []
        for _ in threads:
            self._signals.put(False)
        for thread in threads:
            thread.join()

    def _add(self, loop: asyncio.AbstractEventLoop, task: _Task) -> "asyncio.Future[Any]":
        gathering = self._gathering
        if gathering is None or gathering.loop is not loop:
            gathering = self._gathering = _Batch(loop, time.monotonic(), [])
            loop.call_soon(self._hand_over, gathering)
        gathering.tasks.append(task)
        return task.future

    def _hand_over(self, batch: _Batch) -> None:
        """Let the next free connection take the statements of this iteration."""
        if self._gathering is batch:
            self._gathering = None
        self._start()
        self._waiting.append(batch)
        self._signals.put(True)

    def _start(self) -> None:
        """Start the threads, once."""
        if self._threads:
            return
        with self._lock:
            if not self._threads:
                self._threads = [
                    Thread(
                        target=self._run, name=f"flinkjobs-target-database-{number}", daemon=True
                    )
                    for number in range(self._connections)
                ]
                for thread in self._threads:
                    thread.start()

    def _run(self) -> None:
        """Run waiting statements until the pool is closed."""
        database: Database | None = None
        while self._signals.get():
            batches = list(self._take())
            tasks = [
                task for batch in batches for task in batch.tasks if not task.future.cancelled()
            ]
            if not tasks:
                continue
            try:
                database = database or self._connect()
                results = _results(database, tasks)
            except Exception as error:  # any error must reach the waiting requests
                results = [error] * len(tasks)
            _deliver(tasks, results)
        if database is not None:
            database.close()

    def _take(self) -> Iterator[_Batch]:
        """Yield waiting batches, until they have enough statements for one round trip."""
        count = 0
        with suppress(IndexError):
            while count < _MAX_STATEMENTS:
                batch = self._waiting.popleft()
                count += len(batch.tasks)
                yield batch


def _results(database: Database, tasks: Sequence[_Task]) -> Sequence[object]:
    """Return the result or the exception of each task: first of the statements, then of the work."""
    queries = [task.query for task in tasks if task.work is None]
    rows = iter(database.all_of(queries) if queries else ())
    return [next(rows) if task.work is None else _called(task.work, database) for task in tasks]


def _called(work: Callable[[Database], object], database: Database) -> object:
    try:
        return work(database)
    except Exception as error:  # passed on to the request
        return error


def _deliver(tasks: Sequence[_Task], results: Sequence[object]) -> None:
    """Pass results to the event loops of their requests, with one wake-up for each loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[_Task, object]]] = {}
    for task, result in zip(tasks, results, strict=True):
        by_loop.setdefault(task.future.get_loop(), []).append((task, result))
    for loop, pairs in by_loop.items():
        with suppress(RuntimeError):  # the loop was closed, and nobody waits
            loop.call_soon_threadsafe(partial(_resolve, pairs))


def _resolve(pairs: Sequence[tuple[_Task, object]]) -> None:
    for task, result in pairs:
        if task.future.done():
            continue
        if isinstance(result, Exception):
            task.future.set_exception(result)
        else:
            task.future.set_result(result)
