"""The reconciler: lets an engine take a step with each run that is due, and stores what came of it.

It runs beside the requests, in every process that serves. Two of them may step the same run: what is
stored second is dropped, because the run has changed since it was read. An engine whose steps have
effects elsewhere has each run claimed first, so that this is rare.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias

from msgspec import Struct

from ..clock import Clock
from ..storage_outages import StorageOutages
from ..store.database.interface import UnavailableError
from ..store.runs import NEVER, Run
from ..store.tables import DeployStore, Tables
from .disposals import Disposals
from .interface import Engine
from .results import count_poll, postpone, record

__all__ = ["Reconciler", "StepObserver"]

StepObserver: TypeAlias = Callable[[str, bool], None]
"""Called after each step with the name of the engine, and whether it succeeded."""
_log = logging.getLogger(__name__)
_BATCH = 100
_LONGEST_WAIT = 0.5
"""Seconds until runs are looked for that another process has stored."""
_POSTPONED_MS = 1000
"""Time until a step is repeated that has failed."""
_REFRESH_SECONDS = 30.0
_FIRST_REFRESH_SECONDS = 5.0


class _Work(Struct, frozen=True, kw_only=True):
    """Runs that are due, and when the next one is."""

    runs: Sequence[Run]
    counts_polls: bool
    next_due: int | None


class Reconciler:
    """Brings the runs of one engine to their ends."""

    def __init__(
        self,
        store: DeployStore,
        engine: Engine,
        clock: Clock,
        on_step: StepObserver = lambda engine, succeeded: None,
        outages: StorageOutages | None = None,
    ) -> None:
        self._store = store
        self._engine = engine
        self._clock = clock
        self._awake = asyncio.Event()
        self._outages = outages or StorageOutages()
        self._stepping: dict[tuple[bytes, str], asyncio.Task[None]] = {}
        self._disposals = Disposals(store, engine, self.now)
        self._disposing: asyncio.Task[None] | None = None
        self.counts_polls = True
        """Whether a run may wait for requests that read its job; True until it is known."""
        self._on_step = on_step

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run as long as the `async with` block."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._engine.refresh(), _FIRST_REFRESH_SECONDS)
        tasks = [asyncio.create_task(self.run()), asyncio.create_task(self._refresh())]
        try:
            yield
        finally:
            tasks += [*self._stepping.values(), *filter(None, [self._disposing])]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._engine.close()

    def wake(self) -> None:
        """Look for due runs at once: one was stored."""
        self.counts_polls = True
        self._awake.set()

    async def run(self) -> None:
        """Step due runs until the task is cancelled; an outage of the store passes."""
        self._awake = asyncio.Event()  # of this event loop
        while True:
            self._awake.clear()
            wait = _LONGEST_WAIT
            try:
                wait = await self.step(patience=_LONGEST_WAIT)
                self._outages.end()
            except UnavailableError as error:
                self._outages.begin(error)
            except Exception:
                _log.exception("the reconciler failed; it goes on")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), wait)

    async def step(self, *, patience: float | None = None) -> float:
        """Step all runs that are due; return the seconds until the next one is, at most half a second.

        With `patience`, steps that take longer, in seconds, go on while others are taken.
        """
        now = self.now()
        if self._disposing is None or self._disposing.done():
            self._disposing = asyncio.create_task(self._disposals.step())
        await _settle([self._disposing], patience)
        work = await self._work(now)
        while work.runs:
            await _settle([self._begin_step(run) for run in work.runs], patience)
            work = await self._work(now)
        self.counts_polls = work.counts_polls
        due = NEVER if work.next_due is None else work.next_due
        return min(max((due - self.now()) / 1000, 0.001), _LONGEST_WAIT)

    async def step_run(self, run: Run) -> None:
        """Let the engine take a step with a run, and store the result."""
        now = self.now()
        if self._engine.claim:
            await self._step_claimed(run, now)
        else:
            result = await self._engine.step(run, now)
            await self._store.write(lambda tables: record(tables, run, result, now))
        self._on_step(self._engine.name, True)

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
        """Return what is to be done, without the runs that are being stepped here."""
        engine = self._engine.name
        work = await self._store.read(
            lambda tables: _Work(
                runs=tables.runs.due(engine, now, _BATCH),
                counts_polls=tables.runs.counts_polls(engine),
                next_due=tables.runs.next_due(engine),
            )
        )
        idle = [run for run in work.runs if (run.key.digest(), run.job_id) not in self._stepping]
        return _Work(runs=idle, counts_polls=work.counts_polls, next_due=work.next_due)

    async def _step_claimed(self, run: Run, now: int) -> None:
        """Step a run that is claimed before, and for as long as the step takes."""
        claimed = await self._claim(run)
        if claimed is None:
            return
        step = asyncio.create_task(self._engine.step(claimed, now))
        try:
            while not (await asyncio.wait([step], timeout=self._engine.claim / 3000))[0]:
                claimed = await self._claim(claimed) or claimed
            result, stepped = step.result(), claimed
            await self._store.write(lambda tables: record(tables, stepped, result, now))
        finally:
            step.cancel()

    async def _claim(self, run: Run) -> Run | None:
        """Claim a run, or claim it for longer; None when it has changed since it was read."""
        until = self.now() + self._engine.claim
        return await self._store.write(lambda tables: tables.runs.claim(run, until))

    def _begin_step(self, run: Run) -> asyncio.Task[None]:
        id = (run.key.digest(), run.job_id)
        task = asyncio.create_task(self._attempt(run))
        self._stepping[id] = task
        task.add_done_callback(lambda _: self._stepping.pop(id, None))
        return task

    async def _attempt(self, run: Run) -> None:
        """Step a run; one whose step fails does not hold up the others."""
        try:
            await self.step_run(run)
        except UnavailableError:
            raise
        except Exception:
            self._on_step(self._engine.name, False)
            _log.exception("a step of job %s failed; it is repeated", run.job_id)
            due = self.now() + _POSTPONED_MS
            await self._store.write(lambda tables: postpone(tables, run, due))

    async def _refresh(self) -> None:
        while True:
            await asyncio.sleep(_REFRESH_SECONDS)
            await self._engine.refresh()


async def _settle(tasks: Iterable[asyncio.Task[None]], patience: float | None) -> None:
    """Wait for tasks for a time in seconds; raise the first error of those that have ended."""
    done, _ = await asyncio.wait(tasks, timeout=patience)
    errors = [error for task in done if (error := task.exception()) is not None]
    if errors:
        raise errors[0]


def _counting(run: Run, now: int) -> Callable[[Tables], Run | None]:
    return lambda tables: count_poll(tables, run, now)
