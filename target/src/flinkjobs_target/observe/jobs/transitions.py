"""State transitions of a job, reconstructed from Flink's timestamps."""

from collections.abc import Iterator, Sequence

from .facts import Facts, Transition
from .states import FINAL_STATES

__all__ = ["add_transitions"]

_STATES = {
    "INITIALIZING": "STARTING",
    "CREATED": "STARTING",
    "RUNNING": "RUNNING",
    "CANCELLING": "CANCELLING",
    "CANCELED": "CANCELLED",
    "FAILED": "FAILED",
}
_MAX_TRANSITIONS = 100


def add_transitions(
    before: Sequence[Transition],
    facts: Facts,
    state: str | None,
    *,
    has_run: bool,
    started_until: int = 0,
) -> tuple[Transition, ...]:
    """Return the transitions with those since the last poll, from Flink's timestamps (0 is never).

    Flink keeps only the last time of each state: the first one that was observed is kept, and
    states between two polls are included. A state without a timestamp was entered at the last
    change. At `started_until` the job was still waiting for its tasks, whatever Flink reports as
    the time of RUNNING.
    """
    known_states = {transition.state for transition in before}
    new = [
        transition
        for transition in _first_transitions(facts, state, started_until, has_run=has_run)
        if transition.state not in known_states
    ]
    if state and state not in known_states | {transition.state for transition in new}:
        new.append(Transition(facts.ended or facts.changed or facts.started, state))
    return tuple(sorted((*before, *new), key=_sort_key))[-_MAX_TRANSITIONS:]


def _first_transitions(
    facts: Facts, state: str | None, started_until: int, *, has_run: bool
) -> Iterator[Transition]:
    """Yield the first time of each of the API's states."""
    first: dict[str, int] = {"STARTING": facts.started}
    for flink_state, at in (facts.timestamps or {}).items():
        api_state = _STATES.get(flink_state)
        if not at or api_state is None or (api_state == "RUNNING" and not has_run):
            continue
        if api_state in FINAL_STATES and api_state != state:
            continue
        since = max(at, started_until) if api_state == "RUNNING" else at
        first[api_state] = min(since, first.get(api_state, since))
    yield from (Transition(at, api_state) for api_state, at in first.items())


def _sort_key(transition: Transition) -> tuple[int, bool]:
    """Return the sort key: by time; within one millisecond a final state comes last."""
    return transition.at, transition.state in FINAL_STATES
