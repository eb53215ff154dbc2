"""The program of a job on Flink: jar, arguments and settings, from the document of the job."""

import re
import shlex
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from ..interface import JobVariables, RefusedError, SealedValue, SqlScript
from .jar_sources import JarSources

__all__ = ["Program", "checking_program", "program_of", "variable_arguments", "with_values"]

_RETENTION = "execution.checkpointing.externalized-checkpoint-retention"
_NO_VARIABLES = JobVariables()
_SECRET_VALUE = re.compile(r"\$\{(secret_values\.[^{}\s]+)\}")
_RUNNER = "io.flinkjobs.runner.SqlRunner"
_UNSUPPORTED = {
    "PYTHON": "Python programs need PyFlink at the JobManager, which the target cannot see",
    "CDCYAML": "pipelines of Flink CDC need its own client",
}


class Program(Struct, frozen=True, kw_only=True):
    """A program: the jar's URI, its entry class, arguments, parallelism and settings.

    The jar without a URI is the runner of SQL scripts. `sealed` are the encrypted variables, which
    arguments and settings have when the job is submitted.
    """

    jar_uri: str | None = None
    entry_class: str | None = None
    arguments: tuple[str, ...] = ()
    parallelism: int | None = None
    settings: Mapping[str, str] = {}
    sealed: Mapping[str, SealedValue] = {}


def program_of(
    job: Mapping[str, Any], sources: JarSources, variables: JobVariables = _NO_VARIABLES
) -> Program:
    """Return the program of a job; raise RefusedError for one that cannot be run here."""
    restore = job.get("restoreStrategy") or {}
    if restore.get("jobStartTimeInMs") is not None:
        raise RefusedError(
            "restoreStrategy.jobStartTimeInMs has no counterpart in Flink; set the start of the "
            "data in the options of the source instead"
        )
    artifact = job.get("artifact") or {}
    kind = artifact.get("kind")
    if kind == "JAR":
        return _jar_program(job, artifact.get("jarArtifact") or {}, sources, variables)
    if kind == "SQLSCRIPT":
        return _sql_program(job, artifact.get("sqlArtifact") or {}, sources, variables)
    reason = _UNSUPPORTED.get(str(kind), "it is unknown")
    raise RefusedError(
        f"artifact.kind {kind} cannot run on a session cluster: {reason}; use SQLSCRIPT or JAR"
    )


def checking_program(script: SqlScript, sources: JarSources) -> Program:
    """Return the runner that checks a script; raise RefusedError for a jar that may not be used."""
    job = {
        "executionMode": "BATCH" if script.is_batch else "STREAMING",
        "deploymentName": "validation",
        "flinkConf": script.settings,
    }
    part = {"sqlScript": script.text, "additionalDependencies": script.dependencies}
    program = _sql_program(job, part, sources, JobVariables(values=script.variables))
    return msgspec.structs.replace(program, arguments=("--validate", *program.arguments))


def _jar_program(
    job: Mapping[str, Any],
    part: Mapping[str, Any],
    sources: JarSources,
    variables: JobVariables,
) -> Program:
    uri = str(part.get("jarUri"))
    sources.require_allowed(uri)
    dependencies = _dependencies(part, sources)
    settings = _settings(job, variables.values)
    if dependencies:
        paths = [*filter(None, [settings.get("pipeline.classpaths")]), *dependencies]
        settings["pipeline.classpaths"] = ";".join(paths)
    return Program(
        jar_uri=uri,
        entry_class=part.get("entryClass") or None,
        arguments=_arguments(str(part.get("mainArgs") or "")),
        parallelism=_parallelism(job),
        settings=settings,
        sealed=variables.sealed,
    )


def _sql_program(
    job: Mapping[str, Any],
    part: Mapping[str, Any],
    sources: JarSources,
    variables: JobVariables,
) -> Program:
    """Return the runner with a script, its variables and its dependencies as arguments."""
    arguments = [
        "--script",
        str(part.get("sqlScript")),
        "--mode",
        str(job["executionMode"]).lower(),
    ]
    arguments += variable_arguments(variables.values)
    for dependency in _dependencies(part, sources):
        arguments += ["--jar", dependency]
    return Program(
        entry_class=_RUNNER,
        arguments=tuple(arguments),
        parallelism=_parallelism(job),
        settings=_settings(job, variables.values),
        sealed=variables.sealed,
    )


def variable_arguments(values: Mapping[str, str]) -> list[str]:
    """Return the arguments of the runner that state the values of variables."""
    return [word for name, value in values.items() for word in ("--variable", f"{name}={value}")]


def with_values(setting: str, values: Mapping[str, str]) -> str:
    """Return a setting with values in place of ${secret_values.name}; others stay as they are."""
    return _SECRET_VALUE.sub(lambda match: values.get(match[1], match[0]), setting)


def _dependencies(part: Mapping[str, Any], sources: JarSources) -> list[str]:
    """Return the URIs of further jars, which the cluster reads itself; each must be allowed."""
    dependencies = [str(dependency) for dependency in part.get("additionalDependencies") or ()]
    for dependency in dependencies:
        sources.require_allowed(dependency)
    return dependencies


def _arguments(text: str) -> tuple[str, ...]:
    """Split the arguments of a program as a shell would."""
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise RefusedError(
            f"artifact.jarArtifact.mainArgs cannot be split as a shell would: {error}"
        ) from None


def _settings(job: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of a job: its own with values of variables, over those that it needs here."""
    needed = {"pipeline.name": str(job["deploymentName"]), _RETENTION: "RETAIN_ON_CANCELLATION"}
    if job.get("executionMode") == "BATCH":
        needed["execution.runtime-mode"] = "BATCH"
        del needed[_RETENTION]
    stated = (job.get("flinkConf") or {}).items()
    own = {name: with_values(_text(value), values) for name, value in stated}
    return {**needed, **own}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _parallelism(job: Mapping[str, Any]) -> int | None:
    """Return the parallelism of a job's resources; None where they state none."""
    batch = job.get("executionMode") == "BATCH"
    setting = job.get("batchResourceSetting" if batch else "streamingResourceSetting") or {}
    parallelism = (setting.get("basicResourceSetting") or {}).get("parallelism")
    return parallelism if isinstance(parallelism, int) and parallelism > 0 else None
