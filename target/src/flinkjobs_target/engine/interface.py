"""The interface of an engine: what runs jobs, takes savepoints of them, and disposes of these.

An engine is given intentions that are stored already, and is asked again until each has come to its
end: after a crash, a lost response, or a restart. A step must therefore be safe to repeat; ids that
the intentions carry (job id, trigger id) tell the engine what it has done before.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol, TypeAlias

from msgspec import Struct

from ..store.runs import Run

__all__ = [
    "AwayError",
    "Engine",
    "EngineTarget",
    "Failure",
    "JobProgress",
    "JobState",
    "JobVariables",
    "LogLine",
    "RefusedError",
    "SavepointProgress",
    "SealedValue",
    "SqlScript",
    "SqlVerdict",
    "StartRequest",
    "StepResult",
    "TextRange",
]

JobState: TypeAlias = Literal[
    "STARTING", "RUNNING", "CANCELLING", "CANCELLED", "FINISHED", "FAILED"
]


class AwayError(Exception):
    """An engine cannot reach the cluster that runs its jobs, or gets nonsense; the message is one line."""


class RefusedError(Exception):
    """An engine cannot do what is asked for; the message says why, and what to do."""


class EngineTarget(Struct, frozen=True, kw_only=True):
    """A deployment target that a deployment can name: a resource queue or session cluster.

    The version is None until it is known.
    """

    name: str
    mode: Literal["PER_JOB", "SESSION"]
    engine_version: str | None


class SealedValue(Struct, frozen=True, kw_only=True):
    """An encrypted value; only the target's cipher decrypts it, and only for its context."""

    ciphertext: str
    context: str


class JobVariables(Struct, frozen=True, kw_only=True):
    """The values of a job's variables by name, those that are encrypted apart."""

    values: Mapping[str, str] = {}
    sealed: Mapping[str, SealedValue] = {}


class StartRequest(Struct, frozen=True, kw_only=True):
    """A start that is about to be stored: the job as it will be served, and what it restores.

    `target` is the name of the deployment target. `now` is in milliseconds since 1970-01-01 UTC.
    """

    job: Mapping[str, Any]
    target: str | None
    contents: bytes | None
    allow_non_restored_state: bool
    now: int
    variables: JobVariables = JobVariables()


class Failure(Struct, frozen=True, kw_only=True):
    """Why a job or a savepoint failed: a short name, and a message of one line or more."""

    reason: str
    message: str


class JobProgress(Struct, frozen=True, kw_only=True):
    """The state of a job, with the times of its start and end in seconds, as far as they are known.

    `flink_state` is Flink's own word for that of a running job.
    """

    state: JobState
    flink_state: str = "RUNNING"
    failure: Failure | None = None
    restarts: int | None = None
    started: int | None = None
    ended: int | None = None


class SavepointProgress(Struct, frozen=True, kw_only=True):
    """A savepoint that has come to its end, or a checkpoint that was retained.

    `contents` is what a later start is given to restore. A `savepoint_id` that no intention has is
    a retained checkpoint.
    """

    savepoint_id: str
    state: Literal["COMPLETED", "FAILED"]
    ended: int
    location: str | None = None
    contents: bytes = b""
    failure: Failure | None = None


class StepResult(Struct, frozen=True, kw_only=True):
    """The result of a step: the engine's new state of the run, and what has changed.

    `due` is the time of the next step in milliseconds, NEVER where only a request can make it due,
    and None when the job has ended. `counts_polls` is whether requests that read the job are to be
    counted before they are handled. `stop_failed` is whether a stop was given up: the job runs on.
    """

    state: bytes
    due: int | None
    job: JobProgress | None = None
    savepoints: Sequence[SavepointProgress] = ()
    counts_polls: bool = False
    stop_failed: bool = False


class LogLine(Struct, frozen=True, kw_only=True):
    """A line of the log of a start; time in milliseconds since 1970-01-01 UTC."""

    at: int
    text: str


class SqlScript(Struct, frozen=True, kw_only=True):
    """A SQL script that is to be checked, with settings, jars and values of variables that it is to run with."""

    text: str
    is_batch: bool
    engine_version: str | None = None
    settings: Mapping[str, Any] = {}
    dependencies: Sequence[str] = ()
    variables: Mapping[str, str] = {}


class TextRange(Struct, frozen=True, kw_only=True):
    """The range of an error: lines and columns from 1, the last character included."""

    line: int
    column: int
    end_line: int
    end_column: int


class SqlVerdict(Struct, frozen=True, kw_only=True):
    """The result of the check of a SQL script.

    `result` is one of the contract's words, None where no error was found and not everything could be
    checked. `error` is the first error in one line, `range` where it is; `settings` are the keys of
    those that are invalid.
    """

    result: str | None
    message: str = ""
    error: str | None = None
    range: TextRange | None = None
    settings: Sequence[str] = ()


class Engine(Protocol):
    """An engine. `name` is stored with every run, and does not change over restarts.

    A process that steps a run has it for itself for `claim` milliseconds, and then for as long as the
    step takes, unless something is asked for meanwhile; 0 where steps have no effect elsewhere.
    """

    name: str
    claim: int

    def targets(self) -> Sequence[EngineTarget]:
        """Return what deployments can run on; the first one is the default."""

    def begin(self, request: StartRequest) -> StepResult:
        """Return the first state of a run, to be stored with it; nothing is carried out yet.

        Raises RefusedError for a start that cannot succeed.
        """

    async def step(self, run: Run, now: int) -> StepResult:
        """Carry out what is asked for, and return how far it has come; time is in milliseconds."""

    async def dispose(self, contents: bytes) -> None:
        """Delete the files of a savepoint; those that are gone already are no error.

        Raises an exception when that is to be tried again later.
        """

    def start_log(self, run: Run) -> Sequence[LogLine]:
        """Return what was done to start a run, and how that was answered, in order of time."""

    async def check_sql(self, script: SqlScript) -> SqlVerdict:
        """Check a SQL script, and start nothing.

        Raises RefusedError for what cannot be checked here, AwayError when that is to be tried again.
        """

    async def read_flink(self, run: Run, job: Mapping[str, Any], path: str) -> str:
        """Return what Flink's REST API has at a path about a run, as JSON; `job` is its document.

        Raises RefusedError for any path that is not about this run alone, and for one that Flink does
        not have; AwayError when it is to be tried again.
        """

    async def refresh(self) -> None:
        """Read anew what `targets` returns; called at the start, and now and then."""

    async def close(self) -> None:
        """Close all connections."""
