"""The check of a SQL script by the runner at a cluster, which compiles it and starts nothing."""

import re

from flinkrest.models import PlanRequest

from ..interface import AwayError, RefusedError, SqlScript, SqlVerdict, TextRange
from ..sql_statements import Statement, split_script
from .cluster import Cluster
from .failures import without_secrets_in
from .jar_sources import JarSources
from .program import checking_program
from .request_errors import FlinkRefusedError

__all__ = ["check_script"]

_MOST_UPLOADS = 3
_RUNNER_ERROR = re.compile(r"io\.flinkjobs\.runner\.ScriptException: (.+)")
_PLACE = re.compile(
    r"Statement [0-9]+, line ([0-9]+), column ([0-9]+)(?: to line ([0-9]+), column ([0-9]+))?: (.*)"
)
_UNSUPPORTED = " cannot run here: a script can have "
_KINDS = (
    ("INSERT_QUERY", ("INSERT", "EXECUTE")),
    ("DDL_STATEMENT", ("CREATE", "ALTER", "DROP", "USE", "LOAD", "UNLOAD", "ADD")),
    ("COMMAND_STATEMENT", ("SET", "RESET")),
)


async def check_script(cluster: Cluster, sources: JarSources, script: SqlScript) -> SqlVerdict:
    """Return what the runner says of a script; raise RefusedError where Flink says something else."""
    program = checking_program(script, sources)
    request = PlanRequest(
        entry_class=program.entry_class,
        program_args_list=list(program.arguments),
        flink_configuration=dict(program.settings),
    )
    for _ in range(_MOST_UPLOADS):
        jar_id = await cluster.upload(await sources.fetch(None))
        try:
            outcome = await cluster.plan(jar_id, request)
        except FlinkRefusedError as error:
            return _error_verdict(error, script)
        if outcome == "planned":
            return _valid_verdict(script.text)
    raise AwayError(f"cluster {cluster.name} does not keep the jars that are uploaded to it")


def _valid_verdict(script: str) -> SqlVerdict:
    """Return the verdict on a script that was compiled, by the most important of its statements."""
    statements = split_script(script)
    for kind, words in _KINDS:
        if any(_begins_with_one_of(statement, words) for statement in statements):
            return SqlVerdict(result=f"VALIDATION_RESULT_VALID_{kind}")
    message = "The script has no statement"
    return SqlVerdict(result="VALIDATION_RESULT_INVALID", message=message, error=message)


def _begins_with_one_of(statement: Statement, words: tuple[str, ...]) -> bool:
    return any(statement.begins_with(word) for word in words)


def _error_verdict(error: FlinkRefusedError, script: SqlScript) -> SqlVerdict:
    """Return the verdict on a script, or on the settings that a refusal names; raise RefusedError else."""
    found = _RUNNER_ERROR.findall(error.text)
    said = found[-1].strip() if found else f"{error.failure.reason}: {error.failure.message}"
    place = _PLACE.match(said) if found else None
    causes = said if found else error.text
    named = [key for key in script.settings if f"'{key}'" in causes] if place is None else []
    if named and not found:  # the innermost cause is about the value alone
        said = next(line for line in causes.splitlines() if f"'{named[0]}'" in line)
        said = said.strip().removeprefix("Caused by: ")
    message = without_secrets_in(said)
    if named:
        return SqlVerdict(
            result="VALIDATION_RESULT_INVALID_FLINK_CONFIG",
            message=message,
            error=message,
            settings=named,
        )
    if not found:
        raise RefusedError(f"Flink cannot check the script: {message}")
    if place is None:
        return SqlVerdict(result="VALIDATION_RESULT_INVALID", message=message, error=message)
    return _verdict_at(place, message)


def _verdict_at(place: re.Match[str], message: str) -> SqlVerdict:
    line, column, end_line, end_column, problem = place.groups()
    kind = "UNSUPPORTED_QUERY" if _UNSUPPORTED in problem else "INVALID_QUERY"
    return SqlVerdict(
        result=f"VALIDATION_RESULT_{kind}",
        message=message,
        error=without_secrets_in(problem),
        range=TextRange(
            line=int(line),
            column=int(column),
            end_line=int(end_line or line),
            end_column=int(end_column or column),
        ),
    )
