"""The merging of new facts into an observation: final states never change, time never goes back."""

from collections.abc import Sequence

from msgspec import structs

from ..deployments.matching import match_deployment
from ..deployments.records import DeploymentRecord
from .facts import Facts, Failure, Observation, merge_facts
from .mapping import build_job
from .states import FINAL_STATES, has_run, map_state
from .transitions import add_transitions

__all__ = ["LOST_REASON", "assign_deployment", "mark_lost", "merge"]

LOST_REASON = "JobLostByFlink"
"""Failure reason of a job that its cluster, though it responds, no longer knows."""


def merge(
    before: Observation | None,
    facts: Facts,
    cluster: str,
    records: Sequence[DeploymentRecord],
    now: int,
) -> Observation | None:
    """Return the observation after a poll at `now` (seconds), or None when nothing changes."""
    if before is None:
        return _first_observation(facts, cluster, records, now)
    if before.state in FINAL_STATES or facts.changed < before.facts.changed:
        return None
    updated = _with_facts(before, merge_facts(before.facts, facts))
    after = assign_deployment(updated, records) or updated
    if after == before:
        return None
    return structs.replace(after, modified_at=now) if _is_visible(before, after) else after


def mark_lost(before: Observation, now: int) -> Observation:
    """Return the observation of a job that vanished before it ended: FAILED since `now`."""
    message = f"cluster {before.cluster} responds but no longer knows the job"
    facts = structs.replace(
        before.facts, failure=Failure(reason=LOST_REASON, message=message), ended=now * 1000
    )
    transitions = add_transitions(before.transitions, facts, "FAILED", has_run=before.has_run)
    return structs.replace(
        before, facts=facts, state="FAILED", transitions=transitions, modified_at=now
    )


def assign_deployment(
    observation: Observation, records: Sequence[DeploymentRecord]
) -> Observation | None:
    """Return an unassigned job with its deployment or a new reason; None when nothing changes."""
    if observation.record is not None:
        return None
    match = match_deployment(observation.facts, observation.cluster, records)
    if not isinstance(match, str):
        return structs.replace(observation, record=match, unassigned=None)
    if match == observation.unassigned:
        return None
    return structs.replace(observation, unassigned=match)


def _first_observation(
    facts: Facts, cluster: str, records: Sequence[DeploymentRecord], now: int
) -> Observation:
    empty = Observation(cluster=cluster, facts=facts, state=None, modified_at=now)
    observation = _with_facts(empty, facts)
    return assign_deployment(observation, records) or observation


def _is_visible(before: Observation, after: Observation) -> bool:
    """Whether a field has changed that the API shows."""
    if before.record is None or after.record is None:
        return True
    return build_job(before, before.record) != build_job(after, after.record)


def _with_facts(before: Observation, facts: Facts) -> Observation:
    has_run_now = before.has_run or has_run(facts)
    state = map_state(facts, before.state, has_run=has_run_now)
    return structs.replace(
        before,
        facts=facts,
        state=state,
        has_run=has_run_now,
        transitions=add_transitions(
            before.transitions,
            facts,
            state,
            has_run=has_run_now,
            started_until=before.facts.changed if before.state == "STARTING" else 0,
        ),
    )
