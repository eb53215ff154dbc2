"""The target, which has no Java, splits scripts as the runner does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flinkjobs_target.engine.sql_statements import ScriptError, position, split_script

from .driver import Driver
from .driver import ScriptError as RunnerError
from .test_splitting import CASES

_SIGNS = st.sampled_from(list("'\"`\\;\n\r $(aéE€²😀\u00a0"))
_MARKS = st.sampled_from(
    ["E'", "--", "//", "/*", "*/", "/*+", "${a}", "BEGIN", "END", "CASE", "STATEMENT", "SET"]
)
_PARTS = _SIGNS | _MARKS | _MARKS.map(lambda mark: f" {mark} ")


def split_by_target(script: str) -> list[str] | str:
    """Return the statements, or the error as the runner words it."""
    try:
        return [script[each.start : each.end] for each in split_script(script)]
    except ScriptError as error:
        line, column = position(script, error.offset)
        return f"Statement {error.statement}, line {line}, column {column}: {error}"


def split_by_runner(driver: Driver, script: str) -> list[str] | str:
    """Return the statements, or the error."""
    try:
        return driver.split(script)
    except RunnerError as error:
        return str(error)


@pytest.mark.parametrize("case", CASES)
def test_known_cases(case: str) -> None:
    """Those that the runner is tested with."""
    script, expected = CASES[case]

    assert split_by_target(script) == expected


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(_PARTS, max_size=20))
def test_as_the_runner(driver: Driver, parts: list[str]) -> None:
    """Also where something has no end: with the same statement, line and column."""
    script = "".join(parts)

    assert split_by_target(script) == split_by_runner(driver, script)
