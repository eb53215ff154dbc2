"""Rules of stops, and of the deletion of jobs."""

import uuid
from collections.abc import Iterator

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import CONFLICT, DeployLoop
from .rules import Rules

RULES = Rules()
_NONE = {"stopStrategy": "NONE"}
_WITH_SAVEPOINT = ("STOP_WITH_SAVEPOINT", "STOP_WITH_DRAIN")


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about stops and deletions of jobs."""
    yield from RULES.clauses(operation)


@RULES.of("StopJob")
def at_once(loop: DeployLoop) -> None:
    """A job that is stopped at once is CANCELLING, then CANCELLED; no savepoint is taken."""
    deployment_id = loop.create()
    job_id = loop.running(deployment_id)
    before = loop.job(job_id)
    stopping = loop.stop(job_id)
    states = ("CANCELLING", "CANCELLED")
    loop.checker.expect(
        stopping["status"]["currentJobStatus"] in states, f"the state is {stopping['status']}"
    )
    kept = [name for name in before if name not in ("status", "modifiedAt", "endTime")]
    loop.equal([before[n] for n in kept], [stopping[n] for n in kept], "the rest of the job")
    ended = loop.await_job(job_id, "CANCELLED")
    loop.checker.expect(ended["endTime"] >= ended["startTime"], "it ended before it started")
    loop.equal(ended, loop.page("ListJobs", deploymentId=deployment_id)[0][0], "the listed job")
    taken = [
        each
        for each in loop.savepoints(deploymentId=deployment_id)
        if each["savepointOrigin"] != "RETAINED_CHECKPOINT"
    ]
    loop.equal([], taken, "the savepoints")


@RULES.of("StopJob")
def while_it_starts(loop: DeployLoop) -> None:
    """A job that starts can be stopped at once, and none other way."""
    job_id = loop.start(loop.create())["jobId"]
    if loop.state(job_id) == "STARTING" and loop.checker.target.control:
        for strategy in _WITH_SAVEPOINT:
            body = {"stopStrategy": strategy}
            loop.refused(CONFLICT, "StopJob", body, job_id, "STARTING", jobId=job_id)
    loop.stop(job_id)
    loop.await_job(job_id, "CANCELLED")


@RULES.of("StopJob")
def with_a_savepoint(loop: DeployLoop) -> None:
    """A job stopped with a savepoint, or drained, ends FINISHED, and its savepoint is complete."""
    deployment_id = loop.create()
    for strategy in _WITH_SAVEPOINT:
        job_id = loop.running(deployment_id)
        stopping = loop.stop(job_id, strategy)
        shown = stopping["status"]["currentJobStatus"]
        loop.checker.expect(shown in ("CANCELLING", "FINISHED"), f"the state is {shown}")
        loop.await_job(job_id, "FINISHED")
        (savepoint,) = loop.savepoints(jobId=job_id)
        expected = {
            "deploymentId": deployment_id,
            "jobId": job_id,
            "savepointOrigin": "STOP_WITH_SAVEPOINT",
            "stopWithDrainEnabled": strategy == "STOP_WITH_DRAIN",
            "status": {"state": "COMPLETED"},
            "nativeFormat": False,
        }
        loop.equal(expected, {name: savepoint[name] for name in expected}, "the savepoint")
        loop.checker.expect(bool(savepoint.get("savepointLocation")), "it lies nowhere")
        next_job = loop.start(deployment_id, restoreStrategy={"kind": "LATEST_SAVEPOINT"})
        restored = next_job["restoreStrategy"]["savepointId"]
        loop.equal(savepoint["savepointId"], restored, "the state of the next job")
        loop.stopped(next_job["jobId"])


@RULES.of("StopJob")
def one_that_has_ended(loop: DeployLoop) -> None:
    """A job that has ended stays as it is; a savepoint cannot be taken of it any more."""
    deployment_id = loop.create()
    for strategy in ("NONE", "STOP_WITH_SAVEPOINT"):
        job_id = loop.running(deployment_id)
        ended = loop.stopped(job_id, strategy)
        loop.equal(ended, loop.ok("StopJob", _NONE, jobId=job_id), "the job")
        loop.equal(ended, loop.job(job_id), "the job that is got")
        for other in _WITH_SAVEPOINT:
            body, state = {"stopStrategy": other}, ended["status"]["currentJobStatus"]
            loop.refused(CONFLICT, "StopJob", body, job_id, state, jobId=job_id)
    loop.refused(CONFLICT, "CreateSavepoint", {"deploymentId": deployment_id}, deployment_id)


@RULES.of("StopJob", "clock")
def twice(loop: DeployLoop) -> None:
    """A second stop of a job that is being cancelled changes nothing; one with a savepoint is refused."""
    job_id = loop.running(loop.create("slow"))
    first = loop.stop(job_id)
    loop.pass_time(2)
    loop.equal(first, loop.stop(job_id), "the job")
    for strategy in _WITH_SAVEPOINT:
        body = {"stopStrategy": strategy}
        loop.refused(CONFLICT, "StopJob", body, job_id, "CANCELLING", jobId=job_id)
    loop.pass_time(3.5)
    loop.equal("CANCELLED", loop.state(job_id), "the state")


@RULES.of("StopJob", "clock")
def its_savepoint_fails(loop: DeployLoop) -> None:
    """When the savepoint of a stop fails, the job runs on, and can be stopped again."""
    deployment_id = loop.create("no-savepoints")
    job_id = loop.running(deployment_id)
    began = loop.job(job_id)["startTime"]
    loop.stop(job_id, "STOP_WITH_SAVEPOINT")
    loop.equal("CANCELLING", loop.state(job_id), "the state before it fails")
    loop.pass_time(2)
    shown = loop.job(job_id)
    loop.equal(("RUNNING", began), (loop.state(job_id), shown["startTime"]), "state and start")
    loop.checker.expect(not shown.get("endTime"), "it has ended")
    (savepoint,) = loop.savepoints(jobId=job_id)
    loop.equal("FAILED", savepoint["status"]["state"], "the state of the savepoint")
    loop.equal("No disk.", savepoint["status"]["failure"]["message"], "why it failed")
    loop.take(deployment_id)
    loop.stopped(job_id)


@RULES.of("StopJob", "clock")
def with_a_savepoint_at_work(loop: DeployLoop) -> None:
    """A stop with savepoint is refused while one is taken; a stop at once ends that savepoint."""
    deployment_id = loop.create("slow")
    job_id = loop.running(deployment_id)
    savepoint_id = loop.take(deployment_id)["savepointId"]
    for strategy in _WITH_SAVEPOINT:
        body = {"stopStrategy": strategy}
        loop.refused(CONFLICT, "StopJob", body, savepoint_id, jobId=job_id)
    loop.pass_time(5.5)
    loop.equal("COMPLETED", loop.savepoint(savepoint_id)["status"]["state"], "the savepoint")
    loop.stop(job_id)
    loop.pass_time(1)
    later = loop.create("z-slow")
    other = loop.running(later)
    loop.stop(other)
    loop.pass_time(6)
    loop.equal("CANCELLED", loop.state(other), "the state")


@RULES.of("StopJob", "clock")
def ends_a_savepoint_at_work(loop: DeployLoop) -> None:
    """A savepoint is complete or has failed when its job has ended; a stop with one needs it complete."""
    deployment_id = loop.create("fails-later")
    loop.running(deployment_id)
    slow = loop.create("slow")
    job_id = loop.running(slow)
    loop.stop(job_id, "STOP_WITH_SAVEPOINT")
    loop.pass_time(1)
    (taking,) = loop.savepoints(jobId=job_id)
    loop.equal("STARTED", taking["status"]["state"], "the state of the savepoint")
    loop.equal("CANCELLING", loop.stop(job_id)["status"]["currentJobStatus"], "the state")
    loop.pass_time(20)
    ended = loop.state(job_id)
    state = loop.savepoint(taking["savepointId"])["status"]["state"]
    fits = {"CANCELLED": ("FAILED", "COMPLETED"), "FINISHED": ("COMPLETED",)}
    loop.equal(True, state in fits.get(ended, ()), f"{state} fits a job that is {ended}")


@RULES.of("StopJob", "control")
def one_that_was_started_elsewhere(loop: DeployLoop) -> None:
    """A job that the service did not start is not stopped by it."""
    written = loop.checker.target.written
    ids = {name: written[name] for name in ("workspace", "namespace", "jobId")}
    before = loop.ok("GetJob", **ids)
    for strategy in ("NONE", *_WITH_SAVEPOINT):
        loop.refused(CONFLICT, "StopJob", {"stopStrategy": strategy}, ids["jobId"], **ids)
    loop.equal(before, loop.ok("GetJob", **ids), "the job")


@RULES.of("StopJob")
def one_that_is_not_there(loop: DeployLoop) -> None:
    """A job that is not there is neither stopped nor deleted."""
    loop.running(loop.create())
    for job_id in (str(uuid.uuid4()), "job"):
        loop.missing("StopJob", _NONE, jobId=job_id)
        loop.missing("DeleteJob", jobId=job_id)


@RULES.of("DeleteJob")
def gone_from_all_listings(loop: DeployLoop) -> None:
    """A deleted job is not found and not listed; others stay."""
    deployment_id = loop.create()
    first = loop.running(deployment_id)
    loop.stopped(first)
    second = loop.running(deployment_id)
    loop.equal(None, loop.ok("DeleteJob", jobId=first), "the payload")
    loop.missing("GetJob", jobId=first)
    loop.missing("DeleteJob", jobId=first)
    loop.missing("StopJob", _NONE, jobId=first)
    items, total = loop.page("ListJobs", deploymentId=deployment_id)
    loop.equal(([second], 1), ([item["jobId"] for item in items], total), "the jobs")
    loop.equal("RUNNING", loop.state(second), "the state of the other job")


@RULES.of("DeleteJob")
def refused_before_its_end(loop: DeployLoop) -> None:
    """A job that has not ended is not deleted; the refusal names its state."""
    deployment_id = loop.create()
    job_id = loop.start(deployment_id)["jobId"]
    loop.refused(CONFLICT, "DeleteJob", None, job_id, jobId=job_id)
    loop.await_job(job_id, "RUNNING")
    loop.refused(CONFLICT, "DeleteJob", None, job_id, "RUNNING", jobId=job_id)
    loop.equal("RUNNING", loop.state(job_id), "the state")
    loop.stopped(job_id)
    loop.ok("DeleteJob", jobId=job_id)


@RULES.of("DeleteJob")
def savepoints_of_it_stay(loop: DeployLoop) -> None:
    """The savepoints of a deleted job stay, and others can start from them."""
    deployment_id = loop.create()
    job_id = loop.running(deployment_id)
    loop.stopped(job_id, "STOP_WITH_SAVEPOINT")
    loop.ok("DeleteJob", jobId=job_id)
    (savepoint,) = loop.savepoints(jobId=job_id)
    job = loop.start(deployment_id, restoreStrategy={"kind": "LATEST_SAVEPOINT"})
    restored = job["restoreStrategy"]["savepointId"]
    loop.equal(savepoint["savepointId"], restored, "the state of the next job")
