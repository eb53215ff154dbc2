"""Variables are replaced in all of a script but its comments; arguments are checked."""

import pytest
from hypothesis import strategies as st

from .driver import Driver, ScriptError

TABLE = "CREATE TABLE b (x STRING) WITH ('connector'='blackhole');\n"
NASTY = "';\"`-/*\\$x{}"
WIDE = st.characters(codec="utf-8", categories=["L", "N", "P", "S"])


def message_of(driver: Driver, script: str, *arguments: str) -> str:
    with pytest.raises(ScriptError) as caught:
        driver.validate(script, *arguments)
    return str(caught.value)


def test_values(driver: Driver) -> None:
    """A value stands in a string, in a name, beside a word, or for a whole statement."""
    script = TABLE.replace("blackhole", "${kind}").replace(" b ", " `${name}` ")
    script += "INSERT INTO t_${suffix} SELECT '${kind}'; ${statement}; SET 'a' = '${a.b}'"
    values = ["kind=blackhole", "name=t_1", "suffix=1", "a.b=x=y", "statement=USE default_database"]

    driver.validate(script, *(part for value in values for part in ("--variable", value)))


def test_missing_variable(driver: Driver) -> None:
    """The error names the variable and its position."""
    script = f"{TABLE}INSERT INTO b\nSELECT 'x', '${{city}}'"

    message = message_of(driver, script, "--variable", "town=1")

    assert message == "Statement 2, line 3, column 14: the variable ${city} has no value"


def test_comments_have_no_variables(driver: Driver) -> None:
    """A comment keeps what looks like a variable, but a hint has values."""
    script = f"-- ${{a}}\n{TABLE}INSERT INTO b -- ${{b}}\n/* ${{c}} */ SELECT 'x' // ${{d}}"
    hint = "INSERT INTO b /*+ OPTIONS('k'='${e}') */ SELECT 'x'"

    driver.validate(script)
    assert message_of(driver, TABLE + hint) == (
        "Statement 2, line 2, column 32: the variable ${e} has no value"
    )


def test_what_is_no_variable(driver: Driver) -> None:
    """An empty or unfinished name stays as it is."""
    driver.validate(f"{TABLE}INSERT INTO b SELECT '$ {{x}} ${{}} ${{a b}} ${{' || '$x'")


@pytest.mark.parametrize("value", ["it's", "'", "''", "'; DROP TABLE b; --", '`"/*'])
def test_a_value_cannot_end_its_string(driver: Driver, value: str) -> None:
    """A string's content is the value, whatever quotation marks that has."""
    script = TABLE.replace("blackhole", "${kind}") + "INSERT INTO b SELECT 'x'"

    message = message_of(driver, script, "--variable", f"kind={value}")

    assert f"Could not find any factory for identifier '{value}' that" in message


def test_a_value_may_look_like_a_variable(driver: Driver) -> None:
    """Values are not searched for variables."""
    script = TABLE.replace("blackhole", "${kind}") + "INSERT INTO b SELECT 'x'"

    message = message_of(driver, script, "--variable", "kind=${kind}")

    assert "for identifier '${kind}' that" in message


def test_positions_after_a_value(driver: Driver) -> None:
    """Positions are those of the script, not of the text with values."""
    script = f"{TABLE}INSERT INTO b SELECT '${{long}}', nope, '${{long}}'"
    value = "long=two\nlines, and far more characters than its name"

    assert message_of(driver, script, "--variable", value) == (
        "Statement 2, line 2, column 33 to line 2, column 36: Column 'nope' not found in any table"
    )


ARGUMENTS = {
    (): "the argument --script is missing",
    ("--script",): "--script is no argument, or lacks its value",
    ("--nonsense", "x"): "there is no argument --nonsense",
    ("--variable", "x"): "--variable needs name=value",
    ("--variable", "=x"): "--variable needs name=value",
    ("--mode", "fast"): "--mode is streaming or batch, not fast",
}


@pytest.mark.parametrize(("arguments", "message"), ARGUMENTS.items())
def test_wrong_arguments(driver: Driver, arguments: tuple[str, ...], message: str) -> None:
    """The message names the argument."""
    with pytest.raises(ScriptError) as caught:
        driver.run(*arguments)

    assert str(caught.value) == message


def test_missing_jar(driver: Driver) -> None:
    """The message names the URL."""
    message = message_of(driver, TABLE, "--jar", "/nowhere/it's.jar")

    assert message.startswith("--jar /nowhere/it's.jar: FileNotFoundException: ")
    assert message.endswith("[/nowhere/it's.jar] not found.")
