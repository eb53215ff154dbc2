"""People's mistakes are refused with what is wrong, where, and what is allowed."""

from typing import Any

import pytest

from .conftest import BODY, SQL, WireClient, create, names, problem, start

KINDS = '"NONE", "LATEST_SAVEPOINT", "FROM_SAVEPOINT", "LATEST_STATE"'


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"name": 5}, "$.name must be a string, not 5"),
        ({"artifact": "INSERT"}, '$.artifact must be an object, not "INSERT"'),
        (
            {"artifact": {**SQL, "sqlArtifact": {"sqlScript": "x", "additionalDependencies": [5]}}},
            "$.artifact.sqlArtifact.additionalDependencies[0] must be a string, not 5",
        ),
        (
            {"streamingResourceSetting": {"basicResourceSetting": {"parallelism": "4"}}},
            "$.streamingResourceSetting.basicResourceSetting.parallelism must be an integer, "
            'not "4"',
        ),
        ({"flinkConf": []}, "$.flinkConf must be an object, not []"),
        ({"localVariables": {"a": "b"}}, '$.localVariables must be a list, not {"a":"b"}'),
        (
            {"deploymentTarget": "default-queue"},
            '$.deploymentTarget must be an object, not "default-queue"',
        ),
    ],
)
def test_a_wrong_type_is_refused_with_its_path(
    wire: WireClient, properties: dict[str, Any], message: str
) -> None:
    """And what must be there."""
    response = (
        create(wire, "a", **properties) if "name" not in properties else create(wire, **properties)
    )

    assert problem(response) == (400, "InvalidBody", BODY + message)
    assert problem(wire.send("ListDeployments", "GET", "/deployments"))[1] == "990301"


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"name": None}, "$.name is missing or empty; send the name of the deployment"),
        (
            {"executionMode": "streaming"},
            '$.executionMode must be one of STREAMING, BATCH, not "streaming"',
        ),
        (
            {"artifact": {"kind": "SQL"}},
            '$.artifact.kind must be one of SQLSCRIPT, JAR, PYTHON, CDCYAML, not "SQL"',
        ),
        (
            {"artifact": {"kind": "SQLSCRIPT", "sqlScript": "INSERT"}},
            "$.artifact.sqlArtifact.sqlScript is missing or empty; kind SQLSCRIPT needs it",
        ),
        (
            {"localVariables": [{"name": "a"}, {"value": "x"}]},
            "$.localVariables[1].name is missing or empty; name each variable once",
        ),
    ],
)
def test_a_mistake_in_a_deployment_is_named(
    wire: WireClient, deployment_id: str, properties: dict[str, Any], message: str
) -> None:
    """With the allowed values."""
    response = create(wire, **{"name": "new", **properties})

    assert problem(response) == (200, "990303", message)
    assert names(wire) == ["orders"]


@pytest.mark.parametrize(
    "artifact", [{"sqlScript": "new"}, {"kind": "SQLSCRIPT", "sqlScript": "new"}]
)
def test_a_change_of_the_program_is_never_lost(
    wire: WireClient, deployment_id: str, artifact: dict[str, Any]
) -> None:
    """A script that is not where the contract has it is refused, with the place where it belongs."""
    path = f"/deployments/{deployment_id}"
    response = wire.send("UpdateDeployment", "PUT", path, {"artifact": artifact})

    assert problem(response) == (
        200,
        "990303",
        "$.artifact has no program; kind SQLSCRIPT has it at sqlArtifact.sqlScript",
    )
    assert wire.send("GetDeployment", "GET", path).body["data"]["artifact"] == SQL


@pytest.mark.parametrize(
    ("properties", "code", "message"),
    [
        *(
            (
                {"restoreStrategy": {"kind": kind}},
                "InvalidBody",
                f'{BODY}$.restoreStrategy.kind must be one of {KINDS}, not "{kind}"',
            )
            for kind in ("LATEST", "SAVEPOINT", "LATEST_CHECKPOINT", "none")
        ),
        (
            {"restoreStrategy": {"kind": None}},
            "InvalidBody",
            f"{BODY}$.restoreStrategy.kind is missing; it must be one of {KINDS}",
        ),
        (
            {"restoreStrategy": "LATEST_STATE"},
            "InvalidBody",
            f'{BODY}$.restoreStrategy must be an object, not "LATEST_STATE"',
        ),
        (
            {"restoreStrategy": {"kind": "NONE", "jobStartTimeInMs": "1660293803155"}},
            "InvalidBody",
            f'{BODY}$.restoreStrategy.jobStartTimeInMs must be an integer, not "1660293803155"',
        ),
        ({"deploymentId": None}, "MissingDeploymentId", f"{BODY}$.deploymentId is missing"),
        (
            {"localVariables": [{}]},
            "990303",
            "$.localVariables[0].name is missing or empty; name each variable once",
        ),
    ],
)
def test_a_mistake_in_a_start_is_named(
    wire: WireClient, deployment_id: str, properties: dict[str, Any], code: str, message: str
) -> None:
    """Nothing is started."""
    response = start(wire, **{"deployment_id": deployment_id, **properties})
    if "deploymentId" in properties:
        response = wire.send("StartJobWithParams", "POST", "/jobs:start", properties)
    jobs = wire.send("ListJobs", "GET", "/jobs", query=f"deploymentId={deployment_id}")

    assert problem(response)[1:] == (code, message)
    assert jobs.body["totalSize"] == 0


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        (None, "MissingBody", "body is missing; it must be application/json with stopStrategy"),
        (
            {"kind": "NONE"},
            "MissingStopStrategy",
            f"{BODY}$.stopStrategy is missing; it must be one of "
            '"NONE", "STOP_WITH_SAVEPOINT", "STOP_WITH_DRAIN"',
        ),
        (
            {"stopStrategy": "CANCEL"},
            "InvalidBody",
            f"{BODY}$.stopStrategy must be one of "
            '"NONE", "STOP_WITH_SAVEPOINT", "STOP_WITH_DRAIN", not "CANCEL"',
        ),
    ],
)
def test_a_mistake_in_a_stop_is_named(
    wire: WireClient, deployment_id: str, body: Any, code: str, message: str
) -> None:
    """The job instance stays as it is."""
    job = start(wire, deployment_id).body["data"]

    response = wire.send("StopJob", "POST", f"/jobs/{job['jobId']}:stop", body)
    assert problem(response) == (400, code, message)
    assert wire.send("GetJob", "GET", f"/jobs/{job['jobId']}").body["data"] == job
