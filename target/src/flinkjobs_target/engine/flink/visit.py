"""One step with a run: what it works on, and how its result is made."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from ...sanitize import sanitize_line
from ...store.runs import Run, SavepointIntention
from ..interface import Failure, JobProgress, JobState, LogLine, SavepointProgress, StepResult
from .cluster import Cluster
from .failures import without_secrets_in
from .state import Contents, FlinkState, Limits

__all__ = ["Visit"]

_LONGEST_PAUSE = 30_000
_LONGEST_LOG = 50


class Visit(Struct, frozen=True, kw_only=True):
    """A run, its state, its cluster and the time in milliseconds.

    `secrets` are the values of the job's encrypted variables, which are never stored.
    """

    run: Run
    state: FlinkState
    cluster: Cluster
    limits: Limits
    now: int
    secrets: Mapping[str, str] = {}

    @property
    def job_id(self) -> str:
        """The id that the job has on the cluster."""
        return self.run.job_id.replace("-", "")

    def changed(self, **changes: Any) -> "Visit":
        """Return the visit with a changed state."""
        return msgspec.structs.replace(self, state=msgspec.structs.replace(self.state, **changes))

    def logged(self, *lines: str) -> "Visit":
        """Return the visit with lines at the end of the log of the start, which has a limit."""
        added = [
            LogLine(at=self.now, text=without_secrets_in(sanitize_line(line))) for line in lines
        ]
        return self.changed(log=(*self.state.log, *added)[-_LONGEST_LOG:])

    def submitted(self) -> "Visit":
        """Return the visit of a job that the cluster has accepted; its arguments are not needed any more."""
        program = msgspec.structs.replace(self.state.program, arguments=())
        return self.changed(phase="SUBMITTED", program=program)

    def encoded(self) -> bytes:
        """Return the state as it is stored."""
        return msgspec.json.encode(self.state)

    def again(
        self,
        pause: int,
        *,
        job: JobProgress | None = None,
        savepoints: tuple[SavepointProgress, ...] = (),
        stop_failed: bool = False,
    ) -> StepResult:
        """Return the result of a step after which the run goes on, after a pause."""
        state = msgspec.structs.replace(self.state, failures=0, problem="")
        return StepResult(
            state=msgspec.json.encode(state),
            due=self.now + pause,
            job=job,
            savepoints=savepoints,
            stop_failed=stop_failed,
        )

    def retry(self, problem: str) -> StepResult:
        """Return the result of a step that could not be taken; the pauses grow."""
        failures = self.state.failures + 1
        is_new = problem != self.state.problem and self.state.phase != "SUBMITTED"
        told = self.logged(f"tried again: {problem}") if is_new else self
        state = msgspec.structs.replace(told.state, failures=failures, problem=problem)
        pause = min(_LONGEST_PAUSE, 250 << min(failures, 10))
        return StepResult(state=msgspec.json.encode(state), due=self.now + pause)

    def end(
        self,
        state: JobState,
        failure: Failure | None = None,
        *,
        savepoints: tuple[SavepointProgress, ...] = (),
        progress: JobProgress | None = None,
    ) -> StepResult:
        """Return the result of a step with which the run ends."""
        job = progress or JobProgress(
            state=state, failure=failure, started=self.state.started, ended=self.now // 1000
        )
        ended = msgspec.structs.replace(self.state, phase="ENDED", final=None, problem="")
        return StepResult(
            state=msgspec.json.encode(ended), due=None, job=job, savepoints=savepoints
        )

    def fail(self, reason: str, message: str) -> StepResult:
        """Return the result of a step after which the job has failed, for a reason of the target."""
        return self.end("FAILED", Failure(reason=reason, message=message))

    def completed(self, intention: SavepointIntention, location: str) -> SavepointProgress:
        """Return the end of a savepoint that is complete."""
        contents = Contents(cluster=self.cluster.name, location=location)
        return SavepointProgress(
            savepoint_id=intention.savepoint_id,
            state="COMPLETED",
            ended=self.now // 1000,
            location=location,
            contents=msgspec.json.encode(contents),
        )

    def failed(self, intention: SavepointIntention, failure: Failure) -> SavepointProgress:
        """Return the end of a savepoint that failed."""
        return SavepointProgress(
            savepoint_id=intention.savepoint_id,
            state="FAILED",
            ended=self.now // 1000,
            failure=failure,
        )
