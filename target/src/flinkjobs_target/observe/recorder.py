"""The recorder: merges facts into the observer state and publishes jobs, in one transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct, structs

from ..clock import Clock
from ..notices.routing import Routing
from ..notices.thresholds import Thresholds
from ..store.events import Event, state_event
from ..store.observed import (
    ObservedJob,
    ObservedStore,
    ObserverState,
    PublishedJobs,
    Standing,
)
from ..store.outbox import OutboxEntry
from ..store.types import StoredJob
from .deployments.records import DeploymentRecord
from .first_publication import with_published_ids
from .job_notices import notices_of
from .jobs.alarms import with_alarms
from .jobs.facts import Facts, Observation
from .jobs.inferred_ends import infer_end, with_inferred_mark
from .jobs.mapping import build_stored_job
from .jobs.merging import assign_deployment, is_next_instance, is_visible, merge
from .jobs.states import FINAL_STATES, has_ended
from .observation_change import ObservationChange

__all__ = ["Recorded", "Recorder"]

_decode_observation = msgspec.json.Decoder(Observation).decode
_decode_record = msgspec.json.Decoder(DeploymentRecord).decode

Edit = Callable[[Observation | None, str], Observation | None]
"""Returns the new observation of the row with this key; None when nothing changes."""


class Recorded(Struct, frozen=True):
    """The changes of a write, and what is stored after it of all jobs that it was for, by row key."""

    changes: Sequence[ObservationChange] = ()
    observations: Mapping[str, Observation] = {}


class Recorder:
    """Writes the observations of one cluster for one account."""

    def __init__(
        self,
        store: ObservedStore,
        account: str,
        cluster: str,
        clock: Clock,
        routing: Routing | None = None,
    ) -> None:
        self._store = store
        self._account = account
        self._cluster = cluster
        self._clock = clock
        self._routing = routing
        self._thresholds = routing.thresholds if routing else Thresholds()
        self._matched_records: Sequence[bytes] | None = None

    def read(self, job_ids: Sequence[str]) -> Mapping[str, Observation]:
        """Return the stored observations of these jobs, by Flink's id."""
        return _decode_state(self._store.read(self._account, self._cluster, job_ids))

    def read_open(self) -> Mapping[str, Observation]:
        """Return the stored observations of all jobs whose end Flink has not reported."""
        observations: dict[str, Observation] = {}
        for standing in ("live", "unassigned", "inferred"):
            state = self._store.read_by_standing(self._account, self._cluster, standing)
            observations.update(_decode_state(state))
        return {
            job_id: observation
            for job_id, observation in observations.items()
            if observation.state not in FINAL_STATES or observation.inferred_at is not None
        }

    def record(self, jobs: Sequence[Facts]) -> Recorded:
        """Write the facts of a poll."""
        facts, now = {job.job_id: job for job in jobs}, self._now()
        records = _decode_records(self._store.records(self._account))

        def edit(before: Observation | None, job_id: str) -> Observation | None:
            after = merge(before, facts[job_id], self._cluster, records, now) or before
            return self._with_alarms(before, after, now)

        return self._edit(list(facts), edit)

    def record_missing(self, job_ids: Sequence[str], jobmanager: str | None) -> Recorded:
        """Write that the cluster, whose JobManager process this is, no longer knows these jobs."""

        def edit(before: Observation | None, job_id: str) -> Observation | None:
            if before is None or has_ended(before):
                return None
            now = self._now()
            return self._with_alarms(before, infer_end(before, now, jobmanager), now)

        return self._edit(job_ids, edit)

    def match_unassigned(self) -> Recorded:
        """Match unassigned jobs again when deployment records have changed."""
        documents = self._store.records(self._account)
        if documents == self._matched_records:
            return Recorded()
        records = _decode_records(documents)
        unassigned = self._store.read_by_standing(self._account, self._cluster, "unassigned")

        def edit(before: Observation | None, job_id: str) -> Observation | None:
            return assign_deployment(before, records) if before else None

        recorded = self._edit(list(unassigned), edit)
        self._matched_records = documents
        return recorded

    def _edit(self, keys: Sequence[str], edit: Edit) -> Recorded:
        recorded = Recorded()

        def update(state: ObserverState, published: PublishedJobs) -> Sequence[ObservedJob]:
            nonlocal recorded
            before = _decode_state(state)
            edited = list(self._apply(before, keys, edit))
            changes = with_published_ids(edited, published)
            after = {change.key: change.after for change in changes}
            recorded = Recorded(changes, {**before, **after})
            return [row for change in changes for row in self._build_rows(before, change)]

        if keys:
            self._store.update(self._account, self._cluster, keys, update)
        return recorded

    def _apply(
        self, observations: Mapping[str, Observation], keys: Sequence[str], edit: Edit
    ) -> Iterator[ObservationChange]:
        for key in keys:
            before = observations.get(key)
            after = edit(before, key)
            if after is None:
                continue
            known = None if before and is_next_instance(before, after.facts) else before
            yield ObservationChange(key, known, self._check_workspace(known, after))

    def _check_workspace(self, before: Observation | None, after: Observation) -> Observation:
        """Return the observation, unassigned when its workspace belongs to another account."""
        record = after.record
        if record is None or (before and before.record):
            return after
        if self._store.may_publish(self._account, record.workspace):
            return after
        reason = f"workspace {record.workspace} belongs to another account"
        return structs.replace(after, record=None, unassigned=reason)

    def _with_alarms(
        self, before: Observation | None, after: Observation | None, now: int
    ) -> Observation | None:
        """Return an observation with its alarms; None when nothing changes."""
        if after is None:
            return None
        known = None if before and is_next_instance(before, after.facts) else before
        alarmed = with_alarms(known, after, now, self._thresholds)
        return None if alarmed == before else alarmed

    def _build_rows(
        self, stored: Mapping[str, Observation], change: ObservationChange
    ) -> Iterator[ObservedJob]:
        """Yield the row of a job; first that of an ended job, whose id it uses, under another key."""
        ended = stored.get(change.key) if change.before is None else None
        if ended is not None:
            key = f"{change.key}@{ended.facts.started}"
            yield _build_row(key, None, ended, self._now())
        row = _build_row(change.key, change.before, change.after, self._now())
        yield structs.replace(row, notices=self._entries(change))

    def _entries(self, change: ObservationChange) -> list[OutboxEntry]:
        """Return the entries of the outbox for a change; none without channels."""
        if self._routing is None:
            return []
        notices = notices_of(change, self._now())
        return [entry for notice in notices for entry in self._routing.entries(notice)]

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _decode_records(documents: Sequence[bytes]) -> list[DeploymentRecord]:
    return [_decode_record(document) for document in documents]


def _decode_state(state: ObserverState) -> dict[str, Observation]:
    return {
        job_id: with_inferred_mark(_decode_observation(document))
        for job_id, document in state.items()
    }


def _build_row(key: str, before: Observation | None, after: Observation, now: int) -> ObservedJob:
    """Build a row; its job is published when a visible field has changed, `now` in seconds."""
    record = after.record
    is_published = before is None or is_visible(before, after)
    job = build_stored_job(after, record) if record is not None and is_published else None
    return ObservedJob(
        job_id=key,
        standing=_standing(after),
        ended=_ended_at(after),
        document=msgspec.json.encode(after),
        job=job,
        event=_event(before, job, now) if job else None,
    )


def _event(before: Observation | None, job: StoredJob, now: int) -> Event | None:
    """Return the event of a job whose published state has changed."""
    published = before.state if before is not None and before.record is not None else None
    return state_event(job.deployment, msgspec.json.decode(job.document), published, now * 1000)


def _standing(observation: Observation) -> Standing:
    if observation.record is None:
        return "unassigned"
    if observation.inferred_at is not None:
        return "inferred"
    return "ended" if observation.state in FINAL_STATES else "live"


def _ended_at(observation: Observation) -> int | None:
    if not has_ended(observation):
        return None
    facts = observation.facts
    return (facts.ended or facts.changed or facts.started) // 1000
