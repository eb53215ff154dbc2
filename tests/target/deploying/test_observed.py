"""The observer beside an engine: it publishes neither deleted jobs nor those that were started here."""

import json
import uuid

import pytest

from flinkjobs.server import OperationFailure
from flinkjobs_target.store.observed import ObservedJob, Standing
from flinkjobs_target.store.types import DeploymentKey, StoredJob

from .conftest import DeployLoop, refusal
from .invariants import check_invariants


def observe(loop: DeployLoop, job_id: str, deployment_id: str | None) -> None:
    """Write that an observer has seen a job on a cluster, FAILED."""
    hex_id = uuid.UUID(job_id).hex
    job = None
    if deployment_id is not None:
        job = StoredJob(
            deployment=DeploymentKey("w", "n", deployment_id),
            job_id=job_id,
            gmt_create=1,
            status="FAILED",
            document=b'{"status":{"currentJobStatus":"FAILED"}}',
        )
    row = _row(hex_id, "live" if job else "unassigned", job)
    loop.data.observed.update(loop.account, "flink", [hex_id], lambda *_: [row])


def _row(hex_id: str, standing: Standing, job: StoredJob | None) -> ObservedJob:
    return ObservedJob(
        job_id=hex_id, standing=standing, ended=None, document=hex_id.encode(), job=job
    )


@pytest.mark.parametrize("place", ["same", "another"])
def test_a_job_that_was_started_here_is_the_engines(loop: DeployLoop, place: str) -> None:
    """Whatever deployment its labels name to the observer."""
    deployment_id, job_id = loop.running()
    observe(loop, job_id, deployment_id if place == "same" else "elsewhere")

    assert loop.state(job_id) == "RUNNING"
    assert loop.deployments() == (["orders"], 1)
    check_invariants(loop.data)


def test_a_job_that_was_started_here_is_not_unassigned(loop: DeployLoop) -> None:
    """Others on the same cluster are."""
    other = str(uuid.uuid4())
    for job_id in (loop.running()[1], other):
        observe(loop, job_id, None)

    assert list(loop.data.observed.unassigned(loop.account)) == [uuid.UUID(other).hex.encode()]


def test_a_deleted_job_is_not_published_again(loop: DeployLoop) -> None:
    """Neither one that was started here, nor one that the observer had published."""
    deployment_id, started = loop.running()
    observed, other = str(uuid.uuid4()), str(uuid.uuid4())
    observe(loop, observed, deployment_id)
    loop.stop(started)
    loop.pass_time()
    for job_id in (started, observed):
        loop.delete_job(job_id)
    for job_id in (started, observed, other):
        observe(loop, job_id, deployment_id)

    assert [job["status"]["currentJobStatus"] for job in loop.jobs(deployment_id)] == ["FAILED"]
    assert loop.state(other) == "FAILED"
    check_invariants(loop.data)


def test_jobs_of_a_deleted_deployment_are_not_published_again(loop: DeployLoop) -> None:
    """The deployment does not come back by them."""
    deployment_id = loop.create()["deploymentId"]
    observed = str(uuid.uuid4())
    observe(loop, observed, deployment_id)
    loop.delete(deployment_id)
    observe(loop, observed, deployment_id)
    loop.create("other")

    assert loop.deployments() == (["other"], 1)
    check_invariants(loop.data)


def observe_running(loop: DeployLoop, deployment_id: str, *, reason: str | None) -> str:
    """Write that an observer has seen a job of another program RUNNING; return its id."""
    job_id = str(uuid.uuid4())
    failure = {"failure": {"reason": reason}} if reason else {}
    document = {"jobId": job_id, "status": {"currentJobStatus": "RUNNING", **failure}}
    job = StoredJob(
        deployment=DeploymentKey("w", "n", deployment_id),
        job_id=job_id,
        gmt_create=1,
        status="RUNNING",
        document=json.dumps(document).encode(),
    )
    row = _row(uuid.UUID(job_id).hex, "inferred" if reason else "live", job)
    loop.data.observed.update(loop.account, "flink", [row.job_id], lambda *_: [row])
    return job_id


def test_a_job_that_ended_unseen_blocks_nothing(loop: DeployLoop) -> None:
    """Neither a start, nor that the job and its deployment are deleted."""
    deployment_id = loop.create()["deploymentId"]
    job_id = observe_running(loop, deployment_id, reason="JobEndedUnseen")

    started = loop.start(deployment_id)["jobId"]
    loop.pass_time()
    assert loop.state(started) == "RUNNING"
    loop.stop(started)
    loop.pass_time()
    loop.delete_job(job_id)
    loop.delete(deployment_id)

    check_invariants(loop.data)


def test_a_job_that_runs_blocks_a_start(loop: DeployLoop) -> None:
    """A streaming deployment has one at most, whoever has started it."""
    deployment_id = loop.create()["deploymentId"]
    job_id = observe_running(loop, deployment_id, reason=None)

    with pytest.raises(OperationFailure) as error:
        loop.start(deployment_id)

    assert job_id in refusal(error)
