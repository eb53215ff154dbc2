"""The merging of new facts into an observation: a final state that Flink reported never changes."""

from collections.abc import Sequence

from msgspec import structs

from ..deployments.matching import match_deployment
from ..deployments.records import DeploymentRecord
from .facts import Facts, Observation, merge_facts
from .inferred_ends import revoke_end
from .mapping import build_job
from .states import FINAL_STATES, has_run, map_state
from .transitions import add_transitions

__all__ = ["assign_deployment", "is_next_instance", "is_visible", "merge"]


def merge(
    before: Observation | None,
    facts: Facts,
    cluster: str,
    records: Sequence[DeploymentRecord],
    now: int,
) -> Observation | None:
    """Return the observation after a poll at `now` (seconds), or None when nothing changes.

    It is that of another job instance when the id of an ended one was used again. A cluster that
    knows a job revokes an end that was inferred.
    """
    if before is None or is_next_instance(before, facts):
        return _first_observation(facts, cluster, records, now)
    if facts.changed < before.facts.changed:
        return None
    known = revoke_end(before)
    if known.state in FINAL_STATES:
        return None
    updated = _with_facts(known, merge_facts(known.facts, facts))
    after = assign_deployment(updated, records) or updated
    if after == before:
        return None
    return structs.replace(after, modified_at=now) if is_visible(before, after) else after


def is_next_instance(before: Observation, facts: Facts) -> bool:
    """Whether facts are those of a job that was started after another one with its id had ended."""
    if before.state not in FINAL_STATES or before.inferred_at is not None:
        return False
    ended = before.facts.ended or before.facts.changed
    return facts.started >= ended and facts.started > before.facts.started


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


def is_visible(before: Observation, after: Observation) -> bool:
    """Whether a field has changed that the API shows, or the job is published for the first time."""
    if before.record is None or after.record is None:
        return True
    return build_job(before, before.record) != build_job(after, after.record)


def _first_observation(
    facts: Facts, cluster: str, records: Sequence[DeploymentRecord], now: int
) -> Observation:
    empty = Observation(cluster=cluster, facts=facts, state=None, modified_at=now)
    observation = _with_facts(empty, facts)
    return assign_deployment(observation, records) or observation


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
