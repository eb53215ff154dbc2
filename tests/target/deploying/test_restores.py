"""Restores: from which savepoint or checkpoint a job starts, and which state it cannot take."""

import asyncio

import pytest

from flinkjobs.server import OperationFailure
from flinkjobs_target.engine.simulated.counters import read_counters

from .conftest import DeployLoop, refusal


def counted(loop: DeployLoop, deployment_id: str) -> int:
    """Return the counter that is the state of the active job of a deployment."""
    now = loop.reconciler.now()
    counters = asyncio.run(loop.data.deploying.read(lambda tables: read_counters(tables, now)))
    return counters[loop.jobs(deployment_id)[0]["jobId"]]


def test_a_restore_yields_the_counter_of_its_savepoint(loop: DeployLoop) -> None:
    """The state of a simulated job is a counter, and continues where the savepoint was taken."""
    deployment_id, job_id = loop.running()
    loop.pass_time(4)
    before = counted(loop, deployment_id)
    loop.stop(job_id, "STOP_WITH_SAVEPOINT")
    loop.pass_time()
    loop.start(deployment_id, restoreStrategy={"kind": "LATEST_SAVEPOINT"})
    restored = counted(loop, deployment_id)

    assert before == 4700
    assert restored == before + 100


def test_latest_state_is_the_newer_of_savepoint_and_checkpoint(loop: DeployLoop) -> None:
    """LATEST_SAVEPOINT does not take the checkpoint, which is newer."""
    deployment_id, job_id = loop.running()
    taken = loop.take_savepoint(deployment_id)["savepointId"]
    loop.pass_time(5)
    loop.stop(job_id)
    loop.pass_time()
    by_state = loop.start(deployment_id, restoreStrategy={"kind": "LATEST_STATE"})
    loop.stop(by_state["jobId"])
    loop.pass_time()
    by_savepoint = loop.start(deployment_id, restoreStrategy={"kind": "LATEST_SAVEPOINT"})

    checkpoint = loop.savepoint(by_state["restoreStrategy"]["savepointId"])
    assert checkpoint["savepointOrigin"] == "RETAINED_CHECKPOINT"
    assert by_savepoint["restoreStrategy"]["savepointId"] == taken


@pytest.mark.parametrize(("allows", "state"), [(False, "FAILED"), (True, "RUNNING")])
def test_state_of_an_operator_that_is_gone(loop: DeployLoop, allows: bool, state: str) -> None:
    """It fails the job, unless it may be dropped."""
    deployment_id, job_id = loop.running()
    loop.stop(job_id, "STOP_WITH_SAVEPOINT")
    loop.pass_time()
    changed = {"sqlArtifact": {"sqlScript": "INSERT INTO other SELECT * FROM source"}}
    loop.update(deployment_id, artifact=changed)
    restore = {"kind": "LATEST_STATE", "allowNonRestoredState": allows}
    job_id = loop.start(deployment_id, restoreStrategy=restore)["jobId"]
    loop.pass_time()

    assert loop.state(job_id) == state
    failure = loop.job(job_id)["status"].get("failure", {})
    assert ("Cannot map the state of operator sink" in failure.get("message", "")) is not allows


def test_state_with_other_key_groups_fails_the_job(loop: DeployLoop) -> None:
    """As on Flink, max parallelism must stay."""
    deployment_id, job_id = loop.running()
    loop.stop(job_id, "STOP_WITH_SAVEPOINT")
    loop.pass_time()
    loop.update(deployment_id, flinkConf={"pipeline.max-parallelism": "64"})
    restore = {"kind": "LATEST_STATE", "allowNonRestoredState": True}
    job_id = loop.start(deployment_id, restoreStrategy=restore)["jobId"]
    loop.pass_time()

    assert loop.job(job_id)["status"]["failure"]["reason"] == "StateMigrationException"


def test_a_savepoint_of_another_deployment(loop: DeployLoop) -> None:
    """FROM_SAVEPOINT takes any complete savepoint of the namespace."""
    deployment_id, _ = loop.running()
    savepoint_id = loop.take_savepoint(deployment_id)["savepointId"]
    other_id = loop.create("copy")["deploymentId"]
    restore = {"kind": "FROM_SAVEPOINT", "savepointId": savepoint_id}
    with pytest.raises(OperationFailure) as early:
        loop.start(other_id, restoreStrategy=restore)
    loop.pass_time()
    job = loop.start(other_id, restoreStrategy=restore)
    loop.pass_time()

    assert refusal(early) == (
        f"990302: savepoint {savepoint_id} is STARTED; start from one that is COMPLETED"
    )
    assert loop.state(job["jobId"]) == "RUNNING"
