"""The program of a simulated job: its operators, which hold the counter that is its state."""

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from ..interface import Failure

__all__ = ["Contents", "Program", "misfit", "program_of"]

_SINK = re.compile(r"\bINSERT\s+(?:INTO|OVERWRITE)\s+([`\w.$]+)", re.IGNORECASE)
_LARGEST_PARALLELISM = 128


class Contents(Struct, frozen=True, kw_only=True):
    """The contents of a savepoint: the counter, the operators whose state it is, and their key groups."""

    counter: int
    operators: tuple[str, ...]
    max_parallelism: int


class Program(Struct, frozen=True, kw_only=True):
    """The operators of a job that have state, and the number of key groups of that state."""

    operators: tuple[str, ...]
    max_parallelism: int


def program_of(job: Mapping[str, Any]) -> Program:
    """Return the program of a job: of SQL the tables that it writes, else its entry."""
    settings = job.get("flinkConf") or {}
    stated = str(settings.get("pipeline.max-parallelism", ""))
    return Program(
        operators=_operators(job.get("artifact") or {}),
        max_parallelism=int(stated) if stated.isdecimal() else _LARGEST_PARALLELISM,
    )


def misfit(
    program: Program, contents: Contents, *, allow_non_restored_state: bool
) -> Failure | None:
    """Return why state does not fit a program, as Flink judges it; None where it fits."""
    if program.max_parallelism != contents.max_parallelism:
        return Failure(
            reason="StateMigrationException",
            message=f"The state has max parallelism {contents.max_parallelism}, but the job has "
            f"{program.max_parallelism}; set pipeline.max-parallelism to the former.",
        )
    dropped = [name for name in contents.operators if name not in program.operators]
    if dropped and not allow_non_restored_state:
        return Failure(
            reason="IllegalStateException",
            message=f"Cannot map the state of operator {dropped[0]} to the new program, which has "
            "no such operator; start with allowNonRestoredState to drop that state.",
        )
    return None


def _operators(artifact: Mapping[str, Any]) -> tuple[str, ...]:
    match artifact.get("kind"):
        case "SQLSCRIPT":
            script = (artifact.get("sqlArtifact") or {}).get("sqlScript") or ""
            return tuple(sorted({name.replace("`", "") for name in _SINK.findall(script)}))
        case "JAR":
            part = artifact.get("jarArtifact") or {}
            return (str(part.get("entryClass") or part.get("jarUri")),)
        case "PYTHON":
            part = artifact.get("pythonArtifact") or {}
            return (str(part.get("entryModule") or part.get("pythonArtifactUri")),)
        case _:
            return ("pipeline",)
