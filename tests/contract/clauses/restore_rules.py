"""Rules of starts from state: of a savepoint, or of the latest state."""

import uuid
from collections.abc import Iterator
from typing import Any

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import CONFLICT, INVALID, DeployLoop
from .rules import Rules

RULES = Rules()
_START = "StartJobWithParams"


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about starts from state."""
    yield from RULES.clauses(operation)


@RULES.of(_START)
def requests_that_contradict_themselves(loop: DeployLoop) -> None:
    """savepointId and FROM_SAVEPOINT go together, and so do jobStartTimeInMs and NONE."""
    deployment_id, path = loop.create(), "$.restoreStrategy."
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"kind": "FROM_SAVEPOINT"}, "savepointId"),
        ({"kind": "FROM_SAVEPOINT", "savepointId": ""}, "savepointId"),
    ]
    for kind in ("NONE", "LATEST_SAVEPOINT", "LATEST_STATE"):
        wrong.append(({"kind": kind, "savepointId": "x"}, "savepointId"))
    for kind in ("LATEST_SAVEPOINT", "LATEST_STATE"):
        wrong.append(({"kind": kind, "jobStartTimeInMs": 1_700_000_000_000}, "jobStartTimeInMs"))
    timed = {"kind": "FROM_SAVEPOINT", "savepointId": "x", "jobStartTimeInMs": 1_700_000_000_000}
    wrong.append((timed, "jobStartTimeInMs"))
    for restore, name in wrong:
        body = {"deploymentId": deployment_id, "restoreStrategy": restore}
        loop.refused(INVALID, _START, body, path + name)
        loop.refused(INVALID, "StartJob", body, path + name)
    loop.equal(0, loop.page("ListJobs", deploymentId=deployment_id)[1], "the number of jobs")
    start = {"kind": "NONE", "jobStartTimeInMs": 1_700_000_000_000}
    loop.equal(
        start, loop.start(deployment_id, restoreStrategy=start)["restoreStrategy"], "restore"
    )


@RULES.of(_START)
def a_batch_has_no_state(loop: DeployLoop) -> None:
    """A batch starts without state only."""
    deployment_id = loop.create(executionMode="BATCH")
    for restore in (
        {"kind": "LATEST_STATE"},
        {"kind": "LATEST_SAVEPOINT"},
        {"kind": "FROM_SAVEPOINT", "savepointId": "x"},
    ):
        body = {"deploymentId": deployment_id, "restoreStrategy": restore}
        loop.refused(INVALID, _START, body, "$.restoreStrategy.kind", "NONE")
    loop.start(deployment_id, restoreStrategy={"kind": "NONE"})


@RULES.of(_START)
def no_state_to_start_from(loop: DeployLoop) -> None:
    """A start from state that does not exist is refused, and never happens without it."""
    deployment_id, other = loop.create("a"), loop.create("b")
    loop.running(other)
    foreign = loop.taken(other)["savepointId"]
    for kind in ("LATEST_STATE", "LATEST_SAVEPOINT"):
        body = {"deploymentId": deployment_id, "restoreStrategy": {"kind": kind}}
        loop.refused(CONFLICT, _START, body, deployment_id)
    restore = {"kind": "FROM_SAVEPOINT", "savepointId": str(uuid.uuid4())}
    loop.missing(_START, {"deploymentId": deployment_id, "restoreStrategy": restore})
    loop.equal(0, loop.page("ListJobs", deploymentId=deployment_id)[1], "the number of jobs")
    loop.ok("DeleteSavepoint", savepointId=foreign)
    gone = {"kind": "FROM_SAVEPOINT", "savepointId": foreign}
    loop.missing(_START, {"deploymentId": deployment_id, "restoreStrategy": gone})


@RULES.of(_START)
def from_a_savepoint(loop: DeployLoop) -> None:
    """A job names the savepoint that it started from: the named one, or the latest."""
    deployment_id = loop.create()
    job_id = loop.running(deployment_id)
    first = loop.taken(deployment_id)["savepointId"]
    loop.pass_time(2)
    second = loop.taken(deployment_id)["savepointId"]
    loop.stopped(job_id)
    requests = (
        ({"kind": "FROM_SAVEPOINT", "savepointId": first}, first),
        ({"kind": "FROM_SAVEPOINT", "savepointId": second}, second),
        ({"kind": "LATEST_SAVEPOINT"}, second),
    )
    for restore, expected in requests:
        job = loop.start(deployment_id, restoreStrategy=restore)
        named = {"kind": restore["kind"], "savepointId": expected}
        loop.equal(named, job["restoreStrategy"], "what it is restored from")
        loop.await_job(job["jobId"], "RUNNING")
        loop.stopped(job["jobId"])
    loop.ok("DeleteSavepoint", savepointId=second)
    job = loop.start(deployment_id, restoreStrategy={"kind": "LATEST_SAVEPOINT"})
    loop.equal(first, job["restoreStrategy"]["savepointId"], "the savepoint that is left")


@RULES.of(_START)
def from_the_latest_state(loop: DeployLoop) -> None:
    """LATEST_STATE takes the checkpoint that a stop at once leaves; LATEST_SAVEPOINT does not."""
    deployment_id = loop.create(flinkConf={"execution.checkpointing.interval": "1s"})
    job_id = loop.running(deployment_id)
    saved = loop.taken(deployment_id)["savepointId"]
    loop.pass_time(3)
    loop.stopped(job_id)
    checkpoints = [
        each["savepointId"]
        for each in loop.savepoints(deploymentId=deployment_id)
        if each["savepointOrigin"] == "RETAINED_CHECKPOINT"
    ]
    loop.equal(1, len(checkpoints), "the number of checkpoints")
    for kind, expected in (("LATEST_SAVEPOINT", saved), ("LATEST_STATE", checkpoints[0])):
        job = loop.start(deployment_id, restoreStrategy={"kind": kind})
        loop.equal(expected, job["restoreStrategy"]["savepointId"], f"the state of {kind}")
        loop.ok("StopJob", {"stopStrategy": "NONE"}, jobId=job["jobId"])
        loop.await_job(job["jobId"], "CANCELLED")
    named = {"kind": "FROM_SAVEPOINT", "savepointId": checkpoints[0]}
    loop.running(deployment_id, restoreStrategy=named)


@RULES.of(_START, "clock")
def only_a_complete_savepoint(loop: DeployLoop) -> None:
    """A savepoint that is being taken, or failed, is no state to start from."""
    slow, failing = loop.create("slow"), loop.create("no-savepoints")
    loop.running(slow)
    loop.running(failing)
    taking = loop.take(slow)["savepointId"]
    failed = loop.take(failing)["savepointId"]
    loop.await_savepoint(failed, "FAILED")
    other = loop.create("c")
    for savepoint_id, state in ((taking, "STARTED"), (failed, "FAILED")):
        restore = {"kind": "FROM_SAVEPOINT", "savepointId": savepoint_id}
        body = {"deploymentId": other, "restoreStrategy": restore}
        loop.refused(CONFLICT, _START, body, savepoint_id, state)
    job_id = loop.page("ListJobs", deploymentId=failing)[0][0]["jobId"]
    loop.stopped(job_id)
    latest = {"deploymentId": failing, "restoreStrategy": {"kind": "LATEST_SAVEPOINT"}}
    loop.refused(CONFLICT, _START, latest)


@RULES.of(_START, "clock")
def state_that_does_not_fit(loop: DeployLoop) -> None:
    """State of another program lets the job fail, unless what does not fit may be dropped."""
    deployment_id = loop.create()
    loop.running(deployment_id)
    saved = loop.taken(deployment_id)["savepointId"]
    script = {"sqlArtifact": {"sqlScript": "INSERT INTO other SELECT 1"}}
    other = loop.create("b", artifact={"kind": "SQLSCRIPT", **script})
    restore: dict[str, Any] = {"kind": "FROM_SAVEPOINT", "savepointId": saved}
    for allows, state in ((None, "FAILED"), (False, "FAILED"), (True, "RUNNING")):
        if allows is not None:
            restore["allowNonRestoredState"] = allows
        job = loop.start(other, restoreStrategy=restore)
        loop.equal(restore, job["restoreStrategy"], "what it is restored from")
        shown = loop.await_job(job["jobId"], "RUNNING", "FAILED")["status"]
        loop.equal(state, shown["currentJobStatus"], f"the state when it allows {allows}")
        if state == "FAILED":
            loop.checker.expect("sink" in shown["failure"]["message"], "the operator is not named")
            loop.checker.expect(bool(shown["failure"]["reason"]), "there is no reason")
    wide = loop.create("c", flinkConf={"pipeline.max-parallelism": "64"})
    job = loop.start(wide, restoreStrategy=restore)
    shown = loop.await_job(job["jobId"], "RUNNING", "FAILED")["status"]
    loop.equal("FAILED", shown["currentJobStatus"], "the state with another max parallelism")
    for number in ("128", "64"):
        loop.checker.expect(number in shown["failure"]["message"], f"{number} is not named")


@RULES.of(_START, "clock")
def a_checkpoint_that_does_not_fit(loop: DeployLoop) -> None:
    """A checkpoint is the state of its program: with another one, the job fails."""
    deployment_id = loop.create()
    job_id = loop.running(deployment_id)
    loop.pass_time(5)
    loop.stopped(job_id)
    script = {"sqlArtifact": {"sqlScript": "INSERT INTO other SELECT 1"}}
    loop.update(deployment_id, artifact=script)
    job = loop.start(deployment_id, restoreStrategy={"kind": "LATEST_STATE"})
    loop.await_job(job["jobId"], "FAILED")
