"""The recorder: merges facts into the observer state and publishes jobs, in one transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct, structs

from ..clock import Clock
from ..store.events import Event, state_event
from ..store.observed import ObservedJob, ObservedStore, ObserverState, Standing
from ..store.types import StoredJob
from .deployments.records import DeploymentRecord
from .jobs.facts import Facts, Observation
from .jobs.mapping import build_job, build_stored_job
from .jobs.merging import assign_deployment, mark_lost, merge
from .jobs.states import FINAL_STATES

__all__ = ["ObservationChange", "Recorder"]

_decode_observation = msgspec.json.Decoder(Observation).decode
_decode_record = msgspec.json.Decoder(DeploymentRecord).decode

Edit = Callable[[Observation | None, str], Observation | None]
"""Returns the new observation of the job with this id; None when nothing changes."""


class ObservationChange(Struct, frozen=True):
    """The observation of a job before and after a write."""

    before: Observation | None
    after: Observation


class Recorder:
    """Writes the observations of one cluster for one account."""

    def __init__(self, store: ObservedStore, account: str, cluster: str, clock: Clock) -> None:
        self._store = store
        self._account = account
        self._cluster = cluster
        self._clock = clock
        self._matched_records: Sequence[bytes] | None = None

    def read(self, job_ids: Sequence[str]) -> Mapping[str, Observation]:
        """Return the stored observations of these jobs, by Flink's id."""
        return _decode_state(self._store.read(self._account, self._cluster, job_ids))

    def read_unfinished(self) -> Mapping[str, Observation]:
        """Return the stored observations of all jobs that have not ended."""
        observations: dict[str, Observation] = {}
        for standing in ("live", "unassigned"):
            state = self._store.read_by_standing(self._account, self._cluster, standing)
            observations.update(_decode_state(state))
        return {
            job_id: observation
            for job_id, observation in observations.items()
            if observation.state not in FINAL_STATES
        }

    def record(self, jobs: Sequence[Facts]) -> list[ObservationChange]:
        """Write the facts of a poll; return the changes."""
        facts, now = {job.job_id: job for job in jobs}, self._now()
        records = _decode_records(self._store.records(self._account))

        def edit(before: Observation | None, job_id: str) -> Observation | None:
            return merge(before, facts[job_id], self._cluster, records, now)

        return self._edit(list(facts), edit)

    def record_lost(self, job_ids: Sequence[str]) -> list[ObservationChange]:
        """Write that the cluster no longer knows these jobs; return the changes."""

        def edit(before: Observation | None, job_id: str) -> Observation | None:
            if before is None or before.state in FINAL_STATES:
                return None
            return mark_lost(before, self._now())

        return self._edit(job_ids, edit)

    def match_unassigned(self) -> list[ObservationChange]:
        """Match unassigned jobs again when deployment records have changed; return the changes."""
        documents = self._store.records(self._account)
        if documents == self._matched_records:
            return []
        records = _decode_records(documents)
        unassigned = self._store.read_by_standing(self._account, self._cluster, "unassigned")

        def edit(before: Observation | None, job_id: str) -> Observation | None:
            return assign_deployment(before, records) if before else None

        changes = self._edit(list(unassigned), edit)
        self._matched_records = documents
        return changes

    def _edit(self, job_ids: Sequence[str], edit: Edit) -> list[ObservationChange]:
        changes: list[ObservationChange] = []

        def update(state: ObserverState) -> Sequence[ObservedJob]:
            changes[:] = self._apply(_decode_state(state), job_ids, edit)
            return [_build_row(change, self._now()) for change in changes]

        if job_ids:
            self._store.update(self._account, self._cluster, job_ids, update)
        return changes

    def _apply(
        self, observations: Mapping[str, Observation], job_ids: Sequence[str], edit: Edit
    ) -> Iterator[ObservationChange]:
        for job_id in job_ids:
            before = observations.get(job_id)
            after = edit(before, job_id)
            if after is not None:
                yield ObservationChange(before, self._check_workspace(before, after))

    def _check_workspace(self, before: Observation | None, after: Observation) -> Observation:
        """Return the observation, unassigned when its workspace belongs to another account."""
        record = after.record
        if record is None or (before and before.record):
            return after
        if self._store.may_publish(self._account, record.workspace):
            return after
        reason = f"workspace {record.workspace} belongs to another account"
        return structs.replace(after, record=None, unassigned=reason)

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _decode_records(documents: Sequence[bytes]) -> list[DeploymentRecord]:
    return [_decode_record(document) for document in documents]


def _decode_state(state: ObserverState) -> dict[str, Observation]:
    return {job_id: _decode_observation(document) for job_id, document in state.items()}


def _build_row(change: ObservationChange, now: int) -> ObservedJob:
    """Build the row of a job; it is published when a visible field has changed, `now` in seconds."""
    after, record = change.after, change.after.record
    job = build_stored_job(after, record) if record and _is_visible(change) else None
    return ObservedJob(
        job_id=after.facts.job_id,
        standing=_standing(after),
        ended=_ended_at(after),
        document=msgspec.json.encode(after),
        job=job,
        event=_event(change, job, now) if job else None,
    )


def _event(change: ObservationChange, job: StoredJob, now: int) -> Event | None:
    """Return the event of a job whose published state has changed."""
    before = change.before
    published = before.state if before is not None and before.record is not None else None
    return state_event(job.deployment, msgspec.json.decode(job.document), published, now * 1000)


def _standing(observation: Observation) -> Standing:
    if observation.record is None:
        return "unassigned"
    return "ended" if observation.state in FINAL_STATES else "live"


def _ended_at(observation: Observation) -> int | None:
    if observation.state not in FINAL_STATES:
        return None
    facts = observation.facts
    return (facts.ended or facts.changed or facts.started) // 1000


def _is_visible(change: ObservationChange) -> bool:
    """Whether a field of the published job differs, or the job is published for the first time."""
    before, after = change.before, change.after
    if before is None or before.record is None or after.record is None:
        return True
    return build_job(before, before.record) != build_job(after, after.record)
