"""Rules of the lives of jobs: their states, times and failures."""

from collections.abc import Iterator

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import DeployLoop
from .rules import Rules

RULES = Rules()


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the lives of jobs."""
    yield from RULES.clauses(operation)


@RULES.of("GetJob", "clock")
def times_of_a_job(loop: DeployLoop) -> None:
    """A job names when it was created, when it ran first, when it ended and when it changed last."""
    deployment_id = loop.create()
    created = loop.start(deployment_id)
    begin = int(created["createdAt"])
    loop.pass_time(0.1)
    loop.equal("STARTING", loop.state(created["jobId"]), "the state after 0.1 seconds")
    loop.pass_time(1.9)
    running = loop.job(created["jobId"])
    loop.equal("RUNNING", running["status"]["currentJobStatus"], "the state after 2 seconds")
    loop.equal(begin, running["startTime"], "startTime")
    loop.equal(begin + 2, int(running["modifiedAt"]), "modifiedAt")
    loop.checker.expect(not running.get("endTime"), "a running job has ended")
    shown = running["status"]["running"]
    loop.equal(("RUNNING", 0), tuple(shown.values()), "what Flink says")
    loop.pass_time(8)
    stopping = loop.stop(created["jobId"])
    loop.equal("CANCELLING", stopping["status"]["currentJobStatus"], "the state after the stop")
    loop.equal(begin + 10, int(stopping["modifiedAt"]), "modifiedAt of the stop")
    loop.pass_time(5)
    ended = loop.job(created["jobId"])
    loop.equal("CANCELLED", ended["status"]["currentJobStatus"], "the state in the end")
    loop.equal([begin, begin + 10], [ended["startTime"], ended["endTime"]], "start and end")
    loop.checker.expect("running" not in ended["status"], "a job that ended is said to run")
    loop.equal(str(begin), ended["createdAt"], "createdAt")


@RULES.of("GetJob", "clock")
def a_job_that_fails(loop: DeployLoop) -> None:
    """A failed job says why and when, has an end, and leaves the deployment free for a start."""
    deployment_id = loop.create("fails-later")
    job = loop.start(deployment_id)
    begin = int(job["createdAt"])
    loop.pass_time(30)
    failed = loop.job(job["jobId"])
    failure = {"reason": "Broken", "message": "It broke.", "failedAt": begin + 10}
    expected = {"currentJobStatus": "FAILED", "failure": failure}
    loop.equal(expected, failed["status"], "the status")
    loop.equal(begin + 10, failed["endTime"], "endTime")
    loop.equal(begin, failed["startTime"], "startTime")
    again = loop.start(deployment_id, restoreStrategy={"kind": "LATEST_STATE"})
    loop.equal("LATEST_STATE", again["restoreStrategy"]["kind"], "the kind")
    loop.ok("DeleteJob", jobId=job["jobId"])


@RULES.of("GetJob", "clock")
def restarts_are_shown(loop: DeployLoop) -> None:
    """A running job says how often it was restarted."""
    job_id = loop.running(loop.create("restarts"))
    shown = loop.job(job_id)["status"]["running"]
    loop.equal(3, shown["observedFlinkJobRestarts"], "the number of restarts")


@RULES.of("GetJob", "clock")
def a_batch_finishes(loop: DeployLoop) -> None:
    """A batch runs to its end, and is FINISHED then."""
    deployment_id = loop.create(executionMode="BATCH")
    job = loop.start(deployment_id)
    loop.pass_time(2)
    loop.equal("RUNNING", loop.state(job["jobId"]), "the state after 2 seconds")
    loop.pass_time(8)
    shown = loop.job(job["jobId"])
    loop.equal({"currentJobStatus": "FINISHED"}, shown["status"], "the status")
    loop.equal(int(job["createdAt"]) + 5, shown["endTime"], "endTime")


@RULES.of("GetJob", "clock")
def by_polls(loop: DeployLoop) -> None:
    """A job whose life goes by polls changes after as many requests that read it."""
    deployment_id = loop.create("by-polls")
    job_id = loop.start(deployment_id)["jobId"]
    loop.pass_time(20)
    other = loop.create("z")
    loop.page("ListJobs", deploymentId=other)
    loop.deployment(deployment_id)
    states = [loop.state(job_id) for _ in range(3)]
    loop.equal(["STARTING", "STARTING", "RUNNING"], states, "the states that three polls find")
    loop.stopped(job_id)
    again = loop.start(deployment_id)["jobId"]
    loop.pass_time(1)
    for expected in ("STARTING", "STARTING", "RUNNING"):
        items, _ = loop.page("ListJobs", deploymentId=deployment_id)
        state = next(job["status"] for job in items if job["jobId"] == again)["currentJobStatus"]
        loop.equal(expected, state, "the state in the listing")
