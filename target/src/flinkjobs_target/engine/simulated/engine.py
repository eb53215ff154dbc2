"""The engine that simulates jobs."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ...store.runs import Run
from ..flink_paths import parse_flink_path
from ..interface import (
    EngineTarget,
    LogLine,
    RefusedError,
    SqlScript,
    SqlVerdict,
    StartRequest,
    StepResult,
)
from .program import Contents, misfit, program_of
from .responses import job_response
from .script import Phase, Script, choose
from .simulation import SimulatedState, step
from .sql_check import check_script
from .start_log import start_log

__all__ = ["SimulatedEngine"]

_DURATION = re.compile(r"([0-9]+) ?(ms|s|min|m|h|d)?\Z")
_UNITS = {None: 1, "ms": 1, "s": 1000, "min": 60_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_CHECKPOINT_MS = 1000
"""The interval of checkpoints where the deployment sets none."""


class SimulatedEngine:
    """Runs jobs in the store alone: any number of processes can step the same ones."""

    name = "simulated"
    claim = 0

    def __init__(self, scripts: Sequence[Script] = ()) -> None:
        self.scripts = tuple(scripts)

    def add(self, *scripts: Script) -> None:
        """Let jobs that are started from now on follow scripts, before those that are there."""
        self.scripts = (*scripts, *self.scripts)

    def remove(self, *scripts: Script) -> None:
        """Remove scripts; jobs that have been started follow them to their ends."""
        self.scripts = tuple(script for script in self.scripts if script not in scripts)

    def targets(self) -> Sequence[EngineTarget]:
        """Return the one queue that is there by default; any other name is accepted, too."""
        return (
            EngineTarget(
                name="default-queue", mode="PER_JOB", engine_version="vvr-8.0.11-flink-1.17"
            ),
        )

    def begin(self, request: StartRequest) -> StepResult:
        """Return the state of a job that starts; what it restores is checked when it runs."""
        program = program_of(request.job)
        restored = (
            msgspec.json.decode(request.contents, type=Contents) if request.contents else None
        )
        failure = (
            misfit(program, restored, allow_non_restored_state=request.allow_non_restored_state)
            if restored
            else None
        )
        script = _from_the_start(choose(self.scripts, request.job))
        state = SimulatedState(
            script=script,
            program=program,
            restore_failure=failure,
            checkpoint_interval=_checkpoint_interval(request.job),
            entered_at=request.now,
            counter=restored.counter if restored else 0,
        )
        first = script.phases[0]
        return StepResult(
            state=msgspec.json.encode(state),
            due=request.now + round((first.seconds or 0) * 1000),
            counts_polls=first.polls is not None,
        )

    async def step(self, run: Run, now: int) -> StepResult:
        """Take a job to the state that it has at a time."""
        return step(run, now)

    async def dispose(self, contents: bytes) -> None:
        """Do nothing: a simulated savepoint has no files."""

    def start_log(self, run: Run) -> Sequence[LogLine]:
        """Return what the job starts from, and the script that it follows."""
        return start_log(run)

    async def check_sql(self, script: SqlScript) -> SqlVerdict:
        """Check what can be known without Flink; the verdict says so."""
        return check_script(script.text)

    async def read_flink(self, run: Run, job: Mapping[str, Any], path: str) -> str:
        """Return what is known of a job, as Flink would; nothing below it is simulated."""
        flink_id = run.job_id.replace("-", "")
        if parse_flink_path(path, flink_id).rest:
            raise RefusedError(
                f"flinkApiPath {path} may not be read: jobs are simulated here, and only "
                f"/jobs/{flink_id} is; serve with --cluster to read the others"
            )
        return job_response(flink_id, job)

    async def refresh(self) -> None:
        """Do nothing: the targets never change."""

    async def close(self) -> None:
        """Do nothing: there are no connections."""


def _from_the_start(script: Script) -> Script:
    """Return a script whose first phase is STARTING, as that of every job."""
    if script.phases[0].state == "STARTING":
        return script
    phases = (Phase(state="STARTING", seconds=0.0), *script.phases)
    return msgspec.structs.replace(script, phases=phases)


def _checkpoint_interval(job: Mapping[str, Any]) -> int:
    """Return the interval of checkpoints in milliseconds."""
    settings = job.get("flinkConf") or {}
    match = _DURATION.match(str(settings.get("execution.checkpointing.interval", "")))
    return max(1, int(match[1]) * _UNITS[match[2]]) if match else _CHECKPOINT_MS
