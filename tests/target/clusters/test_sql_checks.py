"""The check of SQL scripts by the runner at a cluster."""

import pytest

from flinkjobs.server import ErrorResponse, OperationFailure

from ..deploying.conftest import Json, refusal
from .conftest import FlinkServer
from .operated_loop import OpenLoop, OperatedLoop

SCRIPT = "CREATE TABLE a (b INT) WITH ('c' = 'INSERT');"
_ERROR = (
    "org.apache.flink.client.program.ProgramInvocationException: The main method caused an error.\n"
    "\tat org.apache.flink\nCaused by: io.flinkjobs.runner.ScriptException: {}\n\tat io.flinkjobs\n"
)


@pytest.fixture
def checking(operated: OperatedLoop) -> OperatedLoop:
    """The loop, whose account has a workspace."""
    operated.create()
    return operated


@pytest.mark.parametrize(
    ("script", "result"),
    [
        (SCRIPT, "DDL_STATEMENT"),
        (f"{SCRIPT}SET 'INSERT' = 'x'; -- INSERT", "DDL_STATEMENT"),
        ("SET 'a' = 'b'", "COMMAND_STATEMENT"),
        (f"{SCRIPT} /* ; */ insert INTO a SELECT 1", "INSERT_QUERY"),
        ("EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; END", "INSERT_QUERY"),
    ],
)
def test_a_valid_script_has_its_kind(checking: OperatedLoop, script: str, result: str) -> None:
    """That of the most important of its statements."""
    validation = checking.validate(script)

    assert (validation.success, validation.error_details) == (True, None)
    assert validation.validation_result == f"VALIDATION_RESULT_VALID_{result}"


def test_the_runner_is_asked_with_settings_and_jars(
    server: FlinkServer, open_loop: OpenLoop
) -> None:
    """It starts nothing, and a jar that may not be fetched is refused before."""
    checking = open_loop(server.url)
    checking.create()

    checking.validate(SCRIPT, batch=True, flinkConfiguration={"a": True, "b": 2})
    with pytest.raises(OperationFailure) as error:
        checking.validate(SCRIPT, additionalDependencies=["file:///etc/passwd"])

    [plan] = server.flink.plans
    assert plan["programArgsList"] == ["--validate", "--script", SCRIPT, "--mode", "batch"]
    assert (plan["flinkConfiguration"]["a"], plan["flinkConfiguration"]["b"]) == ("true", "2")
    assert plan["flinkConfiguration"]["execution.runtime-mode"] == "BATCH"
    assert "file:///etc/passwd may not be fetched" in refusal(error)
    assert server.flink.jobs == {}


@pytest.mark.parametrize(
    ("text", "result", "place"),
    [
        (
            "Statement 3, line 4, column 9 to line 5, column 12: Column 'nope' not found",
            "INVALID_QUERY",
            {"lineNumber": "4", "columnNumber": "9", "endLineNumber": "5", "endColumnNumber": "12"},
        ),
        (
            "Statement 1, line 2, column 3: SELECT cannot run here: a script can have CREATE",
            "UNSUPPORTED_QUERY",
            {"lineNumber": "2", "columnNumber": "3", "endLineNumber": "2", "endColumnNumber": "3"},
        ),
        ("The INSERTs together: no", "INVALID", {}),
    ],
)
def test_an_error_has_its_place(
    server: FlinkServer, checking: OperatedLoop, text: str, result: str, place: Json
) -> None:
    """As the runner tells it; that is a result and no failure."""
    server.flink.plan_refusal = _ERROR.format(text)

    validation = checking.validate(SCRIPT)

    error = validation.error_details
    assert error is not None
    shown = {name: getattr(error, attribute) for name, attribute in _PLACES.items()}
    assert (validation.success, validation.message) == (False, text)
    assert validation.validation_result == f"VALIDATION_RESULT_{result}"
    assert {name: value for name, value in shown.items() if value is not None} == place
    assert (error.message or "").strip() == text.rpartition(": " if place else "\0")[2] or place


_PLACES = {
    "lineNumber": "line_number",
    "columnNumber": "column_number",
    "endLineNumber": "end_line_number",
    "endColumnNumber": "end_column_number",
}


def test_a_secret_in_an_error_is_left_out(server: FlinkServer, checking: OperatedLoop) -> None:
    """Its place is not."""
    server.flink.plan_refusal = _ERROR.format(
        "Statement 1, line 2, column 3: jdbc://user:geheim@host is away"
    )

    validation = checking.validate(SCRIPT)

    assert validation.error_details is not None
    assert "geheim" not in repr(validation)
    assert validation.error_details.line_number == "2"


def test_a_failure_of_flink_is_no_verdict(server: FlinkServer, checking: OperatedLoop) -> None:
    """It says nothing about the script, and the refusal tells what Flink said."""
    server.flink.plan_refusal = "java.lang.IllegalArgumentException: Could not parse value 'x'"

    with pytest.raises(OperationFailure) as error:
        checking.validate(SCRIPT)

    assert refusal(error).endswith("IllegalArgumentException: Could not parse value 'x'")


@pytest.mark.parametrize("text", ["{}", _ERROR])
def test_a_setting_that_flink_refuses_is_named(
    server: FlinkServer, checking: OperatedLoop, text: str
) -> None:
    """By Flink or by the runner; that is a result, without a place."""
    said = "java.lang.IllegalArgumentException: Could not parse value 'x' for key 'a.b'"
    server.flink.plan_refusal = text.format(said)

    validation = checking.validate(SCRIPT, flinkConfiguration={"a.b": "x", "c": "y"})

    error = validation.error_details
    assert error is not None
    assert validation.validation_result == "VALIDATION_RESULT_INVALID_FLINK_CONFIG"
    assert (error.invalidflink_conf, error.line_number) == (["a.b"], None)


def test_a_lost_runner_is_uploaded_again(server: FlinkServer, checking: OperatedLoop) -> None:
    """Unless the cluster loses it each time."""
    checking.validate(SCRIPT)
    server.flink.jars[:] = ["x_y.jar"]
    assert checking.validate(SCRIPT).success

    server.flink.intercept = lambda request, moment: server.flink.jars.clear()
    with pytest.raises(ErrorResponse, match="does not keep the jars"):
        checking.validate(SCRIPT)

    assert server.flink.requests.count("POST /jars/upload") == 5


def test_a_version_that_no_cluster_has_is_refused(checking: OperatedLoop) -> None:
    """With the version that there is."""
    with pytest.raises(OperationFailure) as error:
        checking.validate(SCRIPT, versionName="vvr-8.0.11-flink-1.17")

    assert checking.validate(SCRIPT, versionName="vvr-12-flink-2.3").success
    assert "which is Flink 2.3.0" in refusal(error)


def test_a_workspace_of_others_is_not_found(server: FlinkServer, checking: OperatedLoop) -> None:
    """Nothing is asked of the cluster for it."""
    checking.account = "thief"

    with pytest.raises(OperationFailure, match="does not exist"):
        checking.validate(SCRIPT)

    assert server.flink.plans == []
