"""The check of a SQL script without Flink: only what can be known without tables and types."""

from collections.abc import Sequence

from ..interface import SqlVerdict, TextRange
from ..sql_statements import ScriptError, Statement, position, split_script

__all__ = ["check_script"]


def check_script(script: str) -> SqlVerdict:
    """Return the first error that a script has on any engine; None of them does not make it valid."""
    try:
        statements = split_script(script)
        _require_whole_sets(statements)
    except ScriptError as error:
        return _verdict(script, error)
    if not statements:
        message = "The script has no statement"
        return SqlVerdict(result="VALIDATION_RESULT_INVALID", message=message, error=message)
    return SqlVerdict(
        result=None,
        message=f"No error was found in {len(statements)} statements, but only quotation marks, "
        "comments and statement sets were checked: jobs are simulated here, and only Flink knows "
        "tables, columns and types",
    )


def _require_whole_sets(statements: Sequence[Statement]) -> None:
    """Raise ScriptError where a statement set has no end, or an end no beginning."""
    opened: tuple[int, Statement] | None = None
    for number, statement in enumerate(statements, start=1):
        if statement.begins_with("BEGIN", "STATEMENT", "SET"):
            opened = number, statement
        elif statement.begins_with("EXECUTE", "STATEMENT", "SET", "BEGIN"):
            if not statement.tokens[-1].is_word("END"):
                raise ScriptError("the BEGIN here has no END", statement.tokens[3].start, number)
        elif statement.begins_with("END"):
            if opened is None:
                raise ScriptError("END without BEGIN STATEMENT SET", statement.start, number)
            opened = None
    if opened is not None:
        number, statement = opened
        raise ScriptError("BEGIN STATEMENT SET has no END", statement.start, number)


def _verdict(script: str, error: ScriptError) -> SqlVerdict:
    line, column = position(script, error.offset)
    return SqlVerdict(
        result="VALIDATION_RESULT_INVALID_QUERY",
        message=f"Statement {error.statement}, line {line}, column {column}: {error}",
        error=str(error),
        range=TextRange(line=line, column=column, end_line=line, end_column=column),
    )
