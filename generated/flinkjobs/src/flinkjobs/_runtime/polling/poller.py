"""Polling until a goal: a state machine that names the next call, the delay before it, and the end.

`Poller` neither sends nor sleeps; `run` and `run_async` do.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from msgspec import Struct

from ..client.response import Result, require_payload
from ..contract.operation import Operation
from ..errors import ApiError, InvalidResponseError
from ..messages import Message
from .checks import check_goal, check_subject
from .latest import Latest

if TYPE_CHECKING:
    from ..client.session import AsyncSession, Session

__all__ = ["Poller", "WaitFailedError", "WaitTimeoutError", "Waiter", "run", "run_async"]

ItemT = TypeVar("ItemT")
PollCall: TypeAlias = tuple[Operation[Any], Mapping[str, object]]


class WaitFailedError(ApiError):
    """The goal cannot be reached: `job` ended in another state; `failure` is the reason, if it failed."""

    def __init__(
        self, message: str | Message, *, job: Any = None, failure: Any = None, **facts: Any
    ) -> None:
        super().__init__(message, **facts)
        self.job = job
        self.failure = failure


class WaitTimeoutError(ApiError):
    """The goal was not reached in time: `job` is its last known version, None if there was none."""

    def __init__(self, message: str | Message, *, job: Any = None, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.job = job


class Waiter(Struct, Generic[ItemT], frozen=True, kw_only=True):
    """A waiter of the contract.

    `operation` is polled for the `subject`, a parameter that its result repeats as a field; `state`,
    `failure`, `cause` and `reason` are paths in the result. `goals` names the states that reach each goal,
    `final` those that never change. `latest` finds the subject where no argument names it.
    """

    operation: Operation[Any]
    subject: str
    state: tuple[str, ...]
    goals: Mapping[str, tuple[str, ...]]
    final: tuple[str, ...]
    failure: tuple[str, ...] = ()
    cause: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    latest: Latest[ItemT] | None = None

    def state_of(self, item: ItemT) -> Any:
        """Return the state of an item; None when it has none."""
        return _value_at(item, self.state)

    def reason_of(self, item: ItemT) -> str:
        """Return why an item went wrong: the cause and the text about it; "" when it has neither."""
        paths = [path for path in (self.cause, self.reason) if path]
        texts = [str(value) for value in (_value_at(item, path) for path in paths) if value]
        return ": ".join(texts[1:] if texts[1:] and texts[1].startswith(texts[0]) else texts)


class Poller(Generic[ItemT]):
    """One wait. Its subject is fixed when it first appears, and polled from then on.

    With `after`, the subject must be newer than that item: its time is read first, by the
    `baseline_call`, and no item as old is ever taken for the subject.
    """

    def __init__(
        self,
        waiter: Waiter[ItemT],
        arguments: Mapping[str, object],
        *,
        until: str,
        timeout: float,
        poll: float,
        monotonic: Callable[[], float],
        after: str | None = None,
    ) -> None:
        present = {name: value for name, value in arguments.items() if value is not None}
        check_subject(waiter, present, after)
        check_goal(waiter, until, timeout, poll)
        self._waiter = waiter
        self._arguments = present
        self._subject = present.get(waiter.subject)
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
        """The last known version of the subject; None while it has not appeared."""
        return self._last

    @property
    def named_calls(self) -> Iterator[PollCall]:
        """The calls whose arguments may have names in place of ids, for `set_arguments`."""
        operation, latest = self._waiter.operation, self._waiter.latest
        if operation.lookups:
            yield operation, self._arguments
        if self._subject is None and latest and latest.operation.lookups:
            yield latest.operation, self._arguments

    def set_arguments(self, arguments: Mapping[str, object]) -> None:
        """Record the arguments with ids."""
        self._arguments = dict(arguments)

    @property
    def baseline_call(self) -> PollCall | None:
        """The call to make once, before all others, for `set_baseline`."""
        return None if self._after is None else self._call_for(self._after)

    def set_baseline(self, result: Result[Any]) -> None:
        """Record the time that the subject must be newer than."""
        latest = self._waiter.latest
        self._since = latest.time_of(self._read(result)) if latest else None
        if latest and self._since is None:
            message = Message(
                "no newer item can be recognised: {after} has no {field}",
                after=self._after,
                field=latest.time,
            )
            raise self._invalid(message, result)

    @property
    def next_call(self) -> PollCall:
        """The next call, for `accept`."""
        latest = self._waiter.latest
        if self._subject is not None or latest is None:
            return self._call_for(self._subject)
        return _poll_call(latest.operation, latest.arguments(self._arguments))

    def accept(self, result: Result[Any]) -> ItemT | None:
        """Record the result of a call; return the subject once it has reached its goal.

        Raises WaitFailedError when it never will.
        """
        item = self._read(result) if self._subject is not None else self._choose(result)
        if item is None:
            return None
        self._last = item
        state = self._waiter.state_of(item)
        if state in self._waiter.goals[self._until]:
            return item
        if state in self._waiter.final:
            raise self._failed(item, state, result)
        return None

    def delay(self) -> float:
        """Return the seconds until the next call; raise WaitTimeoutError after the deadline."""
        remaining = self._deadline - self._monotonic()
        if remaining <= 0:
            raise self._timed_out()
        return min(self._poll, remaining)

    def _call_for(self, subject: object) -> PollCall:
        return _poll_call(
            self._waiter.operation, {**self._arguments, self._waiter.subject: subject}
        )

    def _read(self, result: Result[Any]) -> ItemT:
        """Return the item of a result, if it is the requested one."""
        operation, envelope = self._waiter.operation, self._waiter.operation.envelope
        payload = getattr(result.value, envelope.payload) if envelope else result.value
        item: ItemT = require_payload(operation, result, payload)
        actual, requested = getattr(item, self._waiter.subject), self._subject or self._after
        if actual not in (requested, None):
            message = Message(
                "{requested} was requested, but {actual} was returned",
                requested=requested,
                actual=actual,
            )
            raise self._invalid(message, result)
        return item

    def _choose(self, result: Result[Any]) -> ItemT | None:
        """Fix the subject to the latest item of a listing, if it is new enough."""
        latest = self._waiter.latest
        item = latest.choose(result) if latest else None
        if latest is None or item is None or not self._is_new(latest.time_of(item)):
            return None
        self._subject = getattr(item, self._waiter.subject)
        if self._subject is None:
            message = Message("the latest item has no {field}", field=self._waiter.subject)
            raise self._invalid(message, result)
        return item

    def _is_new(self, time: int | None) -> bool:
        return self._since is None or (time is not None and time > self._since)

    def _failed(self, item: ItemT, state: object, result: Result[Any]) -> WaitFailedError:
        reason = self._waiter.reason_of(item)
        message = Message(
            "{subject} {id} is {state}, and will not be {goal}",
            subject=self._waiter.subject,
            id=self._subject,
            state=str(state),
            goal=self._until,
        )
        return WaitFailedError(
            Message("{message}: {reason}", message=message, reason=reason) if reason else message,
            job=item,
            failure=_value_at(item, self._waiter.failure) if self._waiter.failure else None,
            operation=self._waiter.operation.name,
            request_id=result.request_id,
        )

    def _timed_out(self) -> WaitTimeoutError:
        return WaitTimeoutError(
            Message(
                "not {goal} after {timeout:g} s: {last}",
                goal=self._until,
                timeout=self._timeout,
                last=self._describe_last(),
            ),
            job=self._last,
            operation=self._waiter.operation.name,
        )

    def _describe_last(self) -> Message:
        if self._last is None and self._after:
            return Message("none newer than {after} has appeared", after=self._after)
        if self._last is None:
            return Message("none has appeared")
        facts = {"subject": self._waiter.subject, "id": self._subject}
        if state := self._waiter.state_of(self._last):
            return Message("{subject} {id} is {state}", **facts, state=str(state))
        return Message("{subject} {id} is in no known state", **facts)

    def _invalid(self, message: Message, result: Result[Any]) -> InvalidResponseError:
        return InvalidResponseError(
            message,
            operation=self._waiter.operation.name,
            request_id=result.request_id,
            body=result.raw[:2048],
        )


def run(session: "Session", poller: Poller[ItemT]) -> ItemT:
    """Poll until the goal is reached, and return the subject."""
    for call in poller.named_calls:
        poller.set_arguments(session.look_up(*call))
    if poller.baseline_call:
        poller.set_baseline(session.call(*poller.baseline_call))
    while (item := poller.accept(session.call(*poller.next_call))) is None:
        session.sleep(poller.delay())
    return item


async def run_async(session: "AsyncSession", poller: Poller[ItemT]) -> ItemT:
    """Poll until the goal is reached, without blocking, and return the subject."""
    for call in poller.named_calls:
        poller.set_arguments(await session.look_up(*call))
    if poller.baseline_call:
        poller.set_baseline(await session.call(*poller.baseline_call))
    while (item := poller.accept(await session.call(*poller.next_call))) is None:
        await session.sleep(poller.delay())
    return item


def _poll_call(operation: Operation[Any], arguments: Mapping[str, object]) -> PollCall:
    """Return a call with those arguments that the operation has parameters for."""
    names = {parameter.name for parameter in operation.parameters}
    return operation, {name: value for name, value in arguments.items() if name in names}


def _value_at(item: object, path: tuple[str, ...]) -> Any:
    """Return the value at a path of fields; None when any of them is absent."""
    for name in path:
        item = getattr(item, name, None)
    return item
