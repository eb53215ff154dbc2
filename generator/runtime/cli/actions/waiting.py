"""Waiting: each change of state is told once, then how it ended."""

import sys
from datetime import UTC, datetime
from typing import Any

from ...client.session import Session
from ...polling.poller import WaitEnded, Waiting
from ..command import Wait
from ..invocation import Run
from ..output.formatting import printable, raw_cell, time_text
from ..output.writers import STYLES, write_lines, write_one
from .fetch import part_of

__all__ = ["wait"]


def wait(run: Run, session: Session) -> None:
    """Wait as the options say; raise what the wait ends with otherwise."""
    stated = run.command.wait
    assert stated is not None
    told, waiting = _Told(run, stated), _begun(run, session, stated)
    if waiting.first:
        waiting.begin(session.call(*waiting.first))
    while True:
        asked = waiting.asks
        answer = session.call(*asked)
        try:
            found = waiting.take(answer)
        except WaitEnded as error:
            told.tell(error.job)
            raise
        told.tell(waiting.last)
        if found is not None:
            break
        session.sleep(waiting.pause())
    if not run.is_table:
        answer = answer if asked[0] is run.command.operation else session.call(*waiting.asks)
        write_one(run, part_of(run.command, answer))


def _begun(run: Run, session: Session, stated: Wait) -> Waiting[Any]:
    timeout, every = run.option("--timeout"), run.option("--poll")
    return Waiting(
        stated.waiter,
        run.values,
        until=run.option("--until") or stated.goal,
        timeout=stated.timeout if timeout is None else timeout,
        poll=stated.every if every is None else every,
        monotonic=session.monotonic,
        after=run.option("--after"),
    )


class _Told:
    """Tells of states, each once: on standard output, or beside it where that is for programs."""

    def __init__(self, run: Run, stated: Wait) -> None:
        self._run = run
        self._waiter = stated.waiter
        self._before: tuple[str, str] | None = None

    def tell(self, found: Any) -> None:
        """Say in what state something is, unless that was said just before."""
        if found is None:
            return
        subject = printable(raw_cell(getattr(found, self._waiter.subject), utc=True))
        state = printable(raw_cell(self._waiter.state_of(found), utc=True)) or "-"
        if self._before == (subject, state):
            return
        self._before = subject, state
        now = time_text(datetime.now(UTC), utc=self._run.utc)
        if not self._run.is_table:
            self._run.note(f"{now}  {subject}  {state}")
            return
        write_lines(self._run, [[(f"{now}  {subject}  ", ""), (state, self._style(state))]])
        sys.stdout.flush()

    def _style(self, state: str) -> str:
        tones = {
            value: tone for one in self._run.command.tones.values() for value, tone in one.items()
        }
        return STYLES.get(tones.get(state, ""), "")
