"""What is remembered of a job from look to look: whether it is worth another one.

Flink's answers are not of one moment. The details of a job may be some seconds older than the
listing, slots are told by heartbeats, and metrics are collected every ten seconds: so a job that
has changed is looked at once more when it has settled.
"""

from typing import Final

from msgspec import Struct

from .jobs.facts import Facts, Tasks
from .jobs.states import LIVE_IN_FLINK, STARTING_IN_FLINK

__all__ = ["Seen", "is_current", "is_news", "noted", "over", "recalled", "turn"]

_SETTLING: Final = 10.0
_PATIENCE: Final = 60.0
"""Seconds after a change in which what is still not told is asked for."""


class Seen(Struct, frozen=True, kw_only=True):
    """How a job was when it was last written; `whole` when nothing is left to ask at first sight.

    It changed at `since` and is to be looked at again at `again`, by a clock of seconds.
    """

    flink_state: str
    changed: int
    tasks: Tasks
    whole: bool
    since: float
    again: float | None = None


def is_news(seen: Seen | None, listed: Facts, now: float) -> bool:
    """Tell whether to look at a job that is listed so."""
    if seen is None or not _is_same(seen, listed):
        return True
    return seen.again is not None and now >= seen.again


def turn(seen: Seen | None, listed: Facts) -> int:
    """Give the order among news: what changed, what is new, what is only looked at again."""
    if seen is None:
        return 1
    return 2 if _is_same(seen, listed) else 0


def noted(facts: Facts, before: Seen | None, now: float) -> Seen:
    """Remember a job that has been looked at and written."""
    same = before is not None and _is_same(before, facts)
    since = before.since if before is not None and same else now
    whole = _is_whole(facts) or (before is not None and before.whole)
    lacks = (not whole or facts.cpu is None) and now - since < _PATIENCE
    live = facts.flink_state in LIVE_IN_FLINK
    return _seen(facts, whole, since, now + _SETTLING if live and (lacks or not same) else None)


def recalled(facts: Facts, now: float) -> Seen:
    """Remember a job that the books have."""
    whole = _is_whole(facts)
    return _seen(facts, whole, now, None if whole and facts.cpu is not None else now)


def over(listed: Facts, now: float) -> Seen:
    """Remember a job that has ended, of which nothing will change any more."""
    return _seen(listed, True, now, None)


def is_current(facts: Facts) -> bool:
    """Tell whether the details of a job are as new as its listing."""
    return facts.flink_state in (facts.timestamps or {})


def _is_whole(facts: Facts) -> bool:
    """Tell whether nothing is left to ask: a job that starts has not told what it starts from."""
    started = facts.flink_state not in STARTING_IN_FLINK
    return facts.labels is not None and started and is_current(facts)


def _is_same(seen: Seen, facts: Facts) -> bool:
    now = (facts.flink_state, facts.changed, facts.tasks)
    return (seen.flink_state, seen.changed, seen.tasks) == now


def _seen(facts: Facts, whole: bool, since: float, again: float | None) -> Seen:
    return Seen(
        flink_state=facts.flink_state,
        changed=facts.changed,
        tasks=facts.tasks,
        whole=whole,
        since=since,
        again=again,
    )
