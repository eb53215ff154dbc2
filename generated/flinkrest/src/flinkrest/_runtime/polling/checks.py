"""Checks of the arguments of a wait: its subject, its goal and its times."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..messages import Argument, Message

if TYPE_CHECKING:
    from .poller import Waiter

__all__ = ["check_goal", "check_subject"]


def check_subject(
    waiter: "Waiter[Any]", arguments: Mapping[str, object], after: str | None
) -> None:
    """Raise UsageError for arguments that name no subject, or name it in two ways."""
    name, subject = waiter.operation.name, waiter.subject
    own = {parameter.name for parameter in waiter.operation.parameters}
    others = sorted(arguments.keys() - own) + (["after"] if after is not None else [])
    if subject in arguments and others:
        raise UsageError(
            Message(
                "{name}: {subject} says what to wait for; leave out {other}",
                name=name,
                subject=Argument(subject),
                other=Argument(others[0]),
            )
        )
    if subject not in arguments and not arguments.keys() - own:
        ways: Argument | Message = Argument(subject)
        for other in _ways(waiter):
            if other not in own:
                ways = Message("{first} or {second}", first=ways, second=Argument(other))
        raise UsageError(
            Message("{name}: pass {ways}, to say what to wait for", name=name, ways=ways)
        )


def _ways(waiter: "Waiter[Any]") -> list[str]:
    """Return the arguments by which a listing finds the subject, and those that may stand for them."""
    if waiter.latest is None:
        return []
    operation = waiter.latest.operation
    required = [parameter.name for parameter in operation.parameters if parameter.required]
    return [*required, *(lookup.name for lookup in operation.lookups if lookup.target in required)]


def check_goal(waiter: "Waiter[Any]", until: str, timeout: float, poll: float) -> None:
    """Raise UsageError for an unknown goal, and for times that are none."""
    name = waiter.operation.name
    if not isinstance(until, str) or until not in waiter.goals:
        raise UsageError(
            Message(
                "{name}: {argument} must be one of {choices}, not {until}",
                name=name,
                choices=", ".join(waiter.goals),
                argument=Argument("until"),
                until=repr(until),
            )
        )
    if not _is_seconds(timeout) or timeout < 0:
        raise UsageError(
            Message(
                "{name}: {argument} must be 0 or more seconds, not {timeout}",
                name=name,
                argument=Argument("timeout"),
                timeout=repr(timeout),
            )
        )
    if not _is_seconds(poll) or poll <= 0:
        raise UsageError(
            Message(
                "{name}: {argument} must be more than 0 seconds, not {poll}",
                name=name,
                argument=Argument("poll"),
                poll=repr(poll),
            )
        )


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
