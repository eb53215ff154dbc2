"""A look at a job added to what is known of it. Final states never change, nor does time run back."""

from collections.abc import Sequence

from msgspec import structs

from ..deployments.matching import recognise
from ..deployments.records import DeploymentRecord
from .facts import Facts, Failure, Observation, together
from .mapping import job_of
from .states import FINAL, has_run, state_of
from .transitions import rebuilt

__all__ = ["LOST", "lost", "merged", "reassigned"]

LOST = "JobLostByFlink"
"""The reason of a job that its cluster, though it answers, no longer knows."""


def merged(
    before: Observation | None,
    facts: Facts,
    cluster: str,
    records: Sequence[DeploymentRecord],
    now: int,
) -> Observation | None:
    """Give what is known after a look at `now` (seconds), or None when it changes nothing."""
    if before is None:
        return _first(facts, cluster, records, now)
    if before.state in FINAL or facts.changed < before.facts.changed:
        return None
    looked = _looked(before, together(before.facts, facts))
    known = reassigned(looked, records) or looked
    if known == before:
        return None
    return structs.replace(known, modified_at=now) if _shows(before, known) else known


def lost(before: Observation, now: int) -> Observation:
    """Give what is known of a job that vanished without having ended: it is FAILED since `now`."""
    message = f"cluster {before.cluster} answers and no longer knows the job"
    facts = structs.replace(
        before.facts, failure=Failure(reason=LOST, message=message), ended=now * 1000
    )
    transitions = rebuilt(before.transitions, facts, "FAILED", run=before.has_run)
    return structs.replace(
        before, facts=facts, state="FAILED", transitions=transitions, modified_at=now
    )


def reassigned(known: Observation, records: Sequence[DeploymentRecord]) -> Observation | None:
    """Recognise a job that has no deployment yet; None when that stays as it is."""
    if known.record is not None:
        return None
    found = recognise(known.facts, known.cluster, records)
    if isinstance(found, str):
        return None if found == known.unassigned else structs.replace(known, unassigned=found)
    return structs.replace(known, record=found, unassigned=None)


def _first(
    facts: Facts, cluster: str, records: Sequence[DeploymentRecord], now: int
) -> Observation:
    empty = Observation(cluster=cluster, facts=facts, state=None, modified_at=now)
    known = _looked(empty, facts)
    return reassigned(known, records) or known


def _shows(before: Observation, known: Observation) -> bool:
    """Tell whether anything has changed that the API shows of a job."""
    if before.record is None or known.record is None:
        return True
    return job_of(before, before.record) != job_of(known, known.record)


def _looked(before: Observation, facts: Facts) -> Observation:
    run = before.has_run or has_run(facts)
    state = state_of(facts, before.state, run=run)
    return structs.replace(
        before,
        facts=facts,
        state=state,
        has_run=run,
        transitions=rebuilt(
            before.transitions,
            facts,
            state,
            run=run,
            started_until=before.facts.changed if before.state == "STARTING" else 0,
        ),
    )
