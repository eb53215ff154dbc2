"""Stops, savepoints and deletions: how a job ends, what fails, and what is kept."""

import uuid

import pytest

from flinkjobs.server import OperationFailure
from flinkjobs_target.engine.simulated.script import Phase, Script

from .conftest import DeployLoop, loaded_job, refusal


def test_a_stop_without_savepoint_cancels(loop: DeployLoop) -> None:
    """The job is CANCELLING, then CANCELLED; its last checkpoint is retained."""
    deployment_id, job_id = loop.running()
    loop.pass_time(2.6)
    stopping = loop.stop(job_id)
    loop.pass_time()

    assert stopping["status"]["currentJobStatus"] == "CANCELLING"
    assert loop.state(job_id) == "CANCELLED"
    assert [
        (savepoint["savepointOrigin"], savepoint["jobId"]) for savepoint in loop.savepoints()
    ] == [("RETAINED_CHECKPOINT", job_id)]
    assert loop.deployment(deployment_id)["jobSummary"]["cancelled"] == 1


@pytest.mark.parametrize(
    ("strategy", "drains"), [("STOP_WITH_SAVEPOINT", False), ("STOP_WITH_DRAIN", True)]
)
def test_a_stop_with_savepoint_finishes(loop: DeployLoop, strategy: str, drains: bool) -> None:
    """The savepoint of the stop is found by its job."""
    _, job_id = loop.running()
    loop.stop(job_id, strategy)
    loop.pass_time()
    savepoints = loop.savepoints(job_id=job_id)

    assert loop.state(job_id) == "FINISHED"
    assert [
        (
            savepoint["savepointOrigin"],
            savepoint["status"]["state"],
            savepoint["stopWithDrainEnabled"],
        )
        for savepoint in savepoints
    ] == [("STOP_WITH_SAVEPOINT", "COMPLETED", drains)]


def test_a_failed_savepoint_leaves_the_job_running(loop: DeployLoop) -> None:
    """The stop is given up, and can be asked for anew."""
    phases = (Phase(state="STARTING", seconds=0), Phase(state="RUNNING"))
    loop.engine.add(Script(phases=phases, savepoint_failure="disk full"))
    _, job_id = loop.running()
    loop.stop(job_id, "STOP_WITH_SAVEPOINT")
    loop.pass_time()
    after = loop.state(job_id)
    loop.stop(job_id)
    loop.pass_time()

    assert (after, loop.state(job_id)) == ("RUNNING", "CANCELLED")
    failed = loop.savepoints(job_id=job_id)[-1]["status"]
    assert (failed["state"], failed["failure"]["message"]) == ("FAILED", "disk full")


def test_savepoints_of_one_second_keep_their_order(loop: DeployLoop) -> None:
    """The latest savepoint is the one that was taken last, although times are served in seconds."""
    deployment_id, job_id = loop.running()
    taken = []
    for _ in range(6):
        taken.append(loop.take_savepoint(deployment_id)["savepointId"])
        loop.pass_time(0.1)
    loop.stop(job_id)
    loop.pass_time()

    listed = [savepoint["savepointId"] for savepoint in loop.savepoints()]
    started = loop.start(deployment_id, restoreStrategy={"kind": "LATEST_SAVEPOINT"})

    assert [id for id in listed if id in taken] == taken[::-1]
    assert started["restoreStrategy"]["savepointId"] == taken[-1]


def test_one_savepoint_or_stop_at_a_time(loop: DeployLoop) -> None:
    """A second savepoint, or a stop with one, waits its turn; a stop at once does not."""
    deployment_id, job_id = loop.running()
    savepoint_id = loop.take_savepoint(deployment_id)["savepointId"]
    with pytest.raises(OperationFailure) as second:
        loop.take_savepoint(deployment_id)
    with pytest.raises(OperationFailure) as stop:
        loop.stop(job_id, "STOP_WITH_SAVEPOINT")
    loop.stop(job_id)
    loop.pass_time()

    assert f"savepoint {savepoint_id} of job instance {job_id} is being taken" in refusal(second)
    assert f"savepoint {savepoint_id} of job instance {job_id} is being taken" in refusal(stop)
    assert loop.state(job_id) == "CANCELLED"
    assert loop.savepoint(savepoint_id)["status"]["state"] in ("COMPLETED", "FAILED")


def test_an_ended_job_stays_as_it_is(loop: DeployLoop) -> None:
    """Stopping it again succeeds; asking for a savepoint of it fails."""
    _, job_id = loop.running()
    loop.stop(job_id)
    loop.pass_time()
    again = loop.stop(job_id)

    with pytest.raises(OperationFailure) as error:
        loop.stop(job_id, "STOP_WITH_SAVEPOINT")
    assert again["status"]["currentJobStatus"] == "CANCELLED"
    assert refusal(error) == (
        f"990302: job instance {job_id} is CANCELLED, so no savepoint can be taken of it"
    )


def test_savepoints_need_a_running_stream(loop: DeployLoop) -> None:
    """Of a starting job, a batch, and a deployment without job none can be taken."""
    stream = loop.create("stream")["deploymentId"]
    batch = loop.create("batch", executionMode="BATCH")["deploymentId"]
    with pytest.raises(OperationFailure) as idle:
        loop.take_savepoint(stream)
    job_id = loop.start(stream)["jobId"]
    loop.start(batch)
    with pytest.raises(OperationFailure) as starting:
        loop.take_savepoint(stream)
    with pytest.raises(OperationFailure) as stopping:
        loop.stop(job_id, "STOP_WITH_SAVEPOINT")
    loop.pass_time()

    with pytest.raises(OperationFailure) as of_batch:
        loop.take_savepoint(batch)
    assert "has no running job instance; start it first" in refusal(idle)
    assert "is STARTING, so no savepoint can be taken of it" in refusal(starting)
    assert "is STARTING, so no savepoint can be taken of it" in refusal(stopping)
    assert "is a batch, of which no savepoint can be taken" in refusal(of_batch)


def test_what_may_be_deleted(loop: DeployLoop) -> None:
    """Active jobs, their deployments, checkpoints and unfinished savepoints are kept."""
    deployment_id, job_id = loop.running()
    with pytest.raises(OperationFailure) as active:
        loop.delete_job(job_id)
    with pytest.raises(OperationFailure) as deployment:
        loop.delete(deployment_id)
    savepoint_id = loop.take_savepoint(deployment_id)["savepointId"]
    with pytest.raises(OperationFailure) as unfinished:
        loop.delete_savepoint(savepoint_id)
    loop.pass_time(3)
    loop.stop(job_id)
    loop.pass_time()
    [checkpoint] = [
        savepoint["savepointId"]
        for savepoint in loop.savepoints()
        if savepoint["savepointOrigin"] == "RETAINED_CHECKPOINT"
    ]

    with pytest.raises(OperationFailure) as of_system:
        loop.delete_savepoint(checkpoint)
    assert refusal(active) == f"990302: job instance {job_id} is RUNNING; stop it first"
    assert f"has job instance {job_id}, which is RUNNING; stop it first" in refusal(deployment)
    assert "is being taken; wait until it is complete" in refusal(unfinished)
    assert "is a checkpoint of the system" in refusal(of_system)


def test_a_savepoint_is_kept_while_a_job_starts_from_it(loop: DeployLoop) -> None:
    """Also a job of another deployment; afterwards it can be deleted."""
    deployment_id, job_id = loop.running()
    savepoint_id = loop.take_savepoint(deployment_id)["savepointId"]
    loop.pass_time()
    loop.stop(job_id)
    loop.pass_time()
    copy_id = loop.create("copy")["deploymentId"]
    restore = {"kind": "FROM_SAVEPOINT", "savepointId": savepoint_id}
    copied = loop.start(copy_id, restoreStrategy=restore)["jobId"]
    latest = loop.start(deployment_id, restoreStrategy={"kind": "LATEST_SAVEPOINT"})["jobId"]

    with pytest.raises(OperationFailure) as error:
        loop.delete_savepoint(savepoint_id)
    loop.stop(copied)
    with pytest.raises(OperationFailure) as other_error:
        loop.delete_savepoint(savepoint_id)
    loop.pass_time()
    loop.delete_savepoint(savepoint_id)

    assert "is STARTING from savepoint" in refusal(error)
    assert f"990302: job instance {latest} is STARTING from savepoint" in refusal(other_error)
    assert savepoint_id not in [savepoint["savepointId"] for savepoint in loop.savepoints()]


def test_a_deleted_deployment_takes_its_jobs_along(loop: DeployLoop) -> None:
    """Its savepoints stay, and can be deleted by themselves."""
    deployment_id, job_id = loop.running()
    savepoint_id = loop.take_savepoint(deployment_id)["savepointId"]
    loop.pass_time()
    loop.stop(job_id)
    loop.pass_time()
    loop.create("other")
    loop.delete(deployment_id)
    with pytest.raises(OperationFailure) as jobs:
        loop.jobs(deployment_id)
    with pytest.raises(OperationFailure) as job:
        loop.job(job_id)
    kept = loop.savepoint(savepoint_id)["savepointId"]
    loop.delete_savepoint(savepoint_id)
    loop.pass_time()

    with pytest.raises(OperationFailure) as savepoint:
        loop.savepoint(savepoint_id)
    assert refusal(jobs) == f'990301: deployment "{deployment_id}" does not exist'
    assert refusal(job) == f'990301: job "{job_id}" does not exist'
    assert (kept, refusal(savepoint)) == (
        savepoint_id,
        f'990301: savepoint "{savepoint_id}" does not exist',
    )


def test_a_job_that_was_loaded_cannot_be_stopped(loop: DeployLoop) -> None:
    """It was not started here, so nobody here can reach it."""
    job_id = str(uuid.uuid4())
    loop.data.jobs.put("owner", [loaded_job("d", job_id, "RUNNING")])

    with pytest.raises(OperationFailure) as error:
        loop.stop(job_id)
    assert "was not started here, so it cannot be changed here" in refusal(error)
