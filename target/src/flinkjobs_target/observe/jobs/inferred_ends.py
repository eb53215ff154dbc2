"""Ends that the observer infers, because a cluster that responds no longer knows a job.

Flink forgets ended jobs after an hour, and a history server may archive failed jobs only: such a job
may have finished. It is published as FAILED only when its JobManager was restarted. Any later word of
Flink about the job revokes the inference.
"""

from msgspec import structs

from ...job_documents import UNSEEN_REASON
from .facts import Failure, Observation
from .transitions import add_transitions

__all__ = ["LOST_REASON", "infer_end", "revoke_end", "with_inferred_mark"]

LOST_REASON = "JobLostByFlink"
"""Failure reason of a job whose JobManager was restarted and no longer knows it."""


def infer_end(before: Observation, now: int, jobmanager: str | None) -> Observation:
    """Return the observation of a job that vanished before it ended, at `now` (seconds).

    `jobmanager` names the process that responds now; None when it is unknown.
    """
    known = before.facts.jobmanager
    if known is not None and jobmanager is not None and known != jobmanager:
        return _lost(before, now)
    message = (
        f"cluster {before.cluster} responds but no longer knows the job, which ended unseen after it "
        f"was {before.state or before.facts.flink_state}"
    )
    return _ended(before, now, Failure(reason=UNSEEN_REASON, message=message))


def revoke_end(observation: Observation) -> Observation:
    """Return the observation as it was before its end was inferred."""
    if observation.inferred_at is None:
        return observation
    facts = structs.replace(observation.facts, failure=None, ended=None)
    state = observation.state
    if state == "FAILED":
        state = "RUNNING" if observation.has_run else "STARTING"
    return structs.replace(
        observation,
        facts=facts,
        state=state,
        inferred_at=None,
        transitions=tuple(at for at in observation.transitions if at.state != "FAILED"),
    )


def with_inferred_mark(observation: Observation) -> Observation:
    """Return a stored observation with the mark of an inferred end, which earlier versions did not write."""
    failure = observation.facts.failure
    is_lost = failure is not None and failure.reason == LOST_REASON
    if not is_lost or observation.inferred_at is not None:
        return observation
    return structs.replace(observation, inferred_at=observation.modified_at)


def _lost(before: Observation, now: int) -> Observation:
    message = f"cluster {before.cluster} responds but no longer knows the job; its JobManager was restarted"
    ended = _ended(before, now, Failure(reason=LOST_REASON, message=message))
    transitions = add_transitions(before.transitions, ended.facts, "FAILED", has_run=before.has_run)
    return structs.replace(ended, state="FAILED", transitions=transitions)


def _ended(before: Observation, now: int, failure: Failure) -> Observation:
    facts = structs.replace(before.facts, failure=failure, ended=now * 1000)
    return structs.replace(before, facts=facts, inferred_at=now, modified_at=now)
