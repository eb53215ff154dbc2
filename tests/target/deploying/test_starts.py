"""Starts: one active job of a streaming deployment, state that exists, and repeated requests."""

import uuid
from typing import Any

import pytest

from flinkjobs.server import OperationFailure

from .conftest import DeployLoop, refusal


def test_a_job_is_a_copy_of_its_deployment(loop: DeployLoop) -> None:
    """A later change of the deployment does not touch the job."""
    deployment = loop.create(flinkConf={"a": "1"}, labels={"team": "x"})
    job = loop.start(deployment["deploymentId"])
    loop.update(deployment["deploymentId"], flinkConf={"a": "2"})

    assert loop.job(job["jobId"])["flinkConf"] == {"a": "1"}
    assert (job["deploymentName"], job["executionMode"]) == ("orders", "STREAMING")
    assert job["status"] == {"currentJobStatus": "STARTING"}


def test_a_job_starts_and_runs(loop: DeployLoop) -> None:
    """It is STARTING, then RUNNING with the time of its start."""
    job_id = loop.start(loop.create()["deploymentId"])["jobId"]
    before = loop.state(job_id)
    loop.pass_time()

    assert (before, loop.state(job_id)) == ("STARTING", "RUNNING")
    assert loop.job(job_id)["startTime"] == int(loop.job(job_id)["createdAt"])


def test_a_streaming_deployment_has_one_active_job(loop: DeployLoop) -> None:
    """A second start is refused, and names the first job."""
    deployment_id, job_id = loop.running()

    with pytest.raises(OperationFailure) as error:
        loop.start(deployment_id)
    assert refusal(error) == (
        f"990302: deployment {deployment_id} has job instance {job_id}, which is RUNNING, and a "
        "streaming deployment has one at most; stop it first"
    )


def test_a_batch_deployment_may_have_several(loop: DeployLoop) -> None:
    """Each of them finishes by itself."""
    deployment_id = loop.create(executionMode="BATCH")["deploymentId"]
    job_ids = {loop.start(deployment_id)["jobId"] for _ in range(3)}
    loop.pass_time()
    running = {loop.state(job_id) for job_id in job_ids}
    loop.pass_time(6)

    assert (len(job_ids), running) == (3, {"RUNNING"})
    assert {loop.state(job_id) for job_id in job_ids} == {"FINISHED"}


def test_a_repeated_start_is_the_same_start(loop: DeployLoop) -> None:
    """The same job id and parameters give the job that exists, in its present state."""
    deployment_id, job_id = loop.create()["deploymentId"], str(uuid.uuid4())
    loop.start(deployment_id, jobId=job_id)
    loop.pass_time()
    repeated = loop.start(deployment_id, jobId=job_id, localVariables=[])

    assert (repeated["jobId"], repeated["status"]["currentJobStatus"]) == (job_id, "RUNNING")
    assert len(loop.jobs(deployment_id)) == 1


def test_a_job_id_names_one_start(loop: DeployLoop) -> None:
    """With other parameters, in another deployment, or after a deletion the id is refused."""
    deployment_id, job_id = loop.running()
    other_id = loop.create("payments")["deploymentId"]
    with pytest.raises(OperationFailure) as otherwise:
        loop.start(deployment_id, jobId=job_id, restoreStrategy={"kind": "NONE"})
    with pytest.raises(OperationFailure) as elsewhere:
        loop.start(other_id, jobId=job_id)
    loop.stop(job_id)
    loop.pass_time()
    loop.delete_job(job_id)

    with pytest.raises(OperationFailure) as deleted:
        loop.start(deployment_id, jobId=job_id)
    assert "was started otherwise; choose another jobId" in refusal(otherwise)
    assert "was started otherwise; choose another jobId" in refusal(elsewhere)
    assert refusal(deleted) == f"990302: job instance {job_id} was deleted; choose another jobId"


@pytest.mark.parametrize("kind", ["LATEST_SAVEPOINT", "LATEST_STATE"])
def test_missing_state_is_never_silently_none(loop: DeployLoop, kind: str) -> None:
    """A start from the latest state is refused when there is none."""
    deployment_id = loop.create()["deploymentId"]

    with pytest.raises(OperationFailure) as error:
        loop.start(deployment_id, restoreStrategy={"kind": kind})
    assert "has no complete savepoint" in refusal(error)
    assert loop.jobs(deployment_id) == []


@pytest.mark.parametrize(
    ("restore", "problem"),
    [
        (
            {"kind": "FROM_SAVEPOINT"},
            "990303: $.restoreStrategy.savepointId is missing or empty; kind FROM_SAVEPOINT needs it",
        ),
        (
            {"kind": "LATEST_STATE", "savepointId": "s"},
            "990303: $.restoreStrategy.savepointId contradicts kind LATEST_STATE; "
            "only FROM_SAVEPOINT has it",
        ),
        (
            {"kind": "LATEST_STATE", "jobStartTimeInMs": 1660293803155},
            "990303: $.restoreStrategy.jobStartTimeInMs contradicts kind LATEST_STATE; "
            "only NONE has it",
        ),
        (
            {"kind": "FROM_SAVEPOINT", "savepointId": "s"},
            '990301: savepoint "s" does not exist',
        ),
    ],
)
def test_contradictory_restore_requests(
    loop: DeployLoop, restore: dict[str, Any], problem: str
) -> None:
    """Each is refused by path before anything is stored."""
    deployment_id = loop.create()["deploymentId"]

    with pytest.raises(OperationFailure) as error:
        loop.start(deployment_id, restoreStrategy=restore)
    assert refusal(error) == problem
    assert loop.jobs(deployment_id) == []


def test_a_batch_has_no_state_to_start_from(loop: DeployLoop) -> None:
    """Start options hold for streaming deployments only."""
    deployment_id = loop.create(executionMode="BATCH")["deploymentId"]

    with pytest.raises(OperationFailure) as error:
        loop.start(deployment_id, restoreStrategy={"kind": "LATEST_STATE"})
    assert refusal(error) == (
        "990303: $.restoreStrategy.kind must be NONE: the deployment is a batch, which has no state"
    )


@pytest.mark.parametrize(("account", "namespace"), [("owner", "n2"), ("thief", "n")])
def test_a_job_id_of_elsewhere_is_taken(loop: DeployLoop, account: str, namespace: str) -> None:
    """An engine would take the job that it names for the caller's own."""
    _, job_id = loop.running()
    loop.account = account
    loop.place = {"workspace": f"w-{account}", "namespace": namespace}
    deployment_id = loop.create()["deploymentId"]

    with pytest.raises(OperationFailure) as error:
        loop.start(deployment_id, jobId=job_id)

    assert refusal(error) == f"990302: jobId {job_id} is taken; choose another jobId"
    assert loop.jobs(deployment_id) == []


def test_a_job_id_is_a_uuid(loop: DeployLoop) -> None:
    """Any other id is refused, since an engine would not take it."""
    deployment_id = loop.create()["deploymentId"]

    with pytest.raises(OperationFailure) as error:
        loop.start(deployment_id, jobId="first")
    assert refusal(error).startswith("990303: $.jobId must be a UUID, such as ")


def test_unknown_deployment(loop: DeployLoop) -> None:
    """The outermost id that does not exist is named."""
    loop.create()

    with pytest.raises(OperationFailure) as error:
        loop.start("other")
    assert refusal(error) == '990301: deployment "other" does not exist'


def test_another_account_sees_nothing(loop: DeployLoop) -> None:
    """A workspace belongs to one account."""
    deployment_id, _ = loop.running()
    loop.account = "stranger"

    with pytest.raises(OperationFailure) as error:
        loop.start(deployment_id)
    assert refusal(error) == '990301: workspace "w" does not exist'


def test_jobs_of_one_second_are_listed_newest_first(loop: DeployLoop) -> None:
    """The id of a job grows with time, so that the first of a listing is the latest."""
    deployment_id, first = loop.running(executionMode="BATCH")
    started = [first]
    for _ in range(4):
        loop.pass_time(0.01)
        started.append(loop.start(deployment_id)["jobId"])
    jobs = loop.jobs(deployment_id)

    assert len({job["createdAt"] for job in jobs}) < len(jobs)
    assert [job["jobId"] for job in jobs] == started[::-1]
