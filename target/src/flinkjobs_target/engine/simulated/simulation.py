"""The life of one simulated job as a pure function: a state, a time, and what was asked for.

Everything happens at a moment that follows from the state: phases end, savepoints complete, stops
take effect. A step takes place after place of these in order of time, up to now, so that it does
not matter how often steps are taken, or by which process.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import msgspec
from msgspec import Struct

from ...store.runs import NEVER, Run, SavepointIntention
from ..interface import (
    Failure,
    JobProgress,
    JobState,
    SavepointProgress,
    StepResult,
)
from .program import Contents, Program
from .script import Script

__all__ = ["SimulatedState", "step"]

LOCATION = "simulated://savepoints"


class SimulatedState(Struct, frozen=True, kw_only=True):
    """The state of a simulated job; times are in milliseconds.

    `phase` is the phase of the script that it has been in since `entered_at`, before which it had
    been polled `entered_polls` times. `counter` is what its state held at `running_since`.
    """

    script: Script
    program: Program
    restore_failure: Failure | None
    checkpoint_interval: int
    entered_at: int
    counter: int = 0
    phase: int = 0
    entered_polls: int = 0
    running_since: int | None = None
    ended: bool = False

    def counted(self, at: int) -> int:
        """Return the counter at a time."""
        if self.running_since is None:
            return self.counter
        return self.counter + self.script.rate * max(0, at - self.running_since) // 1000


@dataclass
class _Life:
    """A job while a step is taken."""

    run: Run
    state: SimulatedState
    savepoints: list[SavepointProgress] = field(default_factory=list)
    job: JobProgress | None = None
    done: set[str] = field(default_factory=set)
    stop_failed: bool = False

    @property
    def is_stopping(self) -> bool:
        """Whether a stop is still to take effect."""
        return self.run.stop is not None and not self.stop_failed


def step(run: Run, now: int) -> StepResult:
    """Take a job from its state to the one that it has at a time."""
    life = _Life(run, msgspec.json.decode(run.state, type=SimulatedState))
    while not life.state.ended:
        moment, happen = min(_events(life, now), key=lambda event: event[0])
        if moment > now:
            break
        happen(moment)
    return StepResult(
        state=msgspec.json.encode(life.state),
        due=None if life.state.ended else min(moment for moment, _ in _events(life, now)),
        job=life.job,
        savepoints=tuple(life.savepoints),
        counts_polls=not life.state.ended and _phase_polls(life) is not None,
        stop_failed=life.stop_failed,
    )


def _events(life: _Life, now: int) -> Iterator[tuple[int, Callable[[int], None]]]:
    """Yield what is to happen to a job, each with its time: the end of its phase at the latest."""
    state, script = life.state, life.state.script
    for intention in life.run.savepoints:
        if intention.savepoint_id not in life.done:
            moment = intention.requested_at + _milliseconds(script.savepoint_seconds)
            yield moment, partial(_take, life, intention)
    if life.is_stopping and life.run.stop is not None:
        takes = script.savepoint_seconds if life.run.stop.savepoint else script.stop_seconds
        yield life.run.stop.requested_at + _milliseconds(takes), partial(_stop, life)
    phase, polls = script.phases[state.phase], _phase_polls(life)
    if state.phase == len(script.phases) - 1:
        yield NEVER, lambda _: None
    elif polls is not None:
        is_over = life.run.polls - state.entered_polls > polls
        yield (now if is_over else NEVER), partial(_next_phase, life)
    elif phase.seconds is not None:
        yield state.entered_at + _milliseconds(phase.seconds), partial(_next_phase, life)
    else:
        yield NEVER, lambda _: None


def _phase_polls(life: _Life) -> int | None:
    """Return the polls after which the phase of a job ends; None where they do not matter."""
    phases = life.state.script.phases
    return phases[life.state.phase].polls if life.state.phase < len(phases) - 1 else None


def _next_phase(life: _Life, at: int) -> None:
    """Enter the next phase of the script; a job whose state does not fit fails instead."""
    state = life.state
    if state.restore_failure is not None:
        _end(life, at, "FAILED", state.restore_failure)
        return
    number = state.phase + 1
    phase = state.script.phases[number]
    polled = _phase_polls(life) is not None  # a poll that ends a phase finds the next one
    if phase.state in ("FINISHED", "FAILED"):
        failure = Failure(reason=phase.reason, message=phase.message)
        _end(life, at, phase.state, failure if phase.state == "FAILED" else None)
        return
    runs = phase.state == "RUNNING"
    life.state = msgspec.structs.replace(
        state,
        phase=number,
        entered_at=at,
        entered_polls=life.run.polls - polled,
        counter=state.counted(at),
        running_since=at if runs else None,
    )
    if not life.is_stopping:
        _report(life, phase.state, restarts=phase.restarts)


def _take(life: _Life, intention: SavepointIntention, at: int) -> None:
    """Complete a savepoint, or let it fail as the script says."""
    failure = None
    if life.state.script.savepoint_failure is not None:
        failure = Failure(reason="SimulatedFailure", message=life.state.script.savepoint_failure)
    elif life.state.running_since is None:
        failure = Failure(
            reason="CheckpointException", message="The job is not being executed at the moment."
        )
    _record(life, intention, at, failure)


def _record(life: _Life, intention: SavepointIntention, at: int, failure: Failure | None) -> None:
    life.done.add(intention.savepoint_id)
    life.savepoints.append(
        SavepointProgress(
            savepoint_id=intention.savepoint_id,
            state="FAILED" if failure else "COMPLETED",
            ended=at // 1000,
            location=None if failure else f"{LOCATION}/{intention.savepoint_id}",
            contents=b"" if failure else _contents(life.state, at),
            failure=failure,
        )
    )


def _stop(life: _Life, at: int) -> None:
    """Let a stop take effect: a savepoint that fails leaves the job running."""
    stop = life.run.stop
    if stop is None or stop.savepoint is None:
        _end(life, at, "CANCELLED")
        return
    _take(life, stop.savepoint, at)
    if life.savepoints[-1].state == "COMPLETED":
        _end(life, at, "FINISHED", keeps_checkpoint=False)
        return
    life.stop_failed = True
    _report(life, "RUNNING")


def _end(
    life: _Life,
    at: int,
    state: JobState,
    failure: Failure | None = None,
    *,
    keeps_checkpoint: bool = True,
) -> None:
    """End a job, and with it all savepoints that are still being taken."""
    if keeps_checkpoint:
        _retain_checkpoint(life, at)
    ended = Failure(reason="CheckpointException", message=f"The job ended first: {state}.")
    pending = [*life.run.savepoints]
    if life.is_stopping and life.run.stop is not None and life.run.stop.savepoint is not None:
        pending.append(life.run.stop.savepoint)
    for intention in pending:
        if intention.savepoint_id not in life.done:
            _record(life, intention, at, ended)
    life.state = msgspec.structs.replace(
        life.state, ended=True, counter=life.state.counted(at), running_since=None
    )
    _report(life, state, failure, ended=at // 1000)


def _retain_checkpoint(life: _Life, at: int) -> None:
    """Keep the last checkpoint of a job that ran long enough to have one."""
    state = life.state
    if state.running_since is None:
        return
    taken = (at - state.running_since) // state.checkpoint_interval
    if taken:
        moment = state.running_since + taken * state.checkpoint_interval
        id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"checkpoint:{life.run.job_id}"))
        life.savepoints.append(
            SavepointProgress(
                savepoint_id=id,
                state="COMPLETED",
                ended=moment // 1000,
                location=f"{LOCATION}/{id}",
                contents=_contents(state, moment),
            )
        )


def _report(
    life: _Life,
    state: JobState,
    failure: Failure | None = None,
    *,
    ended: int | None = None,
    restarts: int | None = None,
) -> None:
    since = life.state.running_since
    started = since // 1000 if since is not None else life.job.started if life.job else None
    life.job = JobProgress(
        state=state, failure=failure, restarts=restarts, started=started, ended=ended
    )


def _contents(state: SimulatedState, at: int) -> bytes:
    return msgspec.json.encode(
        Contents(
            counter=state.counted(at),
            operators=state.program.operators,
            max_parallelism=state.program.max_parallelism,
        )
    )


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
