"""The watcher of one cluster: compares its job listing with the stored jobs at every poll."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from flinkrest.errors import FlinkRestError

from .checkpoint_schedule import CheckpointSchedule
from .cluster_errors import HistoryServerError, NotFlinkError
from .concurrency import gather_all, run_in_thread
from .deployment_jobs import DeploymentJobs
from .flink.reader import Cluster, FlinkReader
from .flink.responses import JobResources
from .job_log import JobLog
from .jobs.facts import Facts, Observation
from .jobs.merging import is_next_instance
from .jobs.states import FINAL_STATES, FLINK_LIVE_STATES
from .missing_jobs import MissingJobs
from .poll_state import (
    PollState,
    after_read,
    final_poll_state,
    has_current_details,
    is_other_start,
    is_read_due,
    is_unchanged,
    read_priority,
    stored_poll_state,
)
from .recorder import Recorded, Recorder

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
        deployments: DeploymentJobs | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reader = reader
        self._history = history
        self._recorder = recorder
        self._log = log
        self._clock = clock
        self._cluster: Cluster | None = None
        self._is_cluster_stale = False
        self._poll_states: dict[str, PollState] = {}
        self._missing = MissingJobs(lost_after, clock)
        self._checkpoints = CheckpointSchedule(clock)
        self._deployments = deployments or DeploymentJobs()
        self._has_loaded = False
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
        listing = await self._reader.list_jobs()
        listed = listing.jobs
        self.listing_seconds, self.listed_jobs = self._clock() - began, len(listed)
        self._log.log_odd_entries(listing.faults)
        await self._load_poll_states(listed)
        self._take_over(await run_in_thread(self._recorder.match_unassigned))
        due = [job for job in listed if is_read_due(self._poll_states.get(job.job_id), job, began)]
        is_any_new = any(job.job_id not in self._poll_states for job in due)
        self._is_cluster_stale = self._is_cluster_stale or is_any_new
        cluster = await self._read_cluster(bool(due))
        await self._read_due_jobs(due, cluster, began + budget)
        await self._read_checkpoints(listed)
        await self._find_missing({job.job_id for job in listed} | listing.unreadable_ids, cluster)

    async def _read_cluster(self, needs_current: bool) -> Cluster:
        if self._cluster is None or (needs_current and self._is_cluster_stale):
            self._cluster = await self._reader.read_cluster()
            self._is_cluster_stale = False
            self._log.log_version(self._cluster.flink_version)
        return self._cluster

    async def _load_poll_states(self, listed: Sequence[Facts]) -> None:
        """Load the state of jobs that were stored before; forget that of jobs with another start."""
        if not self._has_loaded:
            self._take_over(Recorded((), await run_in_thread(self._recorder.read_open)))
            self._has_loaded = True
        by_id = {job.job_id: job for job in listed}
        self._forget_other_starts(by_id)
        known = by_id.keys() | self._missing.searched()
        self._incomplete_since = {
            id: since for id, since in self._incomplete_since.items() if id in known
        }
        new_jobs = {id: job for id, job in by_id.items() if id not in self._poll_states}
        observations = await run_in_thread(lambda: self._recorder.read(list(new_jobs)))
        for job_id, observation in observations.items():
            state = self._stored_poll_state(observation, new_jobs[job_id])
            if state is not None:
                self._poll_states[job_id] = state

    def _forget_other_starts(self, listed: Mapping[str, Facts]) -> None:
        """Forget jobs that are no longer listed, and those that another JobManager or a new job took over."""
        kept: dict[str, PollState] = {}
        for job_id, state in self._poll_states.items():
            job = listed.get(job_id)
            if job is None:
                continue
            if is_other_start(state, job):
                self._is_cluster_stale = True
            else:
                kept[job_id] = state
        self._poll_states = kept

    def _stored_poll_state(self, observation: Observation, listed: Facts) -> PollState | None:
        """Return the state of a listed job that is stored; None when it has to be read again."""
        if observation.inferred_at is not None or is_next_instance(observation, listed):
            return None
        now = self._clock()
        if observation.state in FINAL_STATES:
            return final_poll_state(listed, now)
        return stored_poll_state(observation.facts, now)

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
        self._take_over(await self._record(jobs))
        self.stored_jobs += len(jobs)
        for facts in jobs:
            previous = self._poll_states.get(facts.job_id)
            self._poll_states[facts.job_id] = after_read(facts, previous, self._clock())
            self._incomplete_since.pop(facts.job_id, None)

    async def _read_checkpoints(self, listed: Sequence[Facts]) -> None:
        """Read the checkpoints of running jobs that are due; the details of changed ones come first."""
        unchanged = [
            job
            for job in listed
            if job.flink_state == "RUNNING"
            and (state := self._poll_states.get(job.job_id)) is not None
            and is_unchanged(state, job)
        ]
        for batch in _batches(self._checkpoints.due(unchanged)):
            jobs = await gather_all(self._reader.read_checkpoints(job) for job in batch)
            self._take_over(await self._record(jobs))

    async def _record(self, jobs: Sequence[Facts]) -> Recorded:
        return await run_in_thread(lambda: self._recorder.record(jobs))

    def _take_over(self, recorded: Recorded) -> None:
        self._log.log_changes(recorded.changes)
        self._missing.update(recorded.observations)
        self._checkpoints.update(recorded.observations)
        self._deployments.update(recorded.observations)

    async def _find_missing(self, listed_ids: set[str], cluster: Cluster) -> None:
        """Find the end of jobs that are no longer listed; infer it after several polls."""
        self._missing.count_poll(listed_ids)
        self._is_cluster_stale = self._is_cluster_stale or self._missing.any_missing
        await self._read_archived(cluster)
        overdue = self._missing.overdue()
        if not overdue:
            return
        jobmanager = (await self._read_cluster(True)).jobmanager
        for batch in _batches(overdue):
            exist = await gather_all(self._reader.job_exists(job_id) for job_id in batch)
            gone = [job_id for job_id, ok in zip(batch, exist, strict=True) if not ok]
            self._take_over(await self._record_missing(gone, jobmanager))

    async def _record_missing(self, job_ids: Sequence[str], jobmanager: str | None) -> Recorded:
        return await run_in_thread(lambda: self._recorder.record_missing(job_ids, jobmanager))

    async def _read_archived(self, cluster: Cluster) -> None:
        """Read missing jobs from the history server; while it fails, no end is inferred."""
        searched = self._missing.searched()
        if self._history is None or not searched:
            return
        try:
            archived = [
                job for job in (await self._history.list_jobs()).jobs if job.job_id in searched
            ]
            for batch in _batches(archived):
                await self._store(await self._read_jobs(self._history, batch, cluster, {}))
        except (FlinkRestError, NotFlinkError) as error:
            raise HistoryServerError from error


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    remaining = iter(items)
    while batch := list(islice(remaining, _BATCH_SIZE)):
        yield batch
