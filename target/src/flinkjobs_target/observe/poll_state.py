"""Poll state of a job: when its details have to be read again.

Flink's responses are not consistent in time. A job's details may be some seconds older than the
listing, slots are reported by heartbeats, and metrics are collected every ten seconds: so the
details of a job that has changed are read once more when it has settled.
"""

from typing import Final

from msgspec import Struct

from .jobs.facts import Facts, Tasks
from .jobs.states import FLINK_LIVE_STATES, FLINK_STARTING_STATES

__all__ = [
    "PollState",
    "after_read",
    "final_poll_state",
    "has_current_details",
    "is_other_start",
    "is_read_due",
    "is_unchanged",
    "read_priority",
    "stored_poll_state",
]

_SETTLING_SECONDS: Final = 10.0
_RETRY_SECONDS: Final = 60.0
"""How long after a change missing details are requested again."""


class PollState(Struct, frozen=True, kw_only=True):
    """A job as of the last time its details were stored.

    `is_complete` means that everything that never changes is known. The job last changed at
    `changed_at`, and its details are due again at `next_read`, in seconds of a monotonic clock.
    """

    started: int
    flink_state: str
    changed: int
    tasks: Tasks
    is_complete: bool
    changed_at: float
    next_read: float | None = None


def is_other_start(state: PollState, listed: Facts) -> bool:
    """Whether a job was started again: by another JobManager, or as a new job with the same id."""
    return state.started != listed.started


def is_read_due(state: PollState | None, listed: Facts, now: float) -> bool:
    """Whether to read the details of a listed job."""
    if state is None or not is_unchanged(state, listed):
        return True
    return state.next_read is not None and now >= state.next_read


def read_priority(state: PollState | None, listed: Facts) -> int:
    """Return the sort key among due jobs: changed ones first, then new ones, then repeated reads."""
    if state is None:
        return 1
    return 2 if is_unchanged(state, listed) else 0


def after_read(facts: Facts, previous: PollState | None, now: float) -> PollState:
    """Return the poll state of a job whose details have just been stored."""
    unchanged = previous is not None and is_unchanged(previous, facts)
    changed_at = previous.changed_at if previous is not None and unchanged else now
    is_complete = _is_complete(facts) or (previous is not None and previous.is_complete)
    is_lacking = not is_complete or facts.cpu is None
    retries = is_lacking and now - changed_at < _RETRY_SECONDS
    is_live = facts.flink_state in FLINK_LIVE_STATES
    next_read = now + _SETTLING_SECONDS if is_live and (retries or not unchanged) else None
    return _poll_state(facts, is_complete, changed_at, next_read)


def stored_poll_state(facts: Facts, now: float) -> PollState:
    """Return the poll state of a job that a previous process stored."""
    is_complete = _is_complete(facts)
    next_read = None if is_complete and facts.cpu is not None else now
    return _poll_state(facts, is_complete, now, next_read)


def final_poll_state(listed: Facts, now: float) -> PollState:
    """Return the poll state of a job that has ended and is never read again."""
    return _poll_state(listed, True, now, None)


def has_current_details(facts: Facts) -> bool:
    """Whether the details of a job are as new as its listing."""
    return facts.flink_state in (facts.timestamps or {})


def _is_complete(facts: Facts) -> bool:
    """Whether nothing is missing that never changes; a starting job has not restored state yet."""
    has_started = facts.flink_state not in FLINK_STARTING_STATES
    return facts.labels is not None and has_started and has_current_details(facts)


def is_unchanged(state: PollState, facts: Facts) -> bool:
    """Whether a listed job is as it was when its details were stored."""
    current = (facts.flink_state, facts.changed, facts.tasks)
    return (state.flink_state, state.changed, state.tasks) == current


def _poll_state(
    facts: Facts, is_complete: bool, changed_at: float, next_read: float | None
) -> PollState:
    return PollState(
        started=facts.started,
        flink_state=facts.flink_state,
        changed=facts.changed,
        tasks=facts.tasks,
        is_complete=is_complete,
        changed_at=changed_at,
        next_read=next_read,
    )
