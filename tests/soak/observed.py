"""An observer of simulated clusters, which is killed now and then and begins anew."""

import asyncio
from pathlib import Path

from flinkjobs_target.observe.jobs.mapping import job_id_of

from ..observe.crowds import Crowds
from ..observe.processes import Process, observing
from .caller import Caller, now
from .outages import Outages, Unexpected
from .world import OBSERVED

__all__ = ["JOBS", "Observed"]

JOBS = 10
"""Jobs of each cluster that run at a time."""
_CHANGED = 2
_INTERVAL = 1.0


class Observed:
    """The clusters and their observer; `begun` jobs of each cluster have begun so far."""

    def __init__(self, crowds: Crowds, place: Path | str) -> None:
        self.begun = JOBS
        self.lives = 0
        self._crowds = crowds
        self._place = place
        self._running: Process | None = None

    @property
    def ended(self) -> int:
        """How many jobs of each cluster have ended."""
        return self.begun - JOBS

    @property
    def pid(self) -> int | None:
        """The observer's process, if one runs."""
        return self._running.pid if self._running else None

    def change(self) -> None:
        """Let jobs end and others begin."""
        self._crowds.change(_CHANGED)
        self.begun += _CHANGED

    async def observe(self, kill_every: float, outages: Outages) -> None:
        """Observe for ever; kill the observer again and again. Must be cancelled.

        One that cannot start since the database is away is started anew, as by a service manager.
        """
        clusters = dict(zip(OBSERVED, self._crowds.urls, strict=True))
        while True:
            with observing(self._place, clusters, f"--interval={_INTERVAL}") as self._running:
                self.lives += 1
                await self._live(self._running, now() + kill_every, outages)

    async def _live(self, observer: Process, end: float, outages: Outages) -> None:
        began = now()
        while now() < end and observer.alive:
            await asyncio.sleep(0.2)
        if now() < end and not outages.touch(began, now()):
            raise Unexpected(f"the observer stopped by itself: {observer.lines[-3:]}")

    def ids(self, name: str) -> set[str]:
        """Give the ids of all jobs that a cluster has had."""
        begin = f"{int.from_bytes(name.encode()):016x}"
        return {job_id_of(f"{begin}{number:016x}") for number in range(self.begun)}

    async def seen(self, caller: Caller, patience: float) -> bool:
        """Wait until all jobs are listed in the state that they are in; tell whether they are."""
        for _ in range(int(patience * 2)):
            if all([await self._is_seen(caller, name) for name in OBSERVED]):
                return True
            await asyncio.sleep(0.5)
        return False

    async def _is_seen(self, caller: Caller, name: str) -> bool:
        ended = 0
        for page in range(1, self.begun // 100 + 2):
            reply = await caller.list(deploymentId=name, pageSize=100, pageIndex=page)
            jobs = reply.json.get("data") or []
            ended += sum(job["status"]["currentJobStatus"] == "CANCELLED" for job in jobs)
        return (reply.json.get("totalSize"), ended) == (self.begun, self.ended)
