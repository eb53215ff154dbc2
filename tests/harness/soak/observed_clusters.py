"""Simulated clusters and their observer, which is killed and restarted periodically."""

import asyncio
from pathlib import Path

from flinkjobs_target.observe.jobs.mapping import job_id_of

from ...observe.bulk_clusters_process import BulkClusters
from ...observe.observer_process import ObserverProcess, running_observer
from .load_client import LoadClient, now
from .outages import Outages, UnexpectedResponse
from .seed_data import OBSERVED_DEPLOYMENTS

__all__ = ["JOBS", "ObservedClusters"]

JOBS = 10
"""Running jobs of each cluster."""
_CHANGED_JOBS = 2
_INTERVAL = 1.0


class ObservedClusters:
    """The clusters and their observer; `started_jobs` counts the jobs of each cluster so far."""

    def __init__(self, bulk_clusters: BulkClusters, storage: Path | str) -> None:
        self.started_jobs = JOBS
        self.observer_starts = 0
        self._bulk_clusters = bulk_clusters
        self._storage = storage
        self._observer: ObserverProcess | None = None

    @property
    def ended_jobs(self) -> int:
        """Number of ended jobs of each cluster."""
        return self.started_jobs - JOBS

    @property
    def pid(self) -> int | None:
        """Process id of the observer, if one runs."""
        return self._observer.pid if self._observer else None

    def change(self) -> None:
        """End some jobs, and start as many."""
        self._bulk_clusters.change(_CHANGED_JOBS)
        self.started_jobs += _CHANGED_JOBS

    async def run_observers(self, kill_interval: float, outages: Outages) -> None:
        """Run observers, each until it is killed, until this task is cancelled.

        One that cannot start during an outage is restarted, as by a service manager.
        """
        clusters = dict(zip(OBSERVED_DEPLOYMENTS, self._bulk_clusters.urls, strict=True))
        while True:
            with running_observer(
                self._storage, clusters, f"--interval={_INTERVAL}"
            ) as self._observer:
                self.observer_starts += 1
                await self._run_until(self._observer, now() + kill_interval, outages)

    async def _run_until(self, observer: ObserverProcess, end: float, outages: Outages) -> None:
        started = now()
        while now() < end and observer.alive:
            await asyncio.sleep(0.2)
        if now() < end and not outages.overlap(started, now()):
            raise UnexpectedResponse(f"the observer stopped by itself: {observer.lines[-3:]}")

    def ids(self, name: str) -> set[str]:
        """Return the ids of all jobs that a cluster has had."""
        prefix = f"{int.from_bytes(name.encode()):016x}"
        return {job_id_of(f"{prefix}{number:016x}") for number in range(self.started_jobs)}

    async def wait_until_listed(self, client: LoadClient, timeout: float) -> bool:
        """Wait until all jobs are listed in their current state; return whether they are."""
        for _ in range(int(timeout * 2)):
            if all([await self._is_listed(client, name) for name in OBSERVED_DEPLOYMENTS]):
                return True
            await asyncio.sleep(0.5)
        return False

    async def _is_listed(self, client: LoadClient, name: str) -> bool:
        ended = 0
        for page in range(1, self.started_jobs // 100 + 2):
            reply = await client.list(deploymentId=name, pageSize=100, pageIndex=page)
            jobs = reply.json.get("data") or []
            ended += sum(job["status"]["currentJobStatus"] == "CANCELLED" for job in jobs)
        return (reply.json.get("totalSize"), ended) == (self.started_jobs, self.ended_jobs)
