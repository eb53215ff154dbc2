"""Scripts are compiled with the planner of each release; errors name their statement and position."""

from pathlib import Path

import pytest

from .driver import Driver, ScriptError

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "sql-on-your-own-flink.md"
TABLES = (
    "CREATE TABLE a (x INT, s STRING) WITH ('connector'='datagen', 'number-of-rows'='1');\n"
    "CREATE TABLE b (x INT) WITH ('connector'='blackhole');\n"
)
"""Two statements on two lines."""
INSERT = "INSERT INTO b SELECT x FROM a"
ALLOWED = (
    "a script can have CREATE, ALTER, DROP, USE, LOAD, UNLOAD, ADD JAR, SET, RESET, INSERT"
    " and statement sets"
)

VALID = {
    "one": f"{TABLES}{INSERT}",
    "several": f"{TABLES}{INSERT}; {INSERT};",
    "definitions only": TABLES,
    "statement set": f"{TABLES}EXECUTE STATEMENT SET BEGIN {INSERT}; {INSERT}; END;",
    "last semicolon left out": f"{TABLES}EXECUTE STATEMENT SET BEGIN {INSERT} END",
    "opened set": f"{TABLES}BEGIN STATEMENT SET; {INSERT}; {INSERT}; END;",
    "all kinds": f"{TABLES}{INSERT}; EXECUTE STATEMENT SET BEGIN {INSERT}; END; EXECUTE {INSERT};",
    "CASE in a set": (
        f"{TABLES}EXECUTE STATEMENT SET BEGIN\n"
        "INSERT INTO b SELECT CASE WHEN x = 1 THEN 2 ELSE 3 END FROM a;\nEND;"
    ),
    "hint": f"{TABLES}{INSERT} /*+ OPTIONS('number-of-rows'='2') */",
    "comments": f"-- it's\n{TABLES}// so;\n{INSERT} -- it's",
    "views and databases": (
        f"CREATE DATABASE d; USE d; {TABLES}CREATE VIEW v AS SELECT x FROM a;"
        "INSERT INTO b SELECT x FROM v; DROP VIEW v; ALTER TABLE b RENAME TO c"
    ),
    "computed column": (
        "CREATE TEMPORARY TABLE IF NOT EXISTS c (x INT, y AS x + 1, PRIMARY KEY (x) NOT ENFORCED)"
        " WITH ('connector'='datagen');" + TABLES + "INSERT INTO b SELECT y FROM c"
    ),
    "altered tables": (
        f"{TABLES}ALTER TABLE a ADD y AS x + 1; ALTER TABLE b ADD z INT;"
        "CREATE TABLE c LIKE a; INSERT INTO b SELECT x, y FROM c"
    ),
    "settings": f"SET 'table.exec.state.ttl' = '1 h'; RESET 'table.exec.state.ttl'; SET a.b = c;"
    f"{TABLES}SET 'a' = 'it''s'; {INSERT}; RESET;",
}


@pytest.mark.parametrize("script", VALID.values(), ids=VALID)
def test_valid_scripts(driver: Driver, script: str) -> None:
    """Whatever a deployment can run is valid, and so are definitions alone."""
    driver.validate(script)


def test_the_guide_has_a_valid_script(driver: Driver) -> None:
    """The example of the page for users runs as it stands."""
    script = GUIDE.read_text("utf-8").partition("```sql\n")[2].partition("```")[0]

    driver.validate(script, "--variable", "rate=5")


INVALID = {
    "syntax": (
        "CREATE TABLE b (x INT WITH ('connector'='blackhole')",
        'Statement 1, line 1, column 23: Encountered "WITH".',
    ),
    "end of a statement": (
        f"{TABLES}INSERT INTO b SELECT;",
        'Statement 3, line 3, column 20: Encountered "<EOF>".',
    ),
    "unknown column, after carriage returns and wide characters": (
        f"{TABLES}-- 😀\r\nINSERT INTO b\r\n  SELECT '😀', nope FROM a",
        "Statement 3, line 5, column 15 to line 5, column 18: Column 'nope' not found in any table",
    ),
    "unknown table": (
        f"{TABLES}\n INSERT INTO b SELECT x FROM missing",
        "Statement 3, line 4, column 30 to line 4, column 36: Object 'missing' not found",
    ),
    "in a set": (
        f"{TABLES}EXECUTE STATEMENT SET BEGIN\n{INSERT};\n  INSERT INTO b SELECT nope FROM a;\nEND;",
        "Statement 3, line 5, column 24 to line 5, column 27: Column 'nope' not found in any table",
    ),
    "unknown connector": (
        "CREATE TABLE a (x INT) WITH ('connector'='nope');\nINSERT INTO a SELECT 1",
        "Statement 2, line 2, column 1: Could not find any factory for identifier 'nope'",
    ),
    "only found when all is compiled": (
        f"{TABLES}CREATE TABLE p (x INT) WITH ('connector'='filesystem', 'path'='/tmp', "
        f"'format'='nope');\n{INSERT};\nINSERT INTO p SELECT x FROM a",
        "Statement 5, line 5, column 1: Could not find any",
    ),
    "unknown class": (
        f"CREATE FUNCTION f AS 'com.example.Missing'; {TABLES} INSERT INTO b SELECT f(x) FROM a",
        "Statement 4, line 3, column 2: ClassNotFoundException: com.example.Missing",
    ),
    "query": ("SELECT 1", f"Statement 1, line 1, column 1: SELECT cannot run here: {ALLOWED}"),
    "block": ("BEGIN x; END", f"Statement 1, line 1, column 1: BEGIN cannot run here: {ALLOWED}"),
    "table made of a query": (
        "CREATE TABLE t WITH ('connector'='blackhole') AS SELECT 1",
        "Statement 1, line 1, column 1: CREATE TABLE … AS would start a job of its own:"
        " use CREATE TABLE and INSERT",
    ),
    "no END": (
        "EXECUTE STATEMENT SET\n BEGIN INSERT INTO b SELECT 1;",
        "Statement 1, line 2, column 2: the BEGIN here has no END",
    ),
    "no END of an opened set": (
        f"{TABLES}BEGIN STATEMENT SET;\n{INSERT};",
        "Statement 3, line 3, column 1: BEGIN STATEMENT SET has no END",
    ),
    "END alone": ("END", "Statement 1, line 1, column 1: END without BEGIN STATEMENT SET"),
    "definition in an opened set": (
        "BEGIN STATEMENT SET; USE x;",
        "Statement 2, line 1, column 22: between BEGIN STATEMENT SET and END only INSERT can stand",
    ),
    "definition in a set": (
        "EXECUTE STATEMENT SET BEGIN USE x; END",
        "Statement 1, line 1, column 29: in a statement set only INSERT can stand",
    ),
    "SET without a value": (
        "SET",
        "Statement 1, line 1, column 1: SET needs a key and a value: SET 'key' = 'value'",
    ),
    "late mode": (
        "USE default_database; SET 'execution.runtime-mode' = 'batch'",
        "Statement 2, line 1, column 23: 'execution.runtime-mode' can only be set before all"
        " other statements",
    ),
    "value of a setting": (
        f"SET 'execution.runtime-mode' = 'nope'; {TABLES}",
        "The settings of the script: Could not parse value 'nope' for key 'execution.runtime-mode'.",
    ),
    "jar": (
        "ADD JAR '/nowhere/x.jar'",
        "Statement 1, line 1, column 1: FileNotFoundException: jar ",
    ),
}


@pytest.mark.parametrize(("script", "message"), INVALID.values(), ids=INVALID)
def test_errors_name_their_statement(driver: Driver, script: str, message: str) -> None:
    """The message is one line: statement, line and column in the script, and the reason."""
    with pytest.raises(ScriptError) as caught:
        driver.validate(script)

    text = str(caught.value)
    assert text[: len(message)] == message
    assert "\n" not in text


def test_a_script_without_insert_cannot_start(driver: Driver) -> None:
    """Definitions alone start no job."""
    with pytest.raises(ScriptError) as caught:
        driver.run("--script", TABLES)

    assert str(caught.value) == "The script has no INSERT, so that there is no job to start"


def test_sorting_needs_batch_mode(driver: Driver) -> None:
    """The same script is valid in batch mode only, however that is chosen."""
    script = f"{TABLES}INSERT INTO b SELECT x FROM a ORDER BY s"
    streaming = (
        "Statement 3, line 3, column 1: Sort on a non-time-attribute field is not supported."
    )

    with pytest.raises(ScriptError) as caught:
        driver.validate(script)
    assert str(caught.value) == streaming
    driver.validate(script, "--mode", "batch")
    driver.validate(f"SET 'execution.runtime-mode' = 'batch'; {script}")
    with pytest.raises(ScriptError):
        driver.validate(f"SET 'execution.runtime-mode' = 'streaming'; {script}", "--mode", "batch")
