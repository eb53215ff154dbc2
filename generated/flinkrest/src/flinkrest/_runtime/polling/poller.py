"""Waiting for a state: what to ask next, for how long to pause, and how it ends.

`Waiting` knows all of that and neither sends nor sleeps; `run` and `run_async` do, for it.
"""

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from msgspec import Struct

from ..client.response import Answer, present
from ..contract.operation import Operation
from ..errors import ApiError, UndecodableAnswer, UsageError
from .latest import Latest

if TYPE_CHECKING:
    from ..client.session import AsyncSession, Session

__all__ = ["WaitEnded", "WaitTimedOut", "Waiter", "Waiting", "run", "run_async"]

ItemT = TypeVar("ItemT")
Ask: TypeAlias = tuple[Operation[Any], Mapping[str, object]]


class WaitEnded(ApiError):
    """What was waited for will not happen: `job` ended in another state; `failure` says why, if it failed."""

    def __init__(self, message: str, *, job: Any = None, failure: Any = None, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.job = job
        self.failure = failure


class WaitTimedOut(ApiError):
    """What was waited for did not happen in time: `job` is how it was seen last, None if never."""

    def __init__(self, message: str, *, job: Any = None, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.job = job


class Waiter(Struct, Generic[ItemT], frozen=True, kw_only=True):
    """What the contract says of waiting.

    `operation` is asked for the `subject`, a parameter that the answer repeats as a field; `state`,
    `failure` and `reason` are paths in the answer. `goals` names the states that reach each goal,
    `final` those that nothing follows. `latest` finds the subject where none is named.
    """

    operation: Operation[Any]
    subject: str
    state: tuple[str, ...]
    goals: Mapping[str, tuple[str, ...]]
    final: tuple[str, ...]
    failure: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    latest: Latest[ItemT] | None = None

    def state_of(self, found: ItemT) -> Any:
        """Give the state of what was found; None where it does not say."""
        return _at(found, self.state)


class Waiting(Generic[ItemT]):
    """One wait. What it waits for is pinned when it is first seen, and asked for from then on.

    With `after`, it must be newer than that one: so the time of that one is asked for `first`, and
    nothing as old is ever taken for what is waited for.
    """

    def __init__(
        self,
        waiter: Waiter[ItemT],
        values: Mapping[str, object],
        *,
        until: str,
        timeout: float,
        poll: float,
        monotonic: Callable[[], float],
        after: str | None = None,
    ) -> None:
        given = {name: value for name, value in values.items() if value is not None}
        _check(waiter, given, after)
        _check_goal(waiter, until, timeout, poll)
        self._waiter = waiter
        self._values = given
        self._pinned = given.get(waiter.subject)
        self._until = until
        self._timeout = timeout
        self._poll = poll
        self._after = after
        self._since: int | None = None
        self._last: ItemT | None = None
        self._monotonic = monotonic
        self._deadline = monotonic() + timeout

    @property
    def last(self) -> ItemT | None:
        """What is waited for, as it was seen last; None while it has not appeared."""
        return self._last

    @property
    def first(self) -> Ask | None:
        """What to call once, before all else, for `begin`."""
        return None if self._after is None else self._ask_for(self._after)

    def begin(self, answer: Answer[Any]) -> None:
        """Take in the one that what is waited for must be newer than."""
        latest = self._waiter.latest
        self._since = latest.time_of(self._read(answer)) if latest else None
        if latest and self._since is None:
            what = f"nothing newer than {self._after} can be told from it without its {latest.time}"
            raise self._undecodable(what, answer)

    @property
    def asks(self) -> Ask:
        """What to call next, for `take`."""
        latest = self._waiter.latest
        if self._pinned is not None or latest is None:
            return self._ask_for(self._pinned)
        return _asked(latest.operation, latest.ask(self._values))

    def take(self, answer: Answer[Any]) -> ItemT | None:
        """Take in an answer; give what was waited for once it has reached its goal.

        Raises WaitEnded when it never will.
        """
        found = self._read(answer) if self._pinned is not None else self._choose(answer)
        if found is None:
            return None
        self._last = found
        state = self._waiter.state_of(found)
        if state in self._waiter.goals[self._until]:
            return found
        if state in self._waiter.final:
            raise self._ended(found, state, answer)
        return None

    def pause(self) -> float:
        """Give the seconds until the next call; raise WaitTimedOut when time is up."""
        left = self._deadline - self._monotonic()
        if left <= 0:
            raise self._timed_out()
        return min(self._poll, left)

    def _ask_for(self, subject: object) -> Ask:
        return _asked(self._waiter.operation, {**self._values, self._waiter.subject: subject})

    def _read(self, answer: Answer[Any]) -> ItemT:
        """Give what the operation answered, if it is what it was asked for."""
        operation, envelope = self._waiter.operation, self._waiter.operation.envelope
        payload = getattr(answer.value, envelope.payload) if envelope else answer.value
        found: ItemT = present(operation, answer, payload)
        name, asked = getattr(found, self._waiter.subject), self._pinned or self._after
        if name not in (asked, None):
            raise self._undecodable(f"{asked} was asked for, and {name} came", answer)
        return found

    def _choose(self, answer: Answer[Any]) -> ItemT | None:
        """Pin the latest item of a listing, if it is new enough."""
        latest = self._waiter.latest
        found = latest.choose(answer) if latest else None
        if latest is None or found is None or not self._is_new(latest.time_of(found)):
            return None
        self._pinned = getattr(found, self._waiter.subject)
        if self._pinned is None:
            raise self._undecodable(f"the latest item has no {self._waiter.subject}", answer)
        return found

    def _is_new(self, time: int | None) -> bool:
        return self._since is None or (time is not None and time > self._since)

    def _ended(self, found: ItemT, state: object, answer: Answer[Any]) -> WaitEnded:
        reason = _at(found, self._waiter.reason) if self._waiter.reason else None
        why = f": {reason}" if reason else ""
        return WaitEnded(
            f"{self._waiter.subject} {self._pinned} is {state}, and will not be {self._until}{why}",
            job=found,
            failure=_at(found, self._waiter.failure) if self._waiter.failure else None,
            operation=self._waiter.operation.name,
            request_id=answer.request_id,
        )

    def _timed_out(self) -> WaitTimedOut:
        state = None if self._last is None else self._waiter.state_of(self._last)
        seen = f"{self._waiter.subject} {self._pinned} is {state or 'in no known state'}"
        none = f"none newer than {self._after} has appeared" if self._after else "none has appeared"
        return WaitTimedOut(
            f"not {self._until} after {self._timeout:g} s: {none if self._last is None else seen}",
            job=self._last,
            operation=self._waiter.operation.name,
        )

    def _undecodable(self, message: str, answer: Answer[Any]) -> UndecodableAnswer:
        return UndecodableAnswer(
            message,
            operation=self._waiter.operation.name,
            request_id=answer.request_id,
            body=answer.raw[:2048],
        )


def run(session: "Session", waiting: Waiting[ItemT]) -> ItemT:
    """Wait until it ends, and give what was waited for."""
    if waiting.first:
        waiting.begin(session.call(*waiting.first))
    while (found := waiting.take(session.call(*waiting.asks))) is None:
        session.sleep(waiting.pause())
    return found


async def run_async(session: "AsyncSession", waiting: Waiting[ItemT]) -> ItemT:
    """Wait until it ends, without blocking, and give what was waited for."""
    if waiting.first:
        waiting.begin(await session.call(*waiting.first))
    while (found := waiting.take(await session.call(*waiting.asks))) is None:
        await session.sleep(waiting.pause())
    return found


def _asked(operation: Operation[Any], values: Mapping[str, object]) -> Ask:
    known = {parameter.name for parameter in operation.parameters}
    return operation, {name: value for name, value in values.items() if name in known}


def _at(found: object, path: tuple[str, ...]) -> Any:
    """Follow a path; None when anything on it is absent."""
    for name in path:
        found = getattr(found, name, None)
    return found


def _check(waiter: Waiter[Any], given: Mapping[str, object], after: str | None) -> None:
    """Refuse a call that names its subject not at all, or in two ways."""
    name, subject = waiter.operation.name, waiter.subject
    own = {parameter.name for parameter in waiter.operation.parameters}
    others = sorted(given.keys() - own) + (["after"] if after is not None else [])
    if subject in given and others:
        raise UsageError(f"{name}: {subject} says what to wait for; leave out {others[0]}")
    if subject not in given and not given.keys() - own:
        wanted = (
            [one.name for one in waiter.latest.operation.parameters if one.required]
            if waiter.latest
            else []
        )
        either = " or ".join([subject, *(one for one in wanted if one not in own)])
        raise UsageError(f"{name}: pass {either}, to say what to wait for")


def _check_goal(waiter: Waiter[Any], until: str, timeout: float, poll: float) -> None:
    name = waiter.operation.name
    if not isinstance(until, str) or until not in waiter.goals:
        raise UsageError(f"{name}: until must be one of {', '.join(waiter.goals)}, not {until!r}")
    if not _is_seconds(timeout) or timeout < 0:
        raise UsageError(f"{name}: timeout must be 0 or more seconds, not {timeout!r}")
    if not _is_seconds(poll) or poll <= 0:
        raise UsageError(f"{name}: poll must be more than 0 seconds, not {poll!r}")


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
