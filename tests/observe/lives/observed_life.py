"""A simulated life with its observer, and what must hold of the stored jobs after each poll."""

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from flinkjobs_target.observe.cluster_errors import HistoryServerError
from flinkjobs_target.observe.cluster_watcher import ClusterWatcher
from flinkjobs_target.observe.flink.reader import FlinkReader
from flinkjobs_target.observe.job_log import JobLog
from flinkjobs_target.observe.recorder import Recorder
from flinkjobs_target.storage import Storage
from flinkjobs_target.store.sort_keys import SortOrder
from flinkjobs_target.store.types import DeploymentKey, MissingResourceError
from flinkrest import AsyncClient
from flinkrest.errors import TransportError

from .life_transport import LifeTransport
from .simulated_life import FINAL, IDS, Instance, SimulatedLife

__all__ = ["ObservedLife"]

LOST_AFTER = 3
_PUBLISHED = {"FINISHED": "FINISHED", "CANCELED": "CANCELLED", "FAILED": "FAILED"}


class ObservedLife:
    """Polls at random moments, sometimes with a new observer, and checks each claim that is stored."""

    def __init__(self, data: Storage, seed: int) -> None:
        self.life = SimulatedLife(seed)
        self._data, self._name = data, f"life-{seed}"
        self._cluster = LifeTransport(self.life, self._name, self.life.listed)
        self._history = LifeTransport(self.life, self._name, lambda: self.life.archive)
        self._watcher = self._new_watcher()
        self._seen: Counter[str] = Counter()
        self._absent: Counter[str] = Counter()

    async def live(self, polls: int) -> None:
        """Live, poll and check."""
        for _ in range(polls):
            for _ in range(self.life.random.choice((0, 1, 1, 2, 4))):
                self.life.step()
            self._remember()
            if self.life.random.random() < 0.1:
                self._watcher = self._new_watcher()  # which counts missed polls anew
                self._absent.clear()
            await self._poll()

    def _remember(self) -> None:
        for transport in (self._cluster, self._history):
            transport.remember()

    async def _poll(self) -> None:
        """Poll; answers may be lost or late, and then nothing is expected of it."""
        self.life.pass_time(10)
        choose = self.life.random.choices
        (self._cluster.delay,) = choose((0, 1, 2, None), (80, 8, 4, 8))
        (self._history.delay,) = choose((0, 1, None), (85, 10, 5))
        try:
            await self._watcher.poll(60)
        except TransportError:
            return
        except HistoryServerError:
            await self._check(has_history=False)
            return
        await self._check(has_history=True)

    async def _check(self, *, has_history: bool) -> None:
        """Compare what is stored with what is true."""
        jobs = await self._jobs()
        if self._cluster.delay:  # an old listing may have had jobs that are missing
            self._absent.clear()
        for job_id in IDS:
            own = [job for job in jobs if job["deploymentName"] == job_id]
            self._check_claims(job_id, own)
            if self._cluster.delay == 0:
                self._check_listed(job_id, own, has_history=has_history)

    def _check_claims(self, job_id: str, jobs: list[dict[str, Any]]) -> None:
        """Each end that is claimed is true; a loss is claimed after a restart only."""
        ends = {
            (_PUBLISHED[instance.state], (instance.end or 0) // 1000)
            for instance in self.life.instances
            if instance.job_id == job_id and instance.state in FINAL
        }
        for job in jobs:
            status = job["status"]
            reason = status.get("failure", {}).get("reason")
            if reason == "JobLostByFlink":
                begin, end = job["startTime"] * 1000, job["endTime"] * 1000
                assert any(begin <= at <= end for at in self.life.restarts), job
            elif status["currentJobStatus"] in _PUBLISHED.values():
                assert (status["currentJobStatus"], job["endTime"]) in ends, (job, ends)

    def _check_listed(self, job_id: str, jobs: list[dict[str, Any]], *, has_history: bool) -> None:
        """After two polls a listed job is stored as it is; one that is gone does not run for long."""
        running = [job for job in jobs if _runs(job)]
        assert len(running) <= 1, running
        listed = [job for job in self.life.listed() if job.job_id == job_id]
        if not listed:
            self._seen[job_id] = 0
            self._absent[job_id] += has_history
            assert self._absent[job_id] <= LOST_AFTER or not running, running
            return
        instance = listed[-1]
        key = f"{job_id} {instance.start} {instance.end}"
        self._absent[job_id] = 0
        self._seen[key] += 1
        if self._seen[key] < 2:
            return
        if instance.end is None:
            assert running, (instance, jobs)
        else:
            assert self._has_end(instance, jobs), (instance, jobs)

    def _has_end(self, instance: Instance, jobs: list[dict[str, Any]]) -> bool:
        end = (_PUBLISHED[instance.state], (instance.end or 0) // 1000)
        return end in [(job["status"]["currentJobStatus"], job.get("endTime")) for job in jobs]

    async def _jobs(self) -> list[dict[str, Any]]:
        key, order = DeploymentKey("w", "n", self._name), SortOrder("gmt_create", "desc")
        try:
            page = await self._data.jobs.page("owner", key, order, limit=100, offset=0)
        except MissingResourceError:
            return []
        return [json.loads(document) for document in page.documents]

    def _new_watcher(self) -> ClusterWatcher:
        def clock() -> datetime:
            return datetime.fromtimestamp(self.life.now / 1000, UTC)

        return ClusterWatcher(
            _reader(self._cluster),
            _reader(self._history),
            Recorder(self._data.observed, "owner", self._name, clock),
            JobLog(self._name),
            lost_after=LOST_AFTER,
            clock=lambda: self.life.now / 1000,
        )


def _reader(transport: LifeTransport) -> FlinkReader:
    client = AsyncClient(endpoint="http://127.0.0.1:1", retries=0, transport=transport)
    return FlinkReader(client, max_concurrent_requests=4, message_length=300)


def _runs(job: dict[str, Any]) -> bool:
    return job["status"]["currentJobStatus"] not in _PUBLISHED.values() and "endTime" not in job
