"""Waiters: an operation that is called until its answer has a state."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..ir import Operation, Waiter
from ..naming import constant, python_name, snake

__all__ = ["waiters"]


def waiters(
    operation: Operation, node: dict[str, Any], every: Mapping[str, Operation]
) -> Iterator[Waiter]:
    """Read the waiters of an operation; `every` holds all operations by name."""
    for name, stated in node.get("x-waiters", {}).items():
        yield _waiter(operation, name, stated, every)


def _waiter(
    operation: Operation, name: str, stated: dict[str, Any], every: Mapping[str, Operation]
) -> Waiter:
    return Waiter(
        verb=snake(name),
        constant=f"{operation.constant}_{constant(name)}",
        summary=stated["summary"],
        operation=operation,
        listing=every[stated["latest"]] if "latest" in stated else None,
        subject=next(one for one in operation.parameters if one.wire == stated["subject"]),
        state=_path(stated["state"]),
        failure=_path(stated.get("failure", "")),
        reason=_path(stated.get("reason", "")),
        goals=tuple((goal, tuple(states)) for goal, states in stated["goals"].items()),
        goal=stated["goal"],
        final=tuple(stated["final"]),
        every_seconds=stated["everySeconds"],
        timeout_seconds=stated["timeoutSeconds"],
    )


def _path(text: str) -> tuple[str, ...]:
    return tuple(python_name(step) for step in text.split(".") if step)
