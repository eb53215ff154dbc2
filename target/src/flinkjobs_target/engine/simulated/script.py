"""Scripts of simulated jobs: which states a job goes through, and whether its savepoints succeed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from ...errors import TargetError

__all__ = ["Phase", "Script", "build_script", "check_script", "choose", "parse_scripts"]


class Phase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state that a job stays in: for a time in seconds, for a number of polls, or for good.

    A poll is a request that reads the job; so many find it in this state. `reason` and `message` say why it is FAILED; `restarts`
    is how often the engine has restarted it.
    """

    state: Literal["STARTING", "RUNNING", "FINISHED", "FAILED"]
    seconds: Annotated[float, Meta(ge=0)] | None = None
    polls: Annotated[int, Meta(ge=1)] | None = None
    reason: str = "SimulatedFailure"
    message: str = "The script of the simulated engine lets the job fail."
    restarts: int | None = None


class Script(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The lives of the jobs of some deployments: those whose name fits `deployment` (`orders-*`).

    `workspace` and `mode` limit it to one workspace and execution mode. A savepoint takes `savepoint_seconds`, and fails with
    `savepoint_failure` where that is given; a stop takes `stop_seconds`. The state of a job is a
    counter that grows by `rate` a second while the job runs.
    """

    phases: tuple[Phase, ...]
    deployment: str = "*"
    workspace: str | None = None
    mode: Literal["STREAMING", "BATCH"] | None = None
    savepoint_seconds: float = 0.1
    savepoint_failure: str | None = None
    stop_seconds: float = 0.1
    rate: int = 1000


_STARTING = Phase(state="STARTING", seconds=0.3)
DEFAULT_SCRIPTS = (
    Script(
        phases=(_STARTING, Phase(state="RUNNING", seconds=5.0), Phase(state="FINISHED")),
        mode="BATCH",
    ),
    Script(phases=(_STARTING, Phase(state="RUNNING"))),
)
"""A batch job finishes after five seconds; a streaming job runs until it is stopped."""


def choose(scripts: Sequence[Script], job: Mapping[str, Any]) -> Script:
    """Return the first script that fits a job; a default one when none does."""
    return next(
        script
        for script in (*scripts, *DEFAULT_SCRIPTS)
        if script.mode in (None, job.get("executionMode"))
        and script.workspace in (None, job.get("workspace"))
        and fnmatchcase(str(job.get("deploymentName")), script.deployment)
    )


def parse_scripts(content: bytes, source: str) -> tuple[Script, ...]:
    """Parse one script or an array of them; raise TargetError, with the JSON path, for anything else."""
    try:
        scripts = msgspec.json.decode(content, type=tuple[Script, ...] | Script)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise TargetError(f"{source}: {error}; see docs/guide/deploying-offline.md") from None
    if isinstance(scripts, Script):
        check_script(scripts, f"{source}: $")
        return (scripts,)
    for index, script in enumerate(scripts):
        check_script(script, f"{source}: $[{index}]")
    return scripts


def build_script(
    phases: Sequence[str | tuple[str, int | timedelta] | Mapping[str, Any]], **settings: Any
) -> Script:
    """Build a script from short forms of phases; raise TargetError when it cannot be one.

    A name alone lasts for one poll, a pair for a number of polls or a time; the last phase stays.
    """
    forms = [_phase(phase, is_last=number == len(phases)) for number, phase in enumerate(phases, 1)]
    try:
        script = msgspec.convert({**settings, "phases": forms}, Script)
    except msgspec.ValidationError as error:
        raise TargetError(f"script: {error}; see docs/guide/deploying-offline.md") from None
    check_script(script, "script")
    return script


def _phase(
    phase: str | tuple[str, int | timedelta] | Mapping[str, Any], *, is_last: bool
) -> Mapping[str, Any]:
    if isinstance(phase, str):
        return {"state": phase} if is_last else {"state": phase, "polls": 1}
    if isinstance(phase, Mapping):
        return phase
    state, lasts = phase
    return (
        {"state": state, "seconds": lasts.total_seconds()}
        if isinstance(lasts, timedelta)
        else {"state": state, "polls": lasts}
    )


def check_script(script: Script, source: str) -> None:
    """Raise TargetError when a script contradicts itself."""
    if problem := _problem(script):
        raise TargetError(f"{source}: {problem}")


def _problem(script: Script) -> str | None:
    """Return what is wrong with a script, and what to do; None when nothing is."""
    if not script.phases:
        return "a script needs at least one phase; add one to `phases`"
    for phase in script.phases[:-1]:
        if phase.state in ("FINISHED", "FAILED"):
            return f"{phase.state} ends a job; make it the last phase"
        if (phase.seconds is None) == (phase.polls is None):
            return f"phase {phase.state} needs either seconds or polls, since another one follows"
    if min(script.rate, script.savepoint_seconds, script.stop_seconds) < 0:
        return "rate, savepoint_seconds and stop_seconds cannot be negative"
    return None
