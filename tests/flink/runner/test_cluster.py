"""Scripts on session clusters of both releases: one job each, configured, restored, or refused."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..releases import RELEASES, jars_of
from ..rest import RestError
from .session import Session, open_session

SOURCE = """
CREATE TABLE numbers (number INT) WITH (
    'connector' = 'datagen', 'number-of-rows' = '5',
    'fields.number.kind' = 'sequence', 'fields.number.start' = '1', 'fields.number.end' = '5');
"""
ENDLESS = (
    "CREATE TABLE numbers (number INT) WITH ('connector'='datagen', 'rows-per-second'='20');\n"
)
NOWHERE = "CREATE TABLE nowhere (number INT) WITH ('connector'='blackhole');\n"
COUNTS = (
    ENDLESS + "CREATE TABLE counts (number INT, total BIGINT) WITH ('connector'='blackhole');\n"
)
COUNT = "INSERT INTO counts SELECT number, COUNT(*) FROM numbers GROUP BY number;\n"
SUM = (
    "INSERT INTO counts SELECT number, SUM(CAST(number AS BIGINT)) FROM numbers GROUP BY number;\n"
)
STATEFUL = COUNTS + COUNT + SUM


@pytest.fixture(scope="module", params=RELEASES)
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    with open_session(RELEASES[request.param]) as session:
        yield session


@pytest.fixture
def refused(session: Session) -> Iterator[Session]:
    """The session, on which a test must start no job."""
    before = session.job_ids()
    yield session
    assert session.job_ids() == before


def sink(name: str, folder: Path) -> str:
    """Return the definition of a table whose rows are files of a folder."""
    return (
        f"CREATE TABLE {name} (number INT) WITH "
        f"('connector'='filesystem', 'path'='{folder / name}', 'format'='csv');\n"
    )


def rows(folder: Path, name: str) -> list[int]:
    """Return the sorted rows of such a table."""
    paths = [path for path in (folder / name).iterdir() if not path.name.startswith(".")]
    return sorted(int(line) for path in paths for line in path.read_text().split())


def test_inserts_run_as_one_job(session: Session, tmp_path: Path) -> None:
    """Both tables have their rows once the only job has finished; the variables had their values."""
    before = session.job_ids()
    script = (
        SOURCE
        + sink("low", tmp_path)
        + sink("high", tmp_path)
        + "INSERT INTO low SELECT number FROM numbers WHERE number < ${limit};\n"
        + "INSERT INTO high SELECT number FROM numbers WHERE number >= ${limit} -- ${comment}\n"
    )

    job_id = session.start(script, "--variable", "limit=3", "--mode", "batch")

    job = session.await_state(job_id, "FINISHED")
    assert session.job_ids() - before == {job_id}
    assert job.job_type == "BATCH"
    assert rows(tmp_path, "low") == [1, 2]
    assert rows(tmp_path, "high") == [3, 4, 5]


def test_settings_of_the_script(session: Session) -> None:
    """SET configures the job, over what the request configures, wherever it stands."""
    script = (
        "SET 'pipeline.name' = 'it''s; mine'; SET 'execution.runtime-mode' = 'batch';\n"
        f"SET 'pipeline.max-parallelism' = '7'; RESET 'pipeline.max-parallelism';\n"
        f"SET 'table.dml-sync' = 'true';\n{SOURCE}{NOWHERE}SET 'parallelism.default' = '2';\n"
        "INSERT INTO nowhere SELECT number FROM numbers;"
    )

    job_id = session.start(
        script, flinkConfiguration={"pipeline.name": "other", "pipeline.max-parallelism": "9"}
    )

    job = session.await_state(job_id, "FINISHED")
    assert job.name == "it's; mine"
    assert job.job_type == "BATCH"
    assert {vertex.max_parallelism for vertex in job.vertices or []} == {9}
    assert max(vertex.parallelism or 0 for vertex in job.vertices or []) == 2


def test_restored_with_another_setting(session: Session) -> None:
    """All state of a savepoint fits the script with other settings and comments, and with a set."""
    first = session.start(STATEFUL)
    session.await_running(first)
    savepoint = session.rest.stop(first)
    settings = "-- changed\nSET 'pipeline.name' = 'again';\nSET 'a.b' = 'c';\n\n"
    changed = f"{settings}{COUNTS}EXECUTE STATEMENT SET BEGIN\n{COUNT} /* next */ {SUM}END;"

    second = session.start(changed, savepointPath=savepoint)

    session.await_running(second)
    assert session.restored_path(second) == savepoint
    assert session.read(second).name == "again"
    session.rest.cancel(second)
    session.await_state(second, "CANCELED")


def test_error_of_a_script(refused: Session) -> None:
    """The root cause of Flink's response has statement, line and column."""
    error = refused.error(f"{ENDLESS}{NOWHERE}INSERT INTO nowhere\n SELECT nope FROM numbers")

    assert error.status == 400
    assert error.root_cause == (
        "io.flinkjobs.runner.ScriptException: Statement 3, line 4, column 9 to line 4, column 12:"
        " Column 'nope' not found in any table"
    )


def test_error_of_the_planner(refused: Session) -> None:
    """A fault that only compilation of the whole job finds is named with its INSERT."""
    inserts = "INSERT INTO nowhere SELECT 1;\nINSERT INTO nowhere SELECT * FROM numbers"

    assert refused.error(f"{ENDLESS}{NOWHERE}{inserts} ORDER BY number").root_cause == (
        "io.flinkjobs.runner.ScriptException: Statement 4, line 4, column 1:"
        " Sort on a non-time-attribute field is not supported."
    )


def test_no_insert(refused: Session) -> None:
    """Definitions alone are refused with the reason."""
    assert refused.error(NOWHERE).root_cause == (
        "io.flinkjobs.runner.ScriptException:"
        " The script has no INSERT, so that there is no job to start"
    )


def test_error_of_flink_is_passed_on(session: Session) -> None:
    """An error of the submission keeps Flink's own root cause."""
    error = session.error(STATEFUL, savepointPath="/nowhere/savepoint")

    assert "Statement" not in error.root_cause
    assert "/nowhere/savepoint" in error.root_cause


def test_valid_script(refused: Session) -> None:
    """A plan is the response for a valid script, with an INSERT or without; nothing starts."""
    assert refused.plan(STATEFUL, "--validate")["nodes"]
    assert refused.plan(NOWHERE, "--validate")["nodes"]
    assert refused.plan(f"{ENDLESS}{NOWHERE}", "--validate", "--mode", "batch")["nodes"]


def test_invalid_script(refused: Session) -> None:
    """The root cause of the response to a request for the plan is that of a start."""
    with pytest.raises(RestError) as caught:
        refused.plan(f"{NOWHERE}INSERT INTO nowhere SELECT 'x", "--validate")

    assert caught.value.root_cause == (
        "io.flinkjobs.runner.ScriptException: Statement 2, line 2, column 28:"
        " the string that begins here has no end"
    )


def test_validation_never_starts_a_job(refused: Session) -> None:
    """Not even where a start is requested."""
    assert "No jobs included in application" in refused.error(STATEFUL, "--validate").root_cause


@pytest.fixture(scope="module")
def function_jar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A jar with the function Twice."""
    folder = tmp_path_factory.mktemp("function")
    source = Path(__file__).with_name("Twice.java")
    jars = f"{jars_of(RELEASES['1.20'])}/*"
    javac = ["javac", "--release", "11", "-cp", jars, "-d", str(folder), str(source)]
    subprocess.run(javac, check=True)
    jar = folder / "it's twice.jar"
    subprocess.run(["jar", "cf", str(jar), "-C", str(folder), "Twice.class"], check=True)
    return jar


@pytest.mark.parametrize("way", ["argument", "statement"])
def test_function_of_a_jar(session: Session, function_jar: Path, tmp_path: Path, way: str) -> None:
    """A script uses classes of a jar that an argument or ADD JAR names."""
    script = (
        "CREATE FUNCTION twice AS 'Twice';"
        + SOURCE
        + sink("doubled", tmp_path)
        + "INSERT INTO doubled SELECT twice(number) FROM numbers"
    )
    quoted = str(function_jar).replace("'", "''")
    arguments = ["--jar", str(function_jar)] if way == "argument" else []
    statement = "" if way == "argument" else f"ADD JAR '{quoted}';\n"

    job_id = session.start(statement + script, "--mode", "batch", *arguments)

    session.await_state(job_id, "FINISHED")
    assert rows(tmp_path, "doubled") == [2, 4, 6, 8, 10]
