"""Variables on a cluster: values go into the request that runs the jar, encrypted ones nowhere else."""

from itertools import pairwise
from typing import Any

from .conftest import FlinkServer
from .operated_loop import OperatedLoop

SECRET = "s3cr3t-value"
SCRIPT = "INSERT INTO sink SELECT '${password}', '${host}', '${secret_values.host}' FROM source"


def deploy(operated: OperatedLoop) -> tuple[str, str]:
    """Start a script and settings with variables; return the ids of deployment and job."""
    operated.create_variable("host", "db")
    operated.create_variable("password", SECRET, kind="Encrypted")
    created = operated.create(
        artifact={"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": SCRIPT}},
        flinkConf={
            "a": "jdbc://${secret_values.host}",
            "b": "${secret_values.password}!",
            "c": "${env}",
        },
    )
    deployment_id = created["deploymentId"]
    return deployment_id, operated.start(deployment_id)["jobId"]


def variables(request: dict[str, Any]) -> set[str]:
    """Return the variables among the arguments of a request."""
    arguments = request["programArgsList"]
    return {value for flag, value in pairwise(arguments) if flag == "--variable"}


def test_values_are_in_the_request_alone(server: FlinkServer, operated: OperatedLoop) -> None:
    """The runs, which exports have, hold the ciphertext."""
    _, job_id = deploy(operated)
    before = b"".join(operated.data.jobs.documents("owner"))
    operated.until_state(job_id, "RUNNING")
    [request] = server.flink.runs

    assert variables(request) == {
        *("host=db", "secret_values.host=db"),
        *(f"password={SECRET}", f"secret_values.password={SECRET}"),
    }
    settings = request["flinkConfiguration"]
    assert (settings["a"], settings["b"], settings["c"]) == ("jdbc://db", f"{SECRET}!", "${env}")
    for line in (before, b"".join(operated.data.jobs.documents("owner"))):
        assert SECRET.encode() not in line


def test_what_flink_says_of_a_secret_is_masked(server: FlinkServer, operated: OperatedLoop) -> None:
    """In the failure, the log of the start and the events."""
    server.flink.refusal = (400, f"Caused by: java.io.IOException: denied {SECRET}\n", False)
    deployment_id, job_id = deploy(operated)
    job = operated.until_state(job_id, "FAILED")

    assert job["status"]["failure"]["message"] == "denied ******"
    assert "denied ******" in operated.start_log(deployment_id)
    assert SECRET not in f"{job}{operated.start_log(deployment_id)}{operated.events()}"


def test_flinks_own_api_shows_no_secret(server: FlinkServer, operated: OperatedLoop) -> None:
    """A text of Flink that has it is masked."""
    _, job_id = deploy(operated)
    operated.until_state(job_id, "RUNNING")
    path = f"GET /jobs/{job_id.replace('-', '')}/config"
    server.flink.answers[path] = (200, {"user-config": {"x": f"pw={SECRET}"}, "n": 1})

    assert operated.read_flink(job_id, "/config") == {"user-config": {"x": "pw=******"}, "n": 1}


def test_a_check_has_plain_values_and_no_secret(
    server: FlinkServer, operated: OperatedLoop
) -> None:
    """Another text stands for an encrypted value."""
    operated.create()
    operated.create_variable("host", "db")
    operated.create_variable("password", SECRET, kind="Encrypted")
    operated.validate(SCRIPT)
    [plan] = server.flink.plans

    assert variables(plan) == {"password=******", "host=db", "secret_values.host=db"}
