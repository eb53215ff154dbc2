"""Waiting for a job: against a real target whose jobs change between two calls."""

import json
import pickle
from contextlib import suppress
from typing import Any

import pytest

from flinkjobs import (
    FlinkJobsError,
    NotFoundError,
    UndecodableAnswer,
    UsageError,
    WaitEnded,
    WaitTimedOut,
)

from ..scripted import Answer as Scripted
from ..scripted import Asked, Script, envelope
from .changing import Deployment, JobsCaller, World, nothing


def test_wait(jobs: JobsCaller, deployment: Deployment) -> None:
    """Waiting ends with the instance as soon as it has reached its goal."""
    deployment.put("j", "STARTING")
    world = World(nothing, deployment.later("j", "RUNNING"), pytest.fail)
    job = jobs("wait", world, job_id=deployment.id("j"))

    assert (deployment.id("j"), "RUNNING", [10, 10]) == (job.job_id, job.state, world.slept)


def test_wait_for_what_is(jobs: JobsCaller, deployment: Deployment) -> None:
    """A goal that is reached already is not waited for."""
    world = World()

    assert "FINISHED" == jobs("wait", world, job_id=deployment.id("old"), until="FINISHED").state
    assert [] == world.slept


def test_wait_passes_by_a_goal(jobs: JobsCaller, deployment: Deployment) -> None:
    """Who waits for STARTING and finds it RUNNING has not waited in vain."""
    deployment.put("j", "RUNNING")

    assert "RUNNING" == jobs("wait", job_id=deployment.id("j"), until="STARTING").state


def test_wait_until_the_end(jobs: JobsCaller, deployment: Deployment) -> None:
    """An unknown state, none at all and CANCELLING are waited out."""
    deployment.put("j", "RUNNING")
    states = ["DREAMING", "CANCELLING", "CANCELLED"]
    world = World(
        *(deployment.later("j", state) for state in states[:2]),
        lambda: deployment.put("j", None),
        deployment.later("j", states[2]),
    )

    assert "CANCELLED" == jobs("wait", world, job_id=deployment.id("j"), until="CANCELLED").state
    assert 4 == len(world.slept)


@pytest.mark.parametrize("state", ["FAILED", "CANCELLED", "FINISHED"])
def test_wait_that_ends_otherwise(jobs: JobsCaller, deployment: Deployment, state: str) -> None:
    """A final state that is not the goal ends the waiting at once, with the instance."""
    deployment.put("j", "STARTING")
    world = World(deployment.later("j", state), pytest.fail)
    with pytest.raises(WaitEnded) as caught:
        jobs("wait", world, job_id=deployment.id("j"))

    assert isinstance(caught.value, FlinkJobsError)
    assert (state, None) == (caught.value.job.state, caught.value.failure)
    assert (
        f"job_id {deployment.id('j')} is {state}, and will not be RUNNING" == caught.value.message
    )


def test_wait_that_fails(jobs: JobsCaller, deployment: Deployment) -> None:
    """A failure comes with its cause, also after the error was pickled."""
    deployment.put("j", "FAILED", failure={"reason": "OOM", "message": "Out of memory."})
    with pytest.raises(WaitEnded, match=r"will not be RUNNING: Out of memory\. ") as caught:
        jobs("wait", job_id=deployment.id("j"))

    copy = pickle.loads(pickle.dumps(caught.value))
    assert "OOM" == caught.value.failure.reason
    assert (str(caught.value), "OOM", caught.value.job) == (
        str(copy),
        copy.failure.reason,
        copy.job,
    )


def test_wait_for_too_long(jobs: JobsCaller, deployment: Deployment) -> None:
    """Time-out ends the waiting with the instance as it was seen last; the last pause is shorter."""
    deployment.put("j", "STARTING")
    world = World()
    with pytest.raises(WaitTimedOut) as caught:
        jobs("wait", world, job_id=deployment.id("j"), timeout=25)

    assert ([10, 10, 5], "STARTING") == (world.slept, caught.value.job.state)
    expected = f"GetJob: not RUNNING after 25 s: job_id {deployment.id('j')} is STARTING"
    assert expected == str(caught.value)


def test_defaults(jobs: JobsCaller, deployment: Deployment) -> None:
    """Without other wishes it asks every ten seconds, for ten minutes."""
    deployment.put("j", "STARTING")
    world = World()
    with pytest.raises(WaitTimedOut):
        jobs("wait", world, job_id=deployment.id("j"))

    assert [10] * 60 == world.slept


def test_wait_without_time(jobs: JobsCaller, deployment: Deployment) -> None:
    """A time-out of nothing looks once."""
    deployment.put("j", "STARTING")
    world = World()
    with pytest.raises(WaitTimedOut):
        jobs("wait", world, job_id=deployment.id("j"), timeout=0)

    assert [] == world.slept


def test_wait_for_the_latest(jobs: JobsCaller, deployment: Deployment) -> None:
    """The latest instance is pinned: one that starts later does not answer for it."""
    deployment.put("a", "STARTING", 100)
    world = World(
        deployment.later("b", "RUNNING", 200), nothing, deployment.later("a", "RUNNING", 100)
    )

    job = jobs("wait", world, deployment_id=deployment.name)
    assert (deployment.id("a"), 3) == (job.job_id, len(world.slept))


def test_wait_for_a_new_one(jobs: JobsCaller, deployment: Deployment) -> None:
    """An old instance never answers for a new one, whatever becomes of it; none yet is waited out."""
    deployment.put("a", "RUNNING", 100)
    world = World(
        deployment.later("a", "FAILED", 100),
        deployment.later("b", "STARTING", 200),
        deployment.later("b", "RUNNING", 200),
    )

    job = jobs("wait", world, deployment_id=deployment.name, after=deployment.id("a"))
    assert (deployment.id("b"), "RUNNING", 3) == (job.job_id, job.state, len(world.slept))


def test_wait_for_a_new_one_that_was_there(jobs: JobsCaller, deployment: Deployment) -> None:
    """An instance that is newer already is taken, and no older one for it."""
    deployment.put("a", "RUNNING", 100)
    deployment.put("b", "RUNNING", 200)
    job = jobs("wait", deployment_id=deployment.name, after=deployment.id("a"))

    assert deployment.id("b") == job.job_id
    with pytest.raises(WaitTimedOut) as caught:
        jobs("wait", deployment_id=deployment.name, after=deployment.id("b"), timeout=30)
    assert caught.value.job is None
    assert f"none newer than {deployment.id('b')} has appeared" in caught.value.message


def test_wait_for_one_as_old(jobs: JobsCaller, deployment: Deployment) -> None:
    """An instance of the same second is not known to be newer, so it is not taken."""
    deployment.put("a", "RUNNING", 100)
    deployment.put("b", "RUNNING", 100)
    with pytest.raises(WaitTimedOut):
        jobs("wait", deployment_id=deployment.name, after=deployment.id("a"), timeout=0)


def test_wait_after_nobody(jobs: JobsCaller, deployment: Deployment) -> None:
    """An old instance that does not exist is an error, not a reason to take any other."""
    with pytest.raises(NotFoundError):
        jobs("wait", deployment_id=deployment.name, after="mistyped")


def test_wait_after_one_without_time(jobs: JobsCaller, deployment: Deployment) -> None:
    """When the old instance does not say when it was created, nothing can be called newer."""
    deployment.put("a", "RUNNING", None)
    with pytest.raises(UndecodableAnswer, match="can be told from it without its created_at"):
        jobs("wait", deployment_id=deployment.name, after=deployment.id("a"))


def test_wait_for_a_first_one(scripted_jobs: JobsCaller, script: Script) -> None:
    """A deployment without instances is waited for; its first one is taken."""
    job = {"jobId": "j1", "createdAt": "5", "status": {"currentJobStatus": "RUNNING"}}
    script.answer = envelope([])

    def start() -> None:
        script.answer = envelope([job])

    assert "j1" == scripted_jobs("wait", World(nothing, start), deployment_id="d").job_id
    assert 3 == len(script.asked)


def test_wait_asks_for_what_it_pinned(scripted_jobs: JobsCaller, script: Script) -> None:
    """It lists until it has seen an instance, and then asks for that one alone."""
    job = {"jobId": "j1", "createdAt": "5", "status": {"currentJobStatus": "STARTING"}}

    def answer(asked: Asked) -> Scripted:
        if "/j1?" in f"{asked.target}?":
            return Scripted(json.dumps({"success": True, "data": job}).encode())
        return envelope([job])

    script.answer = answer
    with suppress(WaitTimedOut):
        scripted_jobs("wait", deployment_id="d", timeout=20)

    listing = "/api/v2/namespaces/n/jobs?deploymentId=d&pageIndex=1&pageSize=10"
    one = "/api/v2/namespaces/n/jobs/j1"
    assert [listing, one, one] == [asked.target for asked in script.asked]


def test_wait_that_is_answered_with_another(scripted_jobs: JobsCaller, script: Script) -> None:
    """An answer about another instance is refused."""
    script.answer = Scripted(b'{"success": true, "requestId": "R-1", "data": {"jobId": "j2"}}')
    with pytest.raises(UndecodableAnswer, match=r"^GetJob: j1 was asked for, and j2 came"):
        scripted_jobs("wait", job_id="j1")


def test_wait_for_what_is_gone(scripted_jobs: JobsCaller, script: Script) -> None:
    """An instance that is gone ends the waiting: it will not come back."""
    script.answer = Scripted(b'{"success": false, "errorCode": "990301", "data": {}}')
    with pytest.raises(NotFoundError):
        scripted_jobs("wait", job_id="j1")


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({}, "pass job_id or deployment_id, to say what to wait for"),
        ({"after": "j"}, "pass job_id or deployment_id, to say what to wait for"),
        (
            {"job_id": "j", "deployment_id": "d"},
            "job_id says what to wait for; leave out deployment_id",
        ),
        ({"job_id": "j", "after": "i"}, "job_id says what to wait for; leave out after"),
        (
            {"job_id": "j", "until": "DONE"},
            "until must be one of STARTING, RUNNING, CANCELLING, CANCELLED, FINISHED, FAILED, "
            "not 'DONE'",
        ),
        ({"job_id": "j", "timeout": -1}, "timeout must be 0 or more seconds, not -1"),
        ({"job_id": "j", "timeout": "9"}, "timeout must be 0 or more seconds, not '9'"),
        ({"job_id": "j", "poll": 0}, "poll must be more than 0 seconds, not 0"),
        ({"job_id": "j", "poll": float("nan")}, "poll must be more than 0 seconds, not nan"),
        ({"job_id": ""}, "job_id must be a string that is not empty, not ''"),
    ],
)
def test_wait_that_makes_no_sense(
    scripted_jobs: JobsCaller, script: Script, wrong: dict[str, Any], expected: str
) -> None:
    """A wait that makes no sense is refused before anything is sent."""
    with pytest.raises(UsageError) as caught:
        scripted_jobs("wait", **wrong)

    assert f"GetJob: {expected}" == str(caught.value)
    assert [] == script.asked
