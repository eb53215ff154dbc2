"""The target runs jobs on a real cluster, as callers ask for through the generated client."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from flinkjobs import InvalidParameterError, WaitFailedError
from flinkjobs.models.jobs import Job
from flinkrest import Client, NotFoundError

from .cluster import wait_until
from .observed_cluster import ObservedCluster
from .operated_cluster import OperatedCluster, open_operated_cluster
from .sql_scripts import (
    BOUNDED_SCRIPT,
    COUNTING_SCRIPT,
    FAILING_SCRIPT,
    PAGE_SCRIPT,
    STATEFUL_SCRIPT,
)

_NO_RESTART = {"restart-strategy.type": "disable"}


@pytest.fixture(scope="module")
def operated(
    observed: ObservedCluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OperatedCluster]:
    """A target that runs jobs on the observed cluster."""
    data = tmp_path_factory.mktemp("operated")
    with open_operated_cluster(observed.workload.cluster, data) as operated:
        yield operated


def failure_of(operated: OperatedCluster, job_id: str) -> tuple[str, str]:
    """Wait until a job has failed; return reason and message."""
    with pytest.raises(WaitFailedError):
        operated.await_state(job_id, "RUNNING")
    job: Job = operated.client.jobs.get(job_id=job_id)
    assert job.status is not None
    assert job.status.failure is not None
    return str(job.status.failure.reason), str(job.status.failure.message)


def flink_state(operated: OperatedCluster, job_id: str) -> str | None:
    """Return the state of a job in Flink; None when Flink does not know it."""
    with operated.cluster.client() as client:
        try:
            return client.jobs.get(job_id=uuid.UUID(job_id).hex).state
        except NotFoundError:
            return None


def checkpoints_of(flink: Client, job_id: str) -> int:
    """Return how many checkpoints of a job are complete."""
    counts = flink.jobs.get_checkpoints(job_id=uuid.UUID(job_id).hex).counts
    return (counts.completed if counts else None) or 0


def test_a_release_keeps_the_state(operated: OperatedCluster) -> None:
    """Start, savepoint, stop with savepoint, update, start from it, stop, delete."""
    client, orders = operated.client, operated.create("orders")
    first = operated.run(orders)

    savepoint = operated.take_savepoint(orders)
    operated.stop(first, "STOP_WITH_SAVEPOINT")
    client.deployments.update(
        deployment_id=orders.deployment_id or "",
        body={"artifact": operated.artifact(STATEFUL_SCRIPT)},
    )
    second = operated.run(orders, kind="LATEST_SAVEPOINT")
    restored = client.jobs.get(job_id=second).restore_strategy
    with operated.cluster.client() as flink:
        latest = flink.jobs.get_checkpoints(job_id=uuid.UUID(second).hex).latest
    operated.stop(second, "NONE")

    savepoints = list(client.savepoints.list(deployment_id=orders.deployment_id))
    of_stop = next(s for s in savepoints if s.savepoint_origin == "STOP_WITH_SAVEPOINT")
    assert restored is not None
    assert restored.savepoint_id == of_stop.savepoint_id
    assert latest is not None
    assert latest.restored is not None
    assert latest.restored.external_path == of_stop.savepoint_location
    assert (flink_state(operated, first), flink_state(operated, second)) == ("FINISHED", "CANCELED")
    client.savepoints.delete(savepoint_id=savepoint.savepoint_id or "")
    files = Path(unquote(urlsplit(savepoint.savepoint_location or "").path))
    wait_until(lambda: not files.exists())
    operated.delete(orders)


def test_a_job_is_known_by_its_id_and_settings(operated: OperatedCluster) -> None:
    """The job has the id, name and cluster that the target tells, and its retained checkpoint is listed."""
    folder = (operated.cluster.folder / "kept").as_uri()
    named = operated.create("named-by-us", settings={"execution.checkpointing.dir": folder})
    job_id = operated.run(named)

    job = operated.client.jobs.get(job_id=job_id)
    with operated.cluster.client() as flink:
        wait_until(lambda: checkpoints_of(flink, job_id) > 0)
        name = flink.jobs.get(job_id=uuid.UUID(job_id).hex).name
    operated.stop(job_id, "NONE")

    assert (name, job.session_cluster_name) == ("named-by-us", "session")
    kept = list(operated.client.savepoints.list(deployment_id=named.deployment_id))
    assert [s.savepoint_origin for s in kept] == ["RETAINED_CHECKPOINT"]
    again = operated.run(named, kind="LATEST_STATE")
    operated.stop(again, "NONE")
    operated.delete(named)


def test_a_batch_job_finishes(operated: OperatedCluster) -> None:
    """A batch deployment runs to its end."""
    batch = operated.create("batch", BOUNDED_SCRIPT, mode="BATCH")

    job = operated.await_state(operated.start(batch), "FINISHED")

    assert job.end_time is not None
    operated.delete(batch)


def test_a_drained_job_finishes(operated: OperatedCluster) -> None:
    """A stop with drain ends with a savepoint."""
    drained = operated.create("drained")

    operated.stop(operated.run(drained), "STOP_WITH_DRAIN")

    (savepoint,) = operated.client.savepoints.list(deployment_id=drained.deployment_id)
    assert savepoint.status is not None
    assert (savepoint.status.state, savepoint.stop_with_drain_enabled) == ("COMPLETED", True)
    operated.delete(drained)


def test_a_failing_job_has_the_root_cause(operated: OperatedCluster) -> None:
    """The reason is that of Flink, in one line."""
    failing = operated.create("failing", FAILING_SCRIPT, settings=_NO_RESTART)
    job_id = operated.start(failing)

    job = operated.client.jobs.wait(job_id=job_id, until="FAILED", timeout=60, poll=0.2)

    assert job.status is not None
    assert job.status.failure is not None
    assert str(job.status.failure.reason).endswith("NumberFormatException")
    operated.delete(failing)


def test_refused_programs_fail_with_flinks_reason(operated: OperatedCluster) -> None:
    """Wrong SQL and an unknown class start nothing, and the failure says why."""
    wrong = operated.create("wrong", ["SELECT nothing FROM nowhere"])
    absent = operated.create("absent")
    part = {**operated.artifact(STATEFUL_SCRIPT)["jarArtifact"], "entryClass": "org.example.Absent"}
    operated.client.deployments.update(
        deployment_id=absent.deployment_id or "",
        body={"artifact": {"kind": "JAR", "jarArtifact": part}},
    )

    failures = [failure_of(operated, operated.start(deployment)) for deployment in (wrong, absent)]

    assert "nowhere" in failures[0][1]
    assert "org.example.Absent" in failures[1][1]
    operated.delete(wrong)
    operated.delete(absent)


def test_a_refused_start_leaves_no_job_running(operated: OperatedCluster) -> None:
    """The first of two INSERTs would run on without the second; it is cancelled."""
    twice = operated.create("twice", [*PAGE_SCRIPT, PAGE_SCRIPT[-1]])
    job_id = operated.start(twice)

    _, message = failure_of(operated, job_id)

    assert "more than" in message
    assert flink_state(operated, job_id) in ("CANCELED", None)
    operated.delete(twice)


def test_state_that_does_not_fit_fails(operated: OperatedCluster) -> None:
    """A start from state of another program fails, and succeeds when that state may be dropped."""
    changing = operated.create("changing", COUNTING_SCRIPT)
    operated.stop(operated.run(changing), "STOP_WITH_SAVEPOINT")
    operated.client.deployments.update(
        deployment_id=changing.deployment_id or "",
        body={"artifact": operated.artifact(STATEFUL_SCRIPT)},
    )

    failed = operated.start(changing, kind="LATEST_SAVEPOINT")
    _, message = failure_of(operated, failed)
    running = operated.run(changing, kind="LATEST_SAVEPOINT", allowNonRestoredState=True)

    assert "Cannot map checkpoint/savepoint state" in message
    assert flink_state(operated, failed) == "FAILED"
    operated.stop(running, "NONE")
    operated.delete(changing)


def test_a_job_without_slots_is_starting_until_it_is_stopped(operated: OperatedCluster) -> None:
    """Flink says RUNNING of a job that waits for slots; the target says STARTING."""
    setting = {"basicResourceSetting": {"parallelism": 20}}
    wide = operated.create("too-wide", streamingResourceSetting=setting)
    job_id = operated.start(wide)

    wait_until(lambda: flink_state(operated, job_id) == "RUNNING")
    job = operated.client.jobs.get(job_id=job_id)
    operated.stop(job_id, "NONE")

    assert job.state == "STARTING"
    operated.delete(wide)


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"engineVersion": "vvr-8.0.11-flink-1.17"}, "engineVersion vvr-8.0.11-flink-1.17"),
        ({"deploymentTarget": {"mode": "SESSION", "name": "other"}}, 'deployment target "other"'),
        ({"artifact": {"kind": "PYTHON", "pythonArtifact": {"pythonArtifactUri": "x"}}}, "PyFlink"),
        ({"artifact": {"kind": "JAR", "jarArtifact": {"jarUri": "file:///etc/passwd"}}}, "sources"),
        ({"artifact": {"kind": "JAR", "jarArtifact": {"jarUri": "https://h/a.jar"}}}, "sources"),
    ],
)
def test_starts_that_cannot_succeed_are_refused(
    operated: OperatedCluster, properties: dict[str, Any], reason: str
) -> None:
    """Nothing is stored, and the answer says what to change."""
    refused = operated.create("refused", **properties)

    with pytest.raises(InvalidParameterError, match=reason):
        operated.start(refused)

    assert list(operated.client.jobs.list(deployment_id=refused.deployment_id or "")) == []
    operated.delete(refused)


def test_a_jar_that_is_not_there_fails(operated: OperatedCluster) -> None:
    """The start is accepted, and the job fails with the name of the file."""
    part = {"jarUri": operated.jar.with_name("absent.jar").as_uri()}
    missing = operated.create("missing", artifact={"kind": "JAR", "jarArtifact": part})

    reason, message = failure_of(operated, operated.start(missing))

    assert reason == "JarNotAvailable"
    assert "absent.jar" in message
    operated.delete(missing)


def test_a_script_runs_with_its_variables(operated: OperatedCluster) -> None:
    """A script of several INSERTs is one job; its SET and its variables are applied."""
    statements = ["SET 'pipeline.name' = 'by-the-script'", *STATEFUL_SCRIPT, *COUNTING_SCRIPT[1:]]
    script = ";\n".join(statements).replace("'datagen'", "'${connector}'")
    artifact = {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": script}}
    variables = [{"name": "connector", "value": "datagen"}]
    sql = operated.create("sql", artifact=artifact, localVariables=variables)
    first = operated.run(sql)

    with operated.cluster.client() as flink:
        job = flink.jobs.get(job_id=uuid.UUID(first).hex)
    operated.stop(first, "STOP_WITH_SAVEPOINT")
    second = operated.run(sql, kind="LATEST_SAVEPOINT")
    operated.stop(second, "NONE")

    names = " ".join(vertex.name or "" for vertex in job.vertices or [])
    assert (job.name, names.count("Writer")) == ("by-the-script", 2)
    operated.delete(sql)


def test_a_script_with_an_error_fails_with_its_position(operated: OperatedCluster) -> None:
    """The failure names the line of the script."""
    artifact = {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": "\nINSERT INTO nowhere SELECT 1"}}
    wrong = operated.create("wrong-sql", artifact=artifact)

    reason, message = failure_of(operated, operated.start(wrong))

    assert "nowhere" in message, reason
    operated.delete(wrong)
