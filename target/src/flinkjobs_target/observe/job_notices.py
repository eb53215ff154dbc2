"""The notices of a change: of a failure, and of alarms that begin or are over."""

import uuid
from collections.abc import Iterator

from ..notices.notice import Notice, NoticeKind
from .deployments.records import DeploymentRecord
from .jobs.alarms import LOST, NO_CHECKPOINT, RESTARTING
from .jobs.facts import Observation
from .jobs.mapping import published_id
from .jobs.states import has_ended
from .observation_change import ObservationChange

__all__ = ["notices_of"]

_NAMESPACE = uuid.UUID("5a0b5a5e-58d4-5f6c-9a51-9e6f1c0d7c11")
_OLD_SECONDS = 600
"""A failure that is older when a job is first seen is history."""
_BEGINNINGS: dict[str, NoticeKind] = {
    LOST: "job-lost",
    RESTARTING: "job-restarting",
    NO_CHECKPOINT: "job-without-checkpoint",
}


def notices_of(change: ObservationChange, now: int) -> list[Notice]:
    """Return the notices of a change at `now` (seconds); jobs without a deployment have none."""
    record = change.after.record
    if record is None:
        return []
    return [_build(change.after, record, kind, now) for kind in _kinds(change, now)]


def _kinds(change: ObservationChange, now: int) -> Iterator[NoticeKind]:
    before, after = change.before, change.after
    if _has_failed(after) and not (before and _has_failed(before)):
        ended = (after.facts.ended or after.facts.changed) // 1000
        if before is not None or now - ended < _OLD_SECONDS:
            yield "job-failed"
    earlier = set(before.alarms) if before else set()
    yield from (kind for name, kind in _BEGINNINGS.items() if name in {*after.alarms} - earlier)
    if earlier and not after.alarms and not has_ended(after):
        yield "job-recovered"


def _has_failed(observation: Observation) -> bool:
    return observation.state == "FAILED" and observation.inferred_at is None


def _build(
    observation: Observation, record: DeploymentRecord, kind: NoticeKind, now: int
) -> Notice:
    facts = observation.facts
    failure = facts.failure
    job_id = published_id(observation)
    name = record.deployment_name or facts.name
    return Notice(
        notice_id=str(uuid.uuid5(_NAMESPACE, f"{observation.cluster} {job_id} {kind} {now}")),
        kind=kind,
        at=now,
        text=_text(kind, observation, name),
        cluster=observation.cluster,
        workspace=record.workspace,
        namespace=record.namespace,
        deployment_id=record.deployment_id,
        deployment_name=name,
        job_id=job_id,
        state=observation.state,
        reason=failure.reason if failure else None,
        message=failure.message if failure else None,
        advice=failure.advice if failure else None,
        causes=failure.causes if failure else (),
    )


def _text(kind: NoticeKind, observation: Observation, name: str) -> str:
    facts = observation.facts
    failure = facts.failure
    job = f"{name} on cluster {observation.cluster}"
    match kind:
        case "job-failed":
            return f"{job} has failed{_because(observation)}."
        case "job-lost":
            return f"{job} is gone: {failure.message if failure else 'it is not listed'}."
        case "job-restarting":
            times = f"{facts.restarts} times so far"
            return f"{job} restarts again and again, {times}{_because(observation)}."
        case "job-without-checkpoint":
            return f"{job} runs and has completed no checkpoint for long."
        case _:
            return f"{job} has recovered and is {observation.state}."


def _because(observation: Observation) -> str:
    """Return the root cause and where to look, as the end of a sentence."""
    failure = observation.facts.failure
    if failure is None:
        return ""
    return f": {failure.reason}; {failure.advice}" if failure.advice else f": {failure.reason}"
