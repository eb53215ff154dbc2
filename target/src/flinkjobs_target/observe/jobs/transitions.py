"""The way of a job from state to state, also where it was faster than anybody looked."""

from collections.abc import Iterator, Sequence

from .facts import Facts, Transition
from .states import FINAL

__all__ = ["rebuilt"]

_STATES = {
    "INITIALIZING": "STARTING",
    "CREATED": "STARTING",
    "RUNNING": "RUNNING",
    "CANCELLING": "CANCELLING",
    "CANCELED": "CANCELLED",
    "FAILED": "FAILED",
}
_MOST = 100


def rebuilt(
    before: Sequence[Transition],
    facts: Facts,
    state: str | None,
    *,
    run: bool,
    started_until: int = 0,
) -> tuple[Transition, ...]:
    """Add what happened since the last look, from Flink's own timestamps (0 is never).

    Flink keeps only the last time of each state: the first one that was seen counts, and what
    is between two looks is not lost. A state without a timestamp was entered at the last change.
    At `started_until` the job was seen waiting for its tasks, whatever Flink says of RUNNING.
    """
    known = {one.state for one in before}
    found = [
        one
        for one in _from_timestamps(facts, state, started_until, run=run)
        if one.state not in known
    ]
    if state and state not in known | {one.state for one in found}:
        found.append(Transition(facts.ended or facts.changed or facts.started, state))
    return tuple(sorted((*before, *found), key=_order))[-_MOST:]


def _from_timestamps(
    facts: Facts, state: str | None, started_until: int, *, run: bool
) -> Iterator[Transition]:
    """Give the first time of each of our states."""
    first: dict[str, int] = {"STARTING": facts.started}
    for name, at in (facts.timestamps or {}).items():
        ours = _STATES.get(name)
        if not at or ours is None or (ours == "RUNNING" and not run):
            continue
        if ours in FINAL and ours != state:
            continue
        since = max(at, started_until) if ours == "RUNNING" else at
        first[ours] = min(since, first.get(ours, since))
    yield from (Transition(at, name) for name, at in first.items())


def _order(one: Transition) -> tuple[int, bool]:
    """Order by time; of two in one millisecond the final one is the later."""
    return one.at, one.state in FINAL
