"""Runs tasks side by side, each in a process that is a copy of this one, and ends the slow ones."""

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

__all__ = ["Finished", "run_each"]

TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")

# What the copies share was imported once; a process that is started anew would import it again.
_context = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Finished(Generic[TaskT, ResultT]):
    """A task with its result, which is None when it took too long, and the seconds it took.

    `processor_seconds` are those of its process and of those that it waited for; 0 without a result.
    """

    task: TaskT
    result: ResultT | None
    seconds: float
    processor_seconds: float = 0.0


@dataclass(frozen=True)
class _Running(Generic[TaskT]):
    task: TaskT
    process: multiprocessing.process.BaseProcess
    began: float


def run_each(
    tasks: Iterable[TaskT], run: Callable[[TaskT], ResultT], *, limit: float
) -> Iterator[Finished[TaskT, ResultT]]:
    """Run tasks, as many at once as there are processors; give each when it is over.

    One that takes more than `limit` seconds, or dies without a result, has none. A task is taken
    from `tasks` when it is its turn.
    """
    waiting = iter(tasks)
    running: dict[Connection, _Running[TaskT]] = {}
    try:
        while True:
            for task in islice(waiting, (os.cpu_count() or 1) - len(running)):
                receiver, started = _start(task, run)
                running[receiver] = started
            if not running:
                return
            yield from _collect(running, limit)
    finally:
        for worker in running.values():
            _end(worker.process)


def _start(task: TaskT, run: Callable[[TaskT], ResultT]) -> tuple[Connection, _Running[TaskT]]:
    receiver, sender = _context.Pipe(duplex=False)
    process = _context.Process(target=_report, args=(sender, run, task))
    process.start()
    sender.close()
    return receiver, _Running(task, process, time.monotonic())


def _report(sender: Connection, run: Callable[[TaskT], ResultT], task: TaskT) -> None:
    os.setpgid(0, 0)
    result = run(task)
    sender.send((result, sum(os.times()[:4])))


def _end(process: multiprocessing.process.BaseProcess) -> None:
    """End a process and those that it started."""
    assert process.pid is not None
    process.kill()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.join()


def _collect(
    running: dict[Connection, _Running[TaskT]], limit: float
) -> Iterator[Finished[TaskT, ResultT]]:
    wait(list(running), timeout=1)
    for receiver, worker in list(running.items()):
        seconds = time.monotonic() - worker.began
        over = receiver.poll()
        if not over and seconds < limit:
            continue
        result, used = _received(receiver) if over else (None, 0.0)
        _end(worker.process)
        receiver.close()
        del running[receiver]
        yield Finished(worker.task, result, seconds, used)


def _received(receiver: Connection) -> tuple[Any, float]:
    try:
        result, processor_seconds = receiver.recv()
    except EOFError:
        return None, 0.0  # it died; what it printed says why
    return result, processor_seconds
