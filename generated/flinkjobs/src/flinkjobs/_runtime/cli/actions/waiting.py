"""Waiting for a state: prints each change of state once, then the result."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ...client.session import Session
from ...polling.poller import Poller, WaitFailedError
from ..command import Wait
from ..invocation import Invocation
from ..output.formatting import format_time, format_value, printable
from ..output.writers import STYLES, write_lines, write_one
from .fetch import extract_payload

__all__ = ["wait", "wait_after"]


def wait(invocation: Invocation, session: Session) -> None:
    """Wait as the options say; raise an error when the state is not reached."""
    settings = invocation.command.wait
    assert settings is not None
    until = invocation.option("--until") or settings.goal
    poller = _poller(invocation, session, settings, invocation.values, until)
    _poll(invocation, session, settings, poller)


def wait_after(invocation: Invocation, session: Session, result: Any, goal: str) -> None:
    """Wait for what a command began, as its result says; raise an error when it is not reached."""
    awaits = invocation.command.awaits
    assert awaits is not None
    waiter = awaits.wait.waiter
    names = {parameter.name for parameter in waiter.operation.parameters}
    given = {name: value for name, value in invocation.values.items() if name in names}
    arguments = {**given, waiter.subject: getattr(result, awaits.field)}
    poller = _poller(invocation, session, awaits.wait, arguments, goal)
    _poll(invocation, session, awaits.wait, poller)


def _poll(invocation: Invocation, session: Session, settings: Wait, poller: Poller[Any]) -> None:
    states = _StateLog(invocation, settings)
    for named in poller.named_calls:
        poller.set_arguments(session.look_up(*named))
    if poller.baseline_call:
        poller.set_baseline(session.call(*poller.baseline_call))
    while True:
        call = poller.next_call
        response = session.call(*call)
        try:
            result = poller.accept(response)
        except WaitFailedError as error:
            states.log(error.job)
            raise
        states.log(poller.last)
        if result is not None:
            break
        session.sleep(poller.delay())
    if not invocation.is_table:
        is_operation = call[0] is settings.waiter.operation
        response = response if is_operation else session.call(*poller.next_call)
        write_one(invocation, extract_payload(invocation.command, response))


def _poller(
    invocation: Invocation,
    session: Session,
    settings: Wait,
    arguments: Mapping[str, object],
    until: str,
) -> Poller[Any]:
    timeout, interval = invocation.option("--timeout"), invocation.option("--poll")
    return Poller(
        settings.waiter,
        arguments,
        until=until,
        timeout=settings.timeout if timeout is None else timeout,
        poll=settings.interval if interval is None else interval,
        monotonic=session.monotonic,
        after=invocation.option("--after"),
    )


class _StateLog:
    """Prints changes of state: to standard output as a table, else to standard error."""

    def __init__(self, invocation: Invocation, settings: Wait) -> None:
        self._invocation = invocation
        self._waiter = settings.waiter
        self._last: tuple[str, str] | None = None

    def log(self, item: Any) -> None:
        """Print the state of an item, unless it was printed last."""
        if item is None:
            return
        subject = printable(format_value(getattr(item, self._waiter.subject), utc=True))
        state = printable(format_value(self._waiter.state_of(item), utc=True)) or "-"
        if self._last == (subject, state):
            return
        reason = printable(self._waiter.reason_of(item)) if self._is_bad(state) else ""
        self._last = subject, state
        now = format_time(datetime.now(UTC), utc=self._invocation.utc)
        if not self._invocation.is_table:
            self._invocation.note("  ".join(filter(None, [now, subject, state, reason])))
            return
        line = [(f"{now}  {subject}  ", ""), (state, self._style(state))]
        line += [(f"  {reason}", "")] if reason else []
        write_lines(self._invocation, [line])
        sys.stdout.flush()

    def _is_bad(self, state: str) -> bool:
        return self._tones.get(state) == "bad"

    def _style(self, state: str) -> str:
        return STYLES.get(self._tones.get(state, ""), "")

    @property
    def _tones(self) -> dict[str, str]:
        return {
            value: tone
            for column in self._invocation.command.tones.values()
            for value, tone in column.items()
        }
