"""Events: each change has one, which says who caused it, and is written with the change or not at all."""

from collections.abc import Sequence
from typing import Any

import pytest

from flinkjobs.server import OperationFailure
from flinkjobs_target.engine.simulated.script import parse_scripts
from flinkjobs_target.store.events import MOST_KEPT, Events, deployment_event
from flinkjobs_target.store.tables import Tables
from flinkjobs_target.store.types import DeploymentKey

from .conftest import DeployLoop


def names(events: Sequence[dict[str, Any]]) -> list[str]:
    """Return the names of events, oldest first."""
    return [event["eventName"] for event in reversed(events)]


def messages(events: Sequence[dict[str, Any]]) -> list[str]:
    """Return the messages of events, oldest first."""
    return [event["message"] for event in reversed(events)]


def test_a_deployment_and_its_job_leave_events(loop: DeployLoop) -> None:
    """Creation, change, start, each state, stop and deletions, in the order in which they were made."""
    deployment_id, job_id = loop.running()
    loop.update(deployment_id, description="x", flinkConf={})
    loop.stop(job_id)
    loop.pass_time()
    loop.delete_job(job_id)
    loop.delete(deployment_id)
    events = loop.events()

    assert messages(events) == [
        f"deployment {deployment_id} created by account owner",
        f"start of job instance {job_id} with state NONE requested by account owner",
        f"job instance {job_id} went from STARTING to RUNNING",
        f"deployment {deployment_id} updated by account owner: description, flinkConf",
        f"stop of job instance {job_id} with strategy NONE requested by account owner",
        f"job instance {job_id} went from RUNNING to CANCELLING",
        f"job instance {job_id} went from CANCELLING to CANCELLED",
        f"job instance {job_id} deleted by account owner",
        f"deployment {deployment_id} deleted by account owner",
    ]
    assert {event["deploymentId"] for event in events} == {deployment_id}
    assert [event.get("jobId") for event in reversed(events)] == [
        None,
        job_id,
        job_id,
        None,
        *[job_id] * 4,
        None,
    ]
    assert (events[0]["workspace"], events[0]["namespace"]) == ("w", "n")
    assert len({event["eventId"] for event in events}) == len(events)


def test_a_savepoint_leaves_events(loop: DeployLoop) -> None:
    """It is requested, completed and deleted; a start says that it restores it."""
    deployment_id, job_id = loop.running()
    savepoint_id = loop.take_savepoint(deployment_id)["savepointId"]
    loop.pass_time()
    loop.stop(job_id)
    loop.pass_time()
    restore = {"kind": "FROM_SAVEPOINT", "savepointId": savepoint_id}
    restored = loop.start(deployment_id, restoreStrategy=restore)["jobId"]
    loop.pass_time()
    loop.delete_savepoint(savepoint_id)
    told = messages(loop.events())

    assert f"savepoint {savepoint_id} of job instance {job_id} is COMPLETED" in told
    assert (
        f"start of job instance {restored} with state FROM_SAVEPOINT, savepoint {savepoint_id} "
        "requested by account owner"
    ) in told
    assert names(loop.events())[-1] == "SAVEPOINT_DELETED"
    assert "SAVEPOINT_REQUESTED" in names(loop.events())


def test_a_failure_is_told_with_its_reason(loop: DeployLoop) -> None:
    """The message of the transition has what the job's failure has."""
    script = b'{"phases": [{"state": "STARTING", "seconds": 0}, {"state": "FAILED", "reason": "Boom", "message": "no"}]}'
    loop.engine.add(*parse_scripts(script, "script.json"))
    loop.running()

    assert messages(loop.events())[-1].endswith("to FAILED: Boom: no")


def test_a_refused_call_leaves_no_event(loop: DeployLoop) -> None:
    """An event and what it is about are written together."""
    loop.create("orders")
    with pytest.raises(OperationFailure):
        loop.create("orders")

    assert names(loop.events()) == ["DEPLOYMENT_CREATED"]


def test_a_stop_that_changes_nothing_leaves_no_event(loop: DeployLoop) -> None:
    """Neither of a job that has ended nor of one that is being stopped."""
    _, job_id = loop.running()
    loop.stop(job_id)
    loop.stop(job_id)
    loop.pass_time()
    loop.stop(job_id)

    assert names(loop.events()).count("JOB_STOP_REQUESTED") == 1


def test_filters_of_events(loop: DeployLoop) -> None:
    """By deployment, also of one that is gone, and by the name that it had then."""
    first = loop.create("first")["deploymentId"]
    second = loop.create("second")["deploymentId"]
    loop.update(second, name="renamed")
    loop.delete(first)

    assert len(loop.events(deployment_id=first)) == 2
    assert names(loop.events(deployment_name="first")) == [
        "DEPLOYMENT_CREATED",
        "DEPLOYMENT_DELETED",
    ]
    assert names(loop.events(deployment_name="renamed")) == ["DEPLOYMENT_UPDATED"]
    assert loop.events(deployment_id=first, deployment_name="x") == []


def test_a_deployment_keeps_its_newest_events(loop: DeployLoop) -> None:
    """Those of another deployment stay."""
    other = loop.create("other")["deploymentId"]
    key = DeploymentKey("w", "n", loop.create("busy")["deploymentId"])

    def write(tables: Tables) -> None:
        for number in range(MOST_KEPT + 5):
            tables.events.record(deployment_event(key, number, "DEPLOYMENT_UPDATED", str(number)))

    loop.run(loop.data.deploying.write(write))

    def read(tables: Tables) -> tuple[int, int]:
        events = Events(tables._database)
        of_busy = [event for event in events.of_account("owner") if event.number > 1]
        return len(of_busy), min(event.number for event in of_busy)

    assert loop.run(loop.data.deploying.read(read)) == (MOST_KEPT, 7)
    assert names(loop.events(deployment_id=other)) == ["DEPLOYMENT_CREATED"]
