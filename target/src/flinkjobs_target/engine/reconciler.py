"""The reconciler: lets an engine take a step with each run that is due, and stores what came of it.

It runs beside the requests, in every process that serves. Two of them may step the same run: what is
stored second is dropped, because the run has changed since it was read. An engine whose steps have
effects elsewhere has each run claimed first, so that this is rare.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import msgspec

from ..clock import Clock
from ..store.database.interface import UnavailableError
from ..store.runs import NEVER, Run
from ..store.tables import DeployStore
from .disposals import Disposals
from .interface import Engine
from .results import record

__all__ = ["Reconciler"]

_log = logging.getLogger(__name__)
_BATCH = 100
_LONGEST_WAIT = 0.5
"""Seconds until runs are looked for that another process has stored."""
_REFRESH_SECONDS = 30.0
_FIRST_REFRESH_SECONDS = 5.0


class Reconciler:
    """Brings the runs of one engine to their ends."""

    def __init__(self, store: DeployStore, engine: Engine, clock: Clock) -> None:
        self._store = store
        self._engine = engine
        self._clock = clock
        self._awake = asyncio.Event()
        self._stepping: dict[tuple[bytes, str], asyncio.Task[None]] = {}
        self._disposals = Disposals(store, engine, self.now)
        self._disposing: asyncio.Task[None] | None = None
        self.counts_polls = True
        """Whether a run may wait for requests that read its job; True until it is known."""

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
        """Step due runs until the task is cancelled; an error of the store or the engine passes."""
        while True:
            self._awake.clear()
            wait = _LONGEST_WAIT
            try:
                wait = await self.step(patience=_LONGEST_WAIT)
            except UnavailableError:
                pass  # requests report the outage
            except Exception:
                _log.exception("a step of the engine failed; it is repeated")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), wait)

    async def step(self, *, patience: float | None = None) -> float:
        """Step all runs that are due; return the seconds until the next one is, at most half a second.

        With `patience`, steps that take longer, in seconds, go on while others are taken.
        """
        now = self.now()
        while runs := await self._due(now):
            tasks = [self._begin_step(run) for run in runs]
            await asyncio.wait(tasks, timeout=patience)
            if len(runs) < _BATCH:
                break
        if self._disposing is None or self._disposing.done():
            self._disposing = asyncio.create_task(self._disposals.step())
        await asyncio.wait([self._disposing], timeout=patience)
        if self._disposing.done():
            self._disposing.result()
        self.counts_polls = bool(
            await self._store.read(lambda tables: tables.runs.counting_polls())
        )
        due = await self._store.read(lambda tables: tables.runs.next_due(self._engine.name))
        seconds = ((due if due is not None else NEVER) - self.now()) / 1000
        return min(max(seconds, 0.001), _LONGEST_WAIT)

    async def step_run(self, run: Run) -> None:
        """Let the engine take a step with a run, and store the result."""
        now = self.now()
        if not self._engine.claim:
            result = await self._engine.step(run, now)
            await self._store.write(lambda tables: record(tables, run, result, now))
            return
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

    async def count_polls(self, runs: Sequence[Run]) -> None:
        """Count a request that reads jobs, and step those whose script waited for it."""
        for run in runs:
            await self.step_run(msgspec.structs.replace(run, polls=run.polls + 1))

    def now(self) -> int:
        """Return the time in milliseconds."""
        return int(self._clock().timestamp() * 1000)

    async def _due(self, now: int) -> Sequence[Run]:
        """Return runs that are due, without those that are being stepped here."""
        runs = await self._store.read(
            lambda tables: tables.runs.due(self._engine.name, now, _BATCH)
        )
        return [run for run in runs if (run.key.digest(), run.job_id) not in self._stepping]

    def _begin_step(self, run: Run) -> asyncio.Task[None]:
        id = (run.key.digest(), run.job_id)
        task = asyncio.create_task(self._step_logged(run))
        self._stepping[id] = task
        task.add_done_callback(lambda _: self._stepping.pop(id, None))
        return task

    async def _step_logged(self, run: Run) -> None:
        try:
            await self.step_run(run)
        except UnavailableError:
            pass  # requests report the outage
        except Exception:
            _log.exception(
                "job instance %s: a step of the engine failed; it is repeated", run.job_id
            )

    async def _refresh(self) -> None:
        while True:
            await asyncio.sleep(_REFRESH_SECONDS)
            await self._engine.refresh()
