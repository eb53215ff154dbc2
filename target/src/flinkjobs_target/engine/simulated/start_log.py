"""The log of the start of a simulated job."""

from collections.abc import Iterator, Sequence

import msgspec

from ...store.runs import Run
from ..interface import LogLine
from .program import Contents
from .script import Phase
from .simulation import SimulatedState

__all__ = ["start_log"]


def start_log(run: Run) -> Sequence[LogLine]:
    """Return what a run starts from, and the script that it follows; no cluster is involved."""
    return [LogLine(at=run.started_at, text=text) for text in _texts(run)]


def _texts(run: Run) -> Iterator[str]:
    state = msgspec.json.decode(run.state, type=SimulatedState)
    phases = ", ".join(map(_described, state.script.phases))
    yield f"simulated, without a cluster; the script for {state.script.deployment}: {phases}"
    if run.contents is not None:
        counter = msgspec.json.decode(run.contents, type=Contents).counter
        yield f"the state that it restores has the counter {counter}"
    if state.restore_failure is not None:
        yield f"that state does not fit: {state.restore_failure.message}"


def _described(phase: Phase) -> str:
    if phase.polls is not None:
        return f"{phase.state} for {phase.polls} polls"
    return phase.state if phase.seconds is None else f"{phase.state} for {phase.seconds:g} s"
