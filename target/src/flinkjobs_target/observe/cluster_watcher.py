"""The watcher of one cluster: compares its job listing with the stored jobs at every poll."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from flinkrest.errors import FlinkRestError

from .cluster_errors import HistoryServerError, NotFlinkError
from .concurrency import gather_all, run_in_thread
from .flink.reader import Cluster, FlinkReader
from .flink.responses import JobResources
from .job_log import JobLog
from .jobs.facts import Facts
from .jobs.states import FINAL_STATES, FLINK_LIVE_STATES
from .poll_state import (
    PollState,
    after_read,
    final_poll_state,
    has_current_details,
    is_read_due,
    read_priority,
    stored_poll_state,
)
from .recorder import Recorder

__all__ = ["ClusterWatcher"]

T = TypeVar("T")

_BATCH_SIZE = 50
"""Jobs that are read and stored together."""
_INCOMPLETE_SECONDS = 15.0
"""Seconds after which a job is stored even when details of it are still missing."""


class ClusterWatcher:
    """Polls a cluster, and its history server if there is one.

    Its memory only saves requests: the observer state in the store decides what is written.
    """

    def __init__(
        self,
        reader: FlinkReader,
        history: FlinkReader | None,
        recorder: Recorder,
        log: JobLog,
        *,
        lost_after: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reader = reader
        self._history = history
        self._recorder = recorder
        self._log = log
        self._lost_after = lost_after
        self._clock = clock
        self._cluster: Cluster | None = None
        self._is_cluster_stale = False
        self._poll_states: dict[str, PollState] = {}
        self._live_ids: set[str] | None = None
        self._missed_polls: dict[str, int] = {}
        self._incomplete_since: dict[str, float] = {}
        self.listing_seconds = 0.0
        self.listed_jobs = 0
        self.stored_jobs = 0

    def expect_other_cluster(self) -> None:
        """Read version and settings again when they are next needed: the URL may have moved."""
        self._is_cluster_stale = True

    async def poll(self, budget: float) -> None:
        """Poll once; jobs that do not fit into `budget` seconds are left to the next poll."""
        try:
            await self._poll(budget)
        finally:
            self._log.finish_poll()

    async def _poll(self, budget: float) -> None:
        began = self._clock()
        listed = await self._reader.list_jobs()
        self.listing_seconds, self.listed_jobs = self._clock() - began, len(listed)
        await self._load_poll_states(listed)
        self._log.log_changes(await run_in_thread(self._recorder.match_unassigned))
        due = [job for job in listed if is_read_due(self._poll_states.get(job.job_id), job, began)]
        cluster = await self._read_cluster(bool(due))
        await self._read_due_jobs(due, cluster, began + budget)
        await self._find_missing({job.job_id for job in listed}, cluster)

    async def _read_cluster(self, needs_current: bool) -> Cluster:
        if self._cluster is None or (needs_current and self._is_cluster_stale):
            self._cluster = await self._reader.read_cluster()
            self._is_cluster_stale = False
            self._log.log_version(self._cluster.flink_version)
        return self._cluster

    async def _load_poll_states(self, listed: Sequence[Facts]) -> None:
        """Load the state of jobs that were stored before this process started."""
        if self._live_ids is None:
            self._live_ids = set(await run_in_thread(self._recorder.read_unfinished))
        ids = {job.job_id for job in listed}
        self._poll_states = {id: state for id, state in self._poll_states.items() if id in ids}
        self._incomplete_since = {
            id: since for id, since in self._incomplete_since.items() if id in ids
        }
        new_jobs = {job.job_id: job for job in listed if job.job_id not in self._poll_states}
        observations = await run_in_thread(lambda: self._recorder.read(list(new_jobs)))
        for job_id, observation in observations.items():
            has_ended = observation.state in FINAL_STATES
            now = self._clock()
            self._poll_states[job_id] = (
                final_poll_state(new_jobs[job_id], now)
                if has_ended
                else stored_poll_state(observation.facts, now)
            )
            self._log.log_reused_id(observation, new_jobs[job_id])

    async def _read_due_jobs(self, due: Sequence[Facts], cluster: Cluster, deadline: float) -> None:
        """Read and store due jobs: changed ones first, then new ones, the newest before others."""
        if not due:
            return
        resources = await self._read_resources(due)
        ordered = sorted(
            due,
            key=lambda job: (read_priority(self._poll_states.get(job.job_id), job), -job.started),
        )
        for batch in _batches(ordered):
            await self._store(await self._read_jobs(self._reader, batch, cluster, resources))
            if self._clock() > deadline:
                break

    async def _read_resources(self, due: Sequence[Facts]) -> Mapping[str, JobResources]:
        is_any_live = any(job.flink_state in FLINK_LIVE_STATES for job in due)
        return await self._reader.read_resources() if is_any_live else {}

    async def _read_jobs(
        self,
        reader: FlinkReader,
        jobs: Sequence[Facts],
        cluster: Cluster,
        resources: Mapping[str, JobResources],
    ) -> list[Facts]:
        """Read the details of jobs; leave out incomplete ones, which are read again."""
        all_facts = await gather_all(
            reader.read_job(
                job, cluster, resources.get(job.job_id), is_first=self._is_first_read(job.job_id)
            )
            for job in jobs
        )
        return [facts for facts in all_facts if self._is_storable(facts)]

    def _is_first_read(self, job_id: str) -> bool:
        state = self._poll_states.get(job_id)
        return state is None or not state.is_complete

    def _is_storable(self, facts: Facts) -> bool:
        if not self._is_incomplete(facts):
            return True
        since = self._incomplete_since.setdefault(facts.job_id, self._clock())
        return self._clock() - since > _INCOMPLETE_SECONDS

    def _is_incomplete(self, facts: Facts) -> bool:
        """Whether to read again, since details may be some seconds older than the listing."""
        if self._is_first_read(facts.job_id) and facts.labels is None:
            return True
        if facts.ended is not None and not has_current_details(facts):
            return True
        return facts.flink_state == "FAILED" and facts.failure is None

    async def _store(self, jobs: Sequence[Facts]) -> None:
        self._log.log_changes(await run_in_thread(lambda: self._recorder.record(jobs)))
        self.stored_jobs += len(jobs)
        for facts in jobs:
            self._set_live(facts.job_id, facts.ended is None)
            previous = self._poll_states.get(facts.job_id)
            self._poll_states[facts.job_id] = after_read(facts, previous, self._clock())
            self._incomplete_since.pop(facts.job_id, None)

    def _set_live(self, job_id: str, is_live: bool) -> None:
        if self._live_ids is not None:
            (self._live_ids.add if is_live else self._live_ids.discard)(job_id)

    async def _find_missing(self, listed_ids: set[str], cluster: Cluster) -> None:
        """Find the end of jobs that are no longer listed; give them up after several polls."""
        missing = (self._live_ids or set()) - listed_ids
        self._missed_polls = {id: self._missed_polls.get(id, 0) + 1 for id in missing}
        if not missing:
            return
        self._is_cluster_stale = True
        await self._read_archived(missing, cluster)
        overdue = [id for id, polls in self._missed_polls.items() if polls >= self._lost_after]
        for batch in _batches(overdue):
            exist = await gather_all(self._reader.job_exists(job_id) for job_id in batch)
            await self._store_lost([id for id, ok in zip(batch, exist, strict=True) if not ok])

    async def _store_lost(self, job_ids: Sequence[str]) -> None:
        self._log.log_changes(await run_in_thread(lambda: self._recorder.record_lost(job_ids)))
        for job_id in job_ids:
            self._set_live(job_id, False)

    async def _read_archived(self, missing: set[str], cluster: Cluster) -> None:
        """Read missing jobs from the history server; while it fails, no job counts as lost."""
        if self._history is None:
            return
        try:
            archived = [job for job in await self._history.list_jobs() if job.job_id in missing]
            for batch in _batches(archived):
                jobs = await self._read_jobs(self._history, batch, cluster, {})
                await self._store(jobs)
                for facts in jobs:
                    self._missed_polls.pop(facts.job_id, None)
        except (FlinkRestError, NotFlinkError) as error:
            raise HistoryServerError from error


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    remaining = iter(items)
    while batch := list(islice(remaining, _BATCH_SIZE)):
        yield batch
