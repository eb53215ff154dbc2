"""Reads of a real cluster for callers of the target: Flink's API, checks of SQL, logs of starts."""

import json
import uuid
from collections.abc import Iterator

import pytest

from flinkjobs import InvalidParameterError
from flinkjobs.models import SqlError, SqlValidation

from .cluster import open_cluster
from .operated_cluster import OperatedCluster, open_operated_cluster
from .releases import RELEASES
from .sql_scripts import STATEFUL_SCRIPT

_TABLES = (
    "CREATE TABLE a (b INT) WITH ('connector' = 'datagen');\n"
    "CREATE TABLE c (b INT) WITH ('connector' = 'blackhole');\n"
)
_INSERT = "INSERT INTO c SELECT b FROM a;"


@pytest.fixture(scope="module", params=RELEASES)
def operated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OperatedCluster]:
    """A target that runs jobs on a cluster of its own."""
    data = tmp_path_factory.mktemp("operated")
    with (
        open_cluster(RELEASES[request.param]) as cluster,
        open_operated_cluster(cluster, data) as operated,
    ):
        yield operated


def read_flink(operated: OperatedCluster, job_id: str, below: str = "") -> dict[str, object]:
    """Read a path of Flink's API below that of a job."""
    path = f"/jobs/{uuid.UUID(job_id).hex}{below}"
    text = operated.client.flink.get(resource_type="jobs", resource_id=job_id, flink_api_path=path)
    document: dict[str, object] = json.loads(text) if text[0] == "{" else {"list": json.loads(text)}
    return document


def test_every_path_about_a_job_is_read(operated: OperatedCluster) -> None:
    """As Flink has it; paths of vertices need the ids that the job shows."""
    deployment = operated.create("read")
    job_id = operated.run(deployment)
    operated.take_savepoint(deployment)

    job = read_flink(operated, job_id)
    assert isinstance(job["vertices"], list)
    vertex = f"/vertices/{job['vertices'][0]['id']}"
    found = {
        below: read_flink(operated, job_id, below)
        for below in (
            *("/accumulators", "/checkpoints", "/checkpoints/config", "/checkpoints/details/1"),
            *("/config", "/exceptions?maxExceptions=1", "/metrics?get=numRestarts", "/plan"),
            *("/status", vertex, f"{vertex}/accumulators", f"{vertex}/backpressure"),
            *(f"{vertex}/jm-operator-metrics", f"{vertex}/metrics", f"{vertex}/subtasktimes"),
            *(f"{vertex}/taskmanagers", f"{vertex}/watermarks", f"{vertex}/subtasks/0"),
            *(f"{vertex}/subtasks/accumulators", f"{vertex}/subtasks/metrics"),
            *(f"{vertex}/subtasks/0/metrics", f"{vertex}/subtasks/0/attempts/0"),
            f"{vertex}/subtasks/0/attempts/0/accumulators",
        )
    }
    operated.stop(job_id, "NONE")

    assert (job["jid"], job["state"]) == (uuid.UUID(job_id).hex, "RUNNING")
    assert found["/status"] == {"status": "RUNNING"}
    assert found["/metrics?get=numRestarts"] == {"list": [{"id": "numRestarts", "value": "0"}]}
    assert found["/config"]["jid"] == job["jid"]
    operated.delete(deployment)


def test_the_cluster_and_other_jobs_are_not_read(operated: OperatedCluster) -> None:
    """Nothing that is not about the job itself; what Flink refuses has its reason."""
    deployments = [operated.create(name) for name in ("own", "other")]
    own, other = map(operated.run, deployments)
    base = f"/jobs/{uuid.UUID(own).hex}"

    for path in (
        *("/jobs/overview", "/config", f"{base}/jobmanager/config"),
        *(f"/jobs/{uuid.UUID(other).hex}", f"{base}/../{uuid.UUID(other).hex}"),
    ):
        with pytest.raises(InvalidParameterError, match="may not be read"):
            operated.client.flink.get(resource_type="jobs", resource_id=own, flink_api_path=path)
    with pytest.raises(InvalidParameterError, match="Flink refuses GET"):
        read_flink(operated, own, f"/vertices/{'0' * 32}")
    for deployment, job_id in zip(deployments, (own, other), strict=True):
        operated.stop(job_id, "NONE")
        operated.delete(deployment)


@pytest.mark.parametrize(
    ("script", "result"),
    [
        (_TABLES + _INSERT, "INSERT_QUERY"),
        (_TABLES, "DDL_STATEMENT"),
        ("SET 'pipeline.name' = 'x';", "COMMAND_STATEMENT"),
    ],
)
def test_a_valid_script_has_its_kind(operated: OperatedCluster, script: str, result: str) -> None:
    """And starts no job."""
    with operated.cluster.client() as flink:
        before = len(flink.jobs.list().jobs or [])
        validation = operated.client.sql.validate(statement=script, batch_mode=False)
        after = len(flink.jobs.list().jobs or [])

    assert validation.success is True, validation
    assert validation.validation_result == f"VALIDATION_RESULT_VALID_{result}"
    assert before == after


@pytest.mark.parametrize(
    ("script", "kind", "place", "words"),
    [
        (f"{_TABLES}INSERT INTO c\n SELECT nope FROM a", "INVALID_QUERY", "4:9-4:12", "'nope'"),
        (f"{_TABLES}INSERT INTO c SELECT 'x", "INVALID_QUERY", "3:22-3:22", "has no end"),
        (f"{_TABLES}SELEC 1", "UNSUPPORTED_QUERY", "3:1-3:1", "SELEC cannot run here"),
        (f"{_TABLES}INSERT INTO c SELECT FROM a", "INVALID_QUERY", "3:22-3:22", "FROM"),
        ("-- nothing", "INVALID", "", "no statement"),
    ],
)
def test_an_error_has_line_and_column(
    operated: OperatedCluster, script: str, kind: str, place: str, words: str
) -> None:
    """Those of the script as it was written."""
    validation = operated.client.sql.validate(statement=script, batch_mode=False)

    assert validation.success is False
    assert validation.validation_result == f"VALIDATION_RESULT_{kind}"
    assert (_place(validation), words in str(validation.message)) == (place, True), validation


def _place(validation: SqlValidation) -> str:
    error = validation.error_details or SqlError()
    if error.line_number is None:
        return ""
    start = f"{error.line_number}:{error.column_number}"
    return f"{start}-{error.end_line_number}:{error.end_column_number}"


def test_a_bad_setting_is_named(operated: OperatedCluster) -> None:
    """It has no place in the script."""
    validation = operated.client.sql.validate(
        statement=_TABLES + _INSERT,
        batch_mode=False,
        flink_configuration={"parallelism.default": "many", "pipeline.name": "x"},
    )

    assert validation.success is False
    assert validation.validation_result == "VALIDATION_RESULT_INVALID_FLINK_CONFIG", validation
    assert validation.error_details is not None
    assert validation.error_details.invalidflink_conf == ["parallelism.default"]


def test_the_log_of_a_start(operated: OperatedCluster) -> None:
    """Of one that runs, and of one that the cluster refused, with all causes."""
    deployment = operated.create("logged", STATEFUL_SCRIPT)
    job_id = operated.run(deployment)
    log = operated.client.jobs.start_log(deployment="logged")
    operated.stop(job_id, "NONE")
    operated.client.deployments.update(
        deployment_id=deployment.deployment_id or "",
        body={"artifact": operated.artifact(["SELECT nothing FROM nowhere"])},
    )
    operated.client.jobs.wait(job_id=operated.start(deployment), until="FAILED", poll=0.2)
    refused = operated.client.jobs.start_log(deployment="logged")

    assert f"the cluster accepted job {uuid.UUID(job_id).hex}" in log
    assert "all tasks run" in log
    assert "the cluster refused the job:" in refused
    assert "ValidationException" in refused
    assert refused.splitlines()[-1].partition(" ")[2].startswith("FAILED: ")
    operated.delete(deployment)
