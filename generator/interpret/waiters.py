"""Waiters: an operation that is called until its response has a state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..ir import Awaits, Operation, Waiter
from ..naming import constant, python_name, snake
from ..normalise.extensions import Awaits as StatedAwaits
from ..normalise.extensions import Waiter as StatedWaiter

__all__ = ["waiters", "with_awaits"]


def waiters(
    operation: Operation,
    stated: tuple[tuple[str, StatedWaiter], ...],
    operations: Mapping[str, Operation],
) -> Iterator[Waiter]:
    """Yield the waiters of an operation; `operations` holds all operations by name."""
    for name, waiter in stated:
        yield _waiter(operation, name, waiter, operations)


def with_awaits(
    operation: Operation,
    stated: StatedAwaits | None,
    resources: Mapping[str, tuple[Waiter, ...]],
) -> Operation:
    """Return an operation with the waiter that follows it; `resources` holds all waiters by tag."""
    if stated is None:
        return operation
    tag, waiter = next(
        (tag, waiter)
        for tag, group in resources.items()
        for waiter in group
        if (waiter.operation.name, waiter.method_name) == (stated.operation, snake(stated.waiter))
    )
    awaits = Awaits(
        constant=waiter.constant,
        resource=tag,
        method_name=waiter.method_name,
        subject=waiter.subject.name,
        field=python_name(stated.subject),
        goal=stated.goal,
        every_seconds=waiter.every_seconds,
        timeout_seconds=waiter.timeout_seconds,
    )
    return replace(operation, awaits=awaits)


def _waiter(
    operation: Operation, name: str, stated: StatedWaiter, operations: Mapping[str, Operation]
) -> Waiter:
    return Waiter(
        method_name=snake(name),
        constant=f"{operation.constant}_{constant(name)}",
        summary=stated.summary,
        operation=operation,
        listing=operations[stated.latest] if stated.latest else None,
        subject=next(
            parameter for parameter in operation.parameters if parameter.wire_name == stated.subject
        ),
        state=_path(stated.state),
        failure=_path(stated.failure),
        cause=_path(stated.cause),
        reason=_path(stated.reason),
        goals=tuple(stated.goals.items()),
        goal=stated.goal,
        final=stated.final,
        every_seconds=stated.every_seconds,
        timeout_seconds=stated.timeout_seconds,
    )


def _path(path: str) -> tuple[str, ...]:
    return tuple(python_name(step) for step in path.split(".") if step)
