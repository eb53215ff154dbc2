"""The reconciler: lets an engine take a step with each run that is due, and stores what came of it.

It runs beside the requests, in every process that serves. Two of them may step the same run: what is
stored second is dropped, because the run has changed since it was read.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import msgspec

from ..clock import Clock
from ..store.database.interface import UnavailableError
from ..store.runs import NEVER, Run
from ..store.tables import DeployStore, Tables
from .interface import Engine
from .results import record

__all__ = ["Reconciler"]

_log = logging.getLogger(__name__)
_BATCH = 100
_LONGEST_WAIT = 0.5
"""Seconds until runs are looked for that another process has stored."""


class Reconciler:
    """Brings the runs of one engine to their ends."""

    def __init__(self, store: DeployStore, engine: Engine, clock: Clock) -> None:
        self._store = store
        self._engine = engine
        self._clock = clock
        self._awake = asyncio.Event()
        self.counts_polls = True
        """Whether a run may wait for requests that read its job; True until it is known."""

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
        """Step due runs until the task is cancelled; an error of the store or the engine passes."""
        while True:
            self._awake.clear()
            wait = _LONGEST_WAIT
            try:
                wait = await self.step()
            except UnavailableError:
                pass  # requests report the outage
            except Exception:
                _log.exception("a step of the engine failed; it is repeated")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), wait)

    async def step(self) -> float:
        """Step all runs that are due; return the seconds until the next one is, at most half a second."""
        now = self.now()
        while runs := await self._store.read(
            lambda tables: tables.runs.due(self._engine.name, now, _BATCH)
        ):
            for run in runs:
                await self.step_run(run)
            if len(runs) < _BATCH:
                break
        await self._dispose()
        self.counts_polls = bool(
            await self._store.read(lambda tables: tables.runs.counting_polls())
        )
        due = await self._store.read(lambda tables: tables.runs.next_due(self._engine.name))
        seconds = ((due if due is not None else NEVER) - self.now()) / 1000
        return min(max(seconds, 0.001), _LONGEST_WAIT)

    async def step_run(self, run: Run) -> None:
        """Let the engine take a step with a run, and store the result."""
        now = self.now()
        result = await self._engine.step(run, now)
        await self._store.write(lambda tables: record(tables, run, result, now))

    async def count_polls(self, runs: Sequence[Run]) -> None:
        """Count a request that reads jobs, and step those whose script waited for it."""
        for run in runs:
            await self.step_run(msgspec.structs.replace(run, polls=run.polls + 1))

    def now(self) -> int:
        """Return the time in milliseconds."""
        return int(self._clock().timestamp() * 1000)

    async def _dispose(self) -> None:
        """Delete the files of the savepoints that callers have deleted."""
        for digest, savepoint_id, contents in await self._store.read(
            lambda tables: tables.savepoints.marked(_BATCH)
        ):
            await self._engine.dispose(contents)
            await self._store.write(_deletion(digest, savepoint_id))


def _deletion(digest: bytes, savepoint_id: str) -> Callable[[Tables], None]:
    return lambda tables: tables.savepoints.delete(digest, savepoint_id)
