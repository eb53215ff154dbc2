"""Plans: what a run would find, change and do, without its writes."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ..errors import ApiError
from ..messages import Message
from .execution import Execution
from .running import Run

if TYPE_CHECKING:
    from ..client.session import AsyncSession, Session

__all__ = ["Change", "Plan", "plan", "plan_async"]


class Change(Struct, frozen=True):
    """A value that a run would change; None stands for absent."""

    path: tuple[str, ...]
    before: Any
    after: Any


class Plan(Struct, frozen=True):
    """The changes and the steps of a run that was not carried out, in order."""

    changes: tuple[Change, ...]
    steps: tuple[Message, ...]


def plan(session: "Session", prepared: Run) -> Plan:
    """Make the calls of a run before its first write; return what the run would change and do."""
    execution = prepared.execution
    while (call := execution.next()) is not None and not call.is_write:
        if call.delay:
            session.sleep(call.delay)
        try:
            result = session.call(call.operation, call.arguments)
        except ApiError as error:
            execution.fail(error)
        else:
            execution.accept(result)
    return _planned(execution)


async def plan_async(session: "AsyncSession", prepared: Run) -> Plan:
    """Make the calls of a run before its first write without blocking; return what it would do."""
    execution = prepared.execution
    while (call := execution.next()) is not None and not call.is_write:
        if call.delay:
            await session.sleep(call.delay)
        try:
            result = await session.call(call.operation, call.arguments)
        except ApiError as error:
            execution.fail(error)
        else:
            execution.accept(result)
    return _planned(execution)


def _planned(execution: Execution) -> Plan:
    before, after = execution.difference or (None, None)
    changes = tuple(_changes((), before, after))
    return Plan(changes, tuple(Message(step.text) for step in execution.planned() if step.text))


def _changes(path: tuple[str, ...], before: Any, after: Any) -> Iterator[Change]:
    """Yield the values that `after` has and `before` has not."""
    if isinstance(after, Mapping):
        inside = before if isinstance(before, Mapping) else {}
        for name, value in after.items():
            yield from _changes((*path, name), inside.get(name), value)
    elif after != before:
        yield Change(path, before, after)
