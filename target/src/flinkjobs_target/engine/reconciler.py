"""The reconciler: lets an engine take a step with each run that is due, and stores what came of it.

It runs beside the requests, in every process that serves. Two of them may step the same run: what is
stored second is dropped, because the run has changed since it was read.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from msgspec import Struct

from ..clock import Clock
from ..store.database.interface import UnavailableError
from ..store.runs import NEVER, Run
from ..store.tables import DeployStore, Tables
from .interface import Engine
from .results import count_poll, postpone, record

__all__ = ["Reconciler"]

_log = logging.getLogger(__name__)
_BATCH = 100
_LONGEST_WAIT = 0.5
"""Seconds until runs are looked for that another process has stored."""
_POSTPONED_MS = 1000
"""Time until a step is repeated that has failed."""


class _Work(Struct, frozen=True, kw_only=True):
    """What is to be done: runs that are due, and savepoints whose files are to be deleted.

    A savepoint is the digest of its namespace, its id and its contents.
    """

    runs: Sequence[Run]
    deleted: Sequence[tuple[bytes, str, bytes]]
    counts_polls: bool
    next_due: int | None


class Reconciler:
    """Brings the runs of one engine to their ends."""

    def __init__(self, store: DeployStore, engine: Engine, clock: Clock) -> None:
        self._store = store
        self._engine = engine
        self._clock = clock
        self._awake = asyncio.Event()
        self._unavailable = False
        self.counts_polls = True
        """Whether a run may wait for requests that read its job; True until it is known."""
        self.steps = 0
        self.failed_steps = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run as long as the `async with` block."""
        task = asyncio.create_task(self.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def wake(self) -> None:
        """Look for due runs at once: one was stored."""
        self.counts_polls = True
        self._awake.set()

    async def run(self) -> None:
        """Step due runs until the task is cancelled; an outage of the store passes."""
        while True:
            self._awake.clear()
            wait = _LONGEST_WAIT
            try:
                wait = await self.step()
                self._unavailable = False
            except UnavailableError as error:
                self._report(error)
            except Exception:
                _log.exception("the reconciler failed; it goes on")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), wait)

    async def step(self) -> float:
        """Step all runs that are due; return the seconds until the next one is, at most half a second."""
        now = self.now()
        work = await self._work(now)
        for digest, savepoint_id, contents in work.deleted:
            await self._dispose(digest, savepoint_id, contents)
        while work.runs:
            for run in work.runs:
                await self._attempt(run)
            work = await self._work(now)
        self.counts_polls = work.counts_polls
        due = NEVER if work.next_due is None else work.next_due
        return min(max((due - self.now()) / 1000, 0.001), _LONGEST_WAIT)

    async def step_run(self, run: Run) -> None:
        """Let the engine take a step with a run, and store the result."""
        now = self.now()
        result = await self._engine.step(run, now)
        await self._store.write(lambda tables: record(tables, run, result, now))
        self.steps += 1

    async def count_polls(self, runs: Sequence[Run]) -> None:
        """Count a request that reads jobs, and step those whose script waits for it."""
        for run in runs:
            counted = await self._store.write(_counting(run, self.now()))
            if counted is not None:
                await self.step_run(counted)

    async def polled(self) -> Sequence[Run]:
        """Return the runs whose next step waits for a request that reads the job."""
        if not self.counts_polls:
            return ()
        return await self._store.read(lambda tables: tables.runs.counting_polls(self._engine.name))

    def now(self) -> int:
        """Return the time in milliseconds."""
        return int(self._clock().timestamp() * 1000)

    async def _work(self, now: int) -> _Work:
        engine = self._engine.name
        return await self._store.read(
            lambda tables: _Work(
                runs=tables.runs.due(engine, now, _BATCH),
                deleted=tables.savepoints.marked(_BATCH),
                counts_polls=tables.runs.counts_polls(engine),
                next_due=tables.runs.next_due(engine),
            )
        )

    async def _attempt(self, run: Run) -> None:
        """Step a run; one whose step fails does not hold up the others."""
        try:
            await self.step_run(run)
        except UnavailableError:
            raise
        except Exception:
            self.failed_steps += 1
            _log.exception("a step of job %s failed; it is repeated", run.job_id)
            due = self.now() + _POSTPONED_MS
            await self._store.write(lambda tables: postpone(tables, run, due))

    async def _dispose(self, digest: bytes, savepoint_id: str, contents: bytes) -> None:
        """Delete the files of a savepoint that a caller has deleted, and then its row."""
        try:
            await self._engine.dispose(contents)
        except Exception:
            self.failed_steps += 1
            _log.exception("deleting savepoint %s failed; it is repeated", savepoint_id)
            return
        await self._store.write(lambda tables: tables.savepoints.delete(digest, savepoint_id))

    def _report(self, error: UnavailableError) -> None:
        """Log the beginning of an outage, once."""
        if not self._unavailable:
            _log.error("%s; the engine waits until it is available", error)
        self._unavailable = True


def _counting(run: Run, now: int) -> Callable[[Tables], Run | None]:
    return lambda tables: count_poll(tables, run, now)
