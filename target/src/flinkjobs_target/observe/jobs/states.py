"""What Flink's states become. The first states have nothing to tell apart from each other."""

from typing import Final

from .facts import Facts

__all__ = ["FINAL", "LIVE_IN_FLINK", "STARTING_IN_FLINK", "has_run", "state_of"]

FINAL: Final = frozenset({"FAILED", "CANCELLED", "FINISHED"})
"""States that never change afterwards."""
LIVE_IN_FLINK: Final = frozenset(
    {"INITIALIZING", "CREATED", "RUNNING", "RESTARTING", "FAILING", "CANCELLING"}
)
"""Flink's states of a job that its JobManager works on."""

STARTING_IN_FLINK: Final = frozenset({"INITIALIZING", "CREATED"})
"""Flink's states of a job that has not restored anything yet."""

_PLAIN = {
    "INITIALIZING": "STARTING",
    "CREATED": "STARTING",
    "RESTARTING": "RUNNING",
    "FAILING": "RUNNING",
    "FAILED": "FAILED",
    "CANCELLING": "CANCELLING",
    "CANCELED": "CANCELLED",
}


def state_of(facts: Facts, before: str | None, *, run: bool) -> str | None:
    """Give the state of a job; `before` is the last one, `run` what `has_run` said.

    None where Flink's state tells nothing and there was none before: SUSPENDED, RECONCILING, and
    states that came into being after this program.
    """
    if before in FINAL:
        return before
    if facts.flink_state == "RUNNING":
        return "RUNNING" if run else "STARTING"
    if facts.flink_state == "FINISHED":
        return "CANCELLED" if facts.stop_asked else "FINISHED"
    return _PLAIN.get(facts.flink_state, before)


def has_run(facts: Facts) -> bool:
    """Tell whether a look shows that a job runs, or has run before.

    RUNNING is what Flink also calls a job that waits for slots. The stages of a batch job run
    one after the other, so one task of it is enough.
    """
    if any((facts.timestamps or {}).get(state) for state in ("RESTARTING", "FAILING")):
        return True
    if facts.flink_state in {"RESTARTING", "FAILING"}:
        return True
    begun = facts.tasks.running + facts.tasks.finished
    needed = 1 if facts.execution_mode == "BATCH" else max(1, facts.tasks.total)
    return begun >= needed
