"""Waiting for a job: against a real target whose jobs change between two calls."""

import json
import pickle
from contextlib import suppress
from typing import Any

import pytest

from flinkjobs import (
    FlinkJobsError,
    InvalidResponseError,
    NotFoundError,
    UsageError,
    WaitFailedError,
    WaitTimeoutError,
)

from ..scripted import CannedResponse, ReceivedRequest, ScriptedServer, envelope
from .changing import Deployment, JobsClient, ScriptedTime, nothing


def test_wait(jobs: JobsClient, deployment: Deployment) -> None:
    """Waiting ends with the instance as soon as it has reached its goal."""
    deployment.put("j", "STARTING")
    time = ScriptedTime(nothing, deployment.later("j", "RUNNING"), pytest.fail)
    job = jobs("wait", time, job_id=deployment.id("j"))

    assert (job.job_id, job.state, time.slept) == (deployment.id("j"), "RUNNING", [10, 10])


def test_wait_for_a_reached_goal(jobs: JobsClient, deployment: Deployment) -> None:
    """A goal that is already reached ends the wait at once."""
    time = ScriptedTime()

    assert jobs("wait", time, job_id=deployment.id("old"), until="FINISHED").state == "FINISHED"
    assert time.slept == []


def test_wait_passes_by_a_goal(jobs: JobsClient, deployment: Deployment) -> None:
    """A wait for STARTING ends when the job is already RUNNING."""
    deployment.put("j", "RUNNING")

    assert jobs("wait", job_id=deployment.id("j"), until="STARTING").state == "RUNNING"


def test_wait_until_the_end(jobs: JobsClient, deployment: Deployment) -> None:
    """An unknown state, none at all and CANCELLING are waited out."""
    deployment.put("j", "RUNNING")
    states = ["DREAMING", "CANCELLING", "CANCELLED"]
    time = ScriptedTime(
        *(deployment.later("j", state) for state in states[:2]),
        lambda: deployment.put("j", None),
        deployment.later("j", states[2]),
    )

    assert jobs("wait", time, job_id=deployment.id("j"), until="CANCELLED").state == "CANCELLED"
    assert len(time.slept) == 4


@pytest.mark.parametrize("state", ["FAILED", "CANCELLED", "FINISHED"])
def test_wait_that_ends_otherwise(jobs: JobsClient, deployment: Deployment, state: str) -> None:
    """A final state that is not the goal ends the waiting at once, with the instance."""
    deployment.put("j", "STARTING")
    time = ScriptedTime(deployment.later("j", state), pytest.fail)
    with pytest.raises(WaitFailedError) as caught:
        jobs("wait", time, job_id=deployment.id("j"))

    assert isinstance(caught.value, FlinkJobsError)
    assert (caught.value.job.state, caught.value.failure) == (state, None)
    assert (
        caught.value.message == f"job_id {deployment.id('j')} is {state}, and will not be RUNNING"
    )


def test_wait_that_fails(jobs: JobsClient, deployment: Deployment) -> None:
    """A failure comes with its cause, also after the error was pickled."""
    deployment.put("j", "FAILED", failure={"reason": "OOM", "message": "Out of memory."})
    with pytest.raises(
        WaitFailedError, match=r"will not be RUNNING: OOM: Out of memory\. "
    ) as caught:
        jobs("wait", job_id=deployment.id("j"))

    copy = pickle.loads(pickle.dumps(caught.value))
    assert caught.value.failure.reason == "OOM"
    assert (
        str(copy),
        copy.failure.reason,
        copy.job,
    ) == (str(caught.value), "OOM", caught.value.job)


def test_wait_for_too_long(jobs: JobsClient, deployment: Deployment) -> None:
    """Time-out ends the waiting with the instance as it was seen last; the last pause is shorter."""
    deployment.put("j", "STARTING")
    time = ScriptedTime()
    with pytest.raises(WaitTimeoutError) as caught:
        jobs("wait", time, job_id=deployment.id("j"), timeout=25)

    assert (time.slept, caught.value.job.state) == ([10, 10, 5], "STARTING")
    expected = f"GetJob: not RUNNING after 25 s: job_id {deployment.id('j')} is STARTING"
    assert str(caught.value) == expected


def test_defaults(jobs: JobsClient, deployment: Deployment) -> None:
    """By default a wait polls every ten seconds, for ten minutes."""
    deployment.put("j", "STARTING")
    time = ScriptedTime()
    with pytest.raises(WaitTimeoutError):
        jobs("wait", time, job_id=deployment.id("j"))

    assert time.slept == [10] * 60


def test_wait_without_time(jobs: JobsClient, deployment: Deployment) -> None:
    """A timeout of zero polls once."""
    deployment.put("j", "STARTING")
    time = ScriptedTime()
    with pytest.raises(WaitTimeoutError):
        jobs("wait", time, job_id=deployment.id("j"), timeout=0)

    assert time.slept == []


def test_wait_for_the_latest(jobs: JobsClient, deployment: Deployment) -> None:
    """The latest instance is fixed: one that starts later is not taken for it."""
    deployment.put("a", "STARTING", 100)
    time = ScriptedTime(
        deployment.later("b", "RUNNING", 200), nothing, deployment.later("a", "RUNNING", 100)
    )

    job = jobs("wait", time, deployment_id=deployment.name)
    assert (job.job_id, len(time.slept)) == (deployment.id("a"), 3)


def test_wait_for_a_new_one(jobs: JobsClient, deployment: Deployment) -> None:
    """An old instance is never taken for a new one; until there is one, the wait goes on."""
    deployment.put("a", "RUNNING", 100)
    time = ScriptedTime(
        deployment.later("a", "FAILED", 100),
        deployment.later("b", "STARTING", 200),
        deployment.later("b", "RUNNING", 200),
    )

    job = jobs("wait", time, deployment_id=deployment.name, after=deployment.id("a"))
    assert (job.job_id, job.state, len(time.slept)) == (deployment.id("b"), "RUNNING", 3)


def test_wait_for_a_new_one_that_was_there(jobs: JobsClient, deployment: Deployment) -> None:
    """An instance that is newer already is taken, and no older one for it."""
    deployment.put("a", "RUNNING", 100)
    deployment.put("b", "RUNNING", 200)
    job = jobs("wait", deployment_id=deployment.name, after=deployment.id("a"))

    assert deployment.id("b") == job.job_id
    with pytest.raises(WaitTimeoutError) as caught:
        jobs("wait", deployment_id=deployment.name, after=deployment.id("b"), timeout=30)
    assert caught.value.job is None
    assert f"none newer than {deployment.id('b')} has appeared" in caught.value.message


def test_wait_for_one_as_old(jobs: JobsClient, deployment: Deployment) -> None:
    """An instance of the same second is not known to be newer, so it is not taken."""
    deployment.put("a", "RUNNING", 100)
    deployment.put("b", "RUNNING", 100)
    with pytest.raises(WaitTimeoutError):
        jobs("wait", deployment_id=deployment.name, after=deployment.id("a"), timeout=0)


def test_wait_after_nobody(jobs: JobsClient, deployment: Deployment) -> None:
    """An old instance that does not exist is an error, not a reason to take any other."""
    with pytest.raises(NotFoundError):
        jobs("wait", deployment_id=deployment.name, after="mistyped")


def test_wait_after_one_without_time(jobs: JobsClient, deployment: Deployment) -> None:
    """When the old instance does not say when it was created, nothing can be called newer."""
    deployment.put("a", "RUNNING", None)
    with pytest.raises(
        InvalidResponseError, match=r"no newer item can be recognised: .* has no created_at"
    ):
        jobs("wait", deployment_id=deployment.name, after=deployment.id("a"))


def test_wait_for_a_first_one(scripted_jobs: JobsClient, server: ScriptedServer) -> None:
    """A deployment without instances is waited for; its first one is taken."""
    job = {"jobId": "j1", "createdAt": "5", "status": {"currentJobStatus": "RUNNING"}}
    server.response = envelope([])

    def start() -> None:
        server.response = envelope([job])

    assert scripted_jobs("wait", ScriptedTime(nothing, start), deployment_id="d").job_id == "j1"
    assert len(server.requests) == 3


def test_wait_polls_its_subject(scripted_jobs: JobsClient, server: ScriptedServer) -> None:
    """A wait lists until an instance appears, and then polls that one alone."""
    job = {"jobId": "j1", "createdAt": "5", "status": {"currentJobStatus": "STARTING"}}

    def respond(request: ReceivedRequest) -> CannedResponse:
        if "/j1?" in f"{request.target}?":
            return CannedResponse(json.dumps({"success": True, "data": job}).encode())
        return envelope([job])

    server.response = respond
    with suppress(WaitTimeoutError):
        scripted_jobs("wait", deployment_id="d", timeout=20)

    listing = "/api/v2/namespaces/n/jobs?deploymentId=d&pageIndex=1&pageSize=10"
    one = "/api/v2/namespaces/n/jobs/j1"
    assert [request.target for request in server.requests] == [listing, one, one]


def test_response_about_another_instance(scripted_jobs: JobsClient, server: ScriptedServer) -> None:
    """A response about another instance is refused."""
    server.response = CannedResponse(
        b'{"success": true, "requestId": "R-1", "data": {"jobId": "j2"}}'
    )
    with pytest.raises(
        InvalidResponseError, match=r"^GetJob: j1 was requested, but j2 was returned"
    ):
        scripted_jobs("wait", job_id="j1")


def test_wait_for_a_removed_job(scripted_jobs: JobsClient, server: ScriptedServer) -> None:
    """A removed instance ends the wait with an error."""
    server.response = CannedResponse(b'{"success": false, "errorCode": "990301", "data": {}}')
    with pytest.raises(NotFoundError):
        scripted_jobs("wait", job_id="j1")


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({}, "pass job_id or deployment_id or deployment, to say what to wait for"),
        ({"after": "j"}, "pass job_id or deployment_id or deployment, to say what to wait for"),
        (
            {"job_id": "j", "deployment_id": "d"},
            "job_id says what to wait for; leave out deployment_id",
        ),
        ({"job_id": "j", "after": "i"}, "job_id says what to wait for; leave out after"),
        (
            {"job_id": "j", "until": "DONE"},
            "until must be one of STARTING, RUNNING, CANCELLING, CANCELLED, FINISHED, FAILED, "
            "STOPPED, not 'DONE'",
        ),
        ({"job_id": "j", "timeout": -1}, "timeout must be 0 or more seconds, not -1"),
        ({"job_id": "j", "timeout": "9"}, "timeout must be 0 or more seconds, not '9'"),
        ({"job_id": "j", "poll": 0}, "poll must be more than 0 seconds, not 0"),
        ({"job_id": "j", "poll": float("nan")}, "poll must be more than 0 seconds, not nan"),
        ({"job_id": ""}, "job_id must be a string that is not empty, not ''"),
    ],
)
def test_invalid_wait(
    scripted_jobs: JobsClient, server: ScriptedServer, wrong: dict[str, Any], expected: str
) -> None:
    """An invalid wait is refused before anything is sent."""
    with pytest.raises(UsageError) as caught:
        scripted_jobs("wait", **wrong)

    assert str(caught.value) == f"GetJob: {expected}"
    assert server.requests == []
