"""The mapping of Flink's job states to the API's."""

from typing import Final

from .facts import Facts, Observation

__all__ = [
    "FINAL_STATES",
    "FLINK_LIVE_STATES",
    "FLINK_STARTING_STATES",
    "has_ended",
    "has_run",
    "map_state",
]

FINAL_STATES: Final = frozenset({"FAILED", "CANCELLED", "FINISHED"})
"""States of the API that never change afterwards."""
FLINK_LIVE_STATES: Final = frozenset(
    {"INITIALIZING", "CREATED", "RUNNING", "RESTARTING", "FAILING", "CANCELLING", "RECONCILING"}
)
"""Flink's states of a job that its JobManager works on."""

FLINK_STARTING_STATES: Final = frozenset({"INITIALIZING", "CREATED"})
"""Flink's states of a job that has not restored any state yet."""

_UNCONDITIONAL = {
    "INITIALIZING": "STARTING",
    "CREATED": "STARTING",
    "RESTARTING": "RUNNING",
    "FAILING": "RUNNING",
    "FAILED": "FAILED",
    "CANCELLING": "CANCELLING",
    "CANCELED": "CANCELLED",
    "FINISHED": "FINISHED",
}


def map_state(facts: Facts, previous: str | None, *, has_run: bool) -> str | None:
    """Return the API's state of a job; `previous` is the last one.

    SUSPENDED, RECONCILING and states that are newer than this program leave it as it was, which
    may be None; a job that is first seen RECONCILING ran before its JobManager was restarted.
    """
    if previous in FINAL_STATES:
        return previous
    if facts.flink_state == "RUNNING":
        return "RUNNING" if has_run else "STARTING"
    if facts.flink_state == "RECONCILING":
        return previous or "RUNNING"
    return _UNCONDITIONAL.get(facts.flink_state, previous)


def has_ended(observation: Observation) -> bool:
    """Whether a job has ended, as Flink reported or as the observer inferred."""
    return observation.state in FINAL_STATES or observation.inferred_at is not None


def has_run(facts: Facts) -> bool:
    """Whether a job runs, or has run before.

    Flink reports RUNNING also for a job that waits for slots. The stages of a batch job run one
    after the other, so one task of it is enough.
    """
    if any((facts.timestamps or {}).get(state) for state in ("RESTARTING", "FAILING")):
        return True
    if facts.flink_state in {"RESTARTING", "FAILING"}:
        return True
    started_tasks = facts.tasks.running + facts.tasks.finished
    required_tasks = 1 if facts.execution_mode == "BATCH" else max(1, facts.tasks.total)
    return started_tasks >= required_tasks
