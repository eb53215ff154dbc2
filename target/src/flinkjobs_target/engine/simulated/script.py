"""Scripts of simulated jobs: which states a job goes through, and whether its savepoints succeed."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Literal

import msgspec
from msgspec import Struct

from ...errors import TargetError

__all__ = ["DEFAULT_SCRIPTS", "Phase", "Script", "choose", "parse_scripts"]


class Phase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state that a job stays in: for a time in seconds, for a number of polls, or for good.

    A poll is a request that reads the job. `reason` and `message` say why it is FAILED; `restarts`
    is how often the engine has restarted it.
    """

    state: Literal["STARTING", "RUNNING", "FINISHED", "FAILED"]
    seconds: float | None = None
    polls: int | None = None
    reason: str = "SimulatedFailure"
    message: str = "The script of the simulated engine lets the job fail."
    restarts: int | None = None


class Script(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The lives of the jobs of some deployments: those whose name fits `deployment` (`orders-*`).

    `mode` limits it to one execution mode. A savepoint takes `savepoint_seconds`, and fails with
    `savepoint_failure` where that is given; a stop takes `stop_seconds`. The state of a job is a
    counter that grows by `rate` a second while the job runs.
    """

    phases: tuple[Phase, ...]
    deployment: str = "*"
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


def choose(scripts: Sequence[Script], deployment: str, mode: str) -> Script:
    """Return the first script that fits a deployment; a default one when none does."""
    return next(
        script
        for script in (*scripts, *DEFAULT_SCRIPTS)
        if script.mode in (None, mode) and fnmatchcase(deployment, script.deployment)
    )


def parse_scripts(content: bytes, file: str) -> tuple[Script, ...]:
    """Parse one script or an array of them; raise TargetError, with the JSON path, for anything else."""
    try:
        scripts = msgspec.json.decode(content, type=tuple[Script, ...] | Script)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TargetError(f"{file}: {error}; docs/guide has the form of scripts") from None
    parsed = (scripts,) if isinstance(scripts, Script) else scripts
    for index, script in enumerate(parsed):
        if problem := _problem(script):
            raise TargetError(f"{file}: {problem} - at `$[{index}].phases`")
    return parsed


def _problem(script: Script) -> str | None:
    """Return what is wrong with the order of the phases."""
    if not script.phases:
        return "a script needs at least one phase"
    for phase in script.phases[:-1]:
        if phase.state in ("FINISHED", "FAILED"):
            return f"{phase.state} ends a job, so it can only be the last phase"
        if (phase.seconds is None) == (phase.polls is None):
            return "each phase before the last needs either seconds or polls"
        if (phase.seconds or 0) < 0 or (phase.polls or 0) < 0:
            return "seconds and polls cannot be negative"
    return None
