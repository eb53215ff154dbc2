"""Rules of starts: what a job is a copy of, which state it starts from, and which ids it may have."""

import uuid
from collections.abc import Iterator
from typing import Any

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import CONFLICT, INVALID, SQL, DeployLoop
from .rules import Rules

RULES = Rules()
_START = "StartJobWithParams"
_COPIED: dict[str, Any] = {
    "engineVersion": "vvr-1",
    "flinkConf": {"a": "1"},
    "logging": {"loggingProfile": "oss"},
    "localVariables": [{"name": "x", "value": "1"}],
    "streamingResourceSetting": {"resourceSettingMode": "BASIC"},
}


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about starts."""
    yield from RULES.clauses(operation)


@RULES.of(_START)
def a_copy_of_its_deployment(loop: DeployLoop) -> None:
    """A job is a copy of its deployment, in state STARTING, and is got and listed alike."""
    deployment_id = loop.create(**_COPIED)
    job = loop.start(deployment_id)
    expected = {
        **_COPIED,
        **loop.place,
        "deploymentId": deployment_id,
        "deploymentName": loop.name(),
        "executionMode": "STREAMING",
        "artifact": SQL,
        "userFlinkConf": {"a": "1"},
        "status": {"currentJobStatus": "STARTING"},
        "restoreStrategy": {"kind": "NONE"},
    }
    loop.equal(expected, {name: job[name] for name in expected}, "the job")
    loop.equal(job["createdAt"], job["modifiedAt"], "the time of the last change")
    now = int(loop.checker.client.now().timestamp())
    loop.checker.expect(abs(int(job["createdAt"]) - now) < 900, "createdAt is not now")
    for name in ("startTime", "endTime"):
        loop.checker.expect(not job.get(name), f"a job that starts has {name}")
    running = loop.await_job(job["jobId"], "RUNNING")
    kept = {name: value for name, value in expected.items() if name != "status"}
    loop.equal(kept, {name: running[name] for name in kept}, "the running job")
    loop.checker.expect(
        running["startTime"] >= int(job["createdAt"]), "it started before its start"
    )
    items, total = loop.page("ListJobs", deploymentId=deployment_id)
    loop.equal(([running], 1), (items, total), "the jobs that are listed")


@RULES.of(_START)
def one_job_of_a_stream(loop: DeployLoop) -> None:
    """A streaming deployment has at most one job that has not ended; the refusal names it."""
    deployment_id = loop.create()
    job_id = loop.start(deployment_id)["jobId"]
    body = {"deploymentId": deployment_id}
    loop.refused(CONFLICT, _START, body, job_id)
    loop.await_job(job_id, "RUNNING")
    loop.refused(CONFLICT, _START, body, job_id, "RUNNING")
    loop.refused(CONFLICT, "StartJob", body, job_id)
    other = {"deploymentId": deployment_id, "jobId": str(uuid.uuid4())}
    loop.refused(CONFLICT, _START, other, job_id)
    loop.equal(1, loop.page("ListJobs", deploymentId=deployment_id)[1], "the number of jobs")
    loop.stopped(job_id)
    loop.checker.expect(
        loop.running(deployment_id) != job_id, "the next job has the id of the last"
    )
    loop.equal(2, loop.page("ListJobs", deploymentId=deployment_id)[1], "the number of jobs")


@RULES.of(_START, "clock")
def none_while_it_is_cancelled(loop: DeployLoop) -> None:
    """A job that is being cancelled has not ended yet."""
    deployment_id = loop.create("slow")
    job_id = loop.running(deployment_id)
    loop.stop(job_id)
    body = {"deploymentId": deployment_id}
    loop.refused(CONFLICT, _START, body, job_id, "CANCELLING")
    loop.refused(CONFLICT, "DeleteDeployment", None, "CANCELLING", **body)
    loop.refused(CONFLICT, "DeleteJob", None, "CANCELLING", jobId=job_id)
    loop.refused(CONFLICT, "CreateSavepoint", body, "CANCELLING")
    loop.pass_time(6)
    loop.equal("CANCELLED", loop.state(job_id), "the state")


@RULES.of(_START)
def several_jobs_of_a_batch(loop: DeployLoop) -> None:
    """A batch deployment may have several jobs at once, with and without resources of their own."""
    deployment_id = loop.create(executionMode="BATCH")
    ids = {loop.start(deployment_id)["jobId"] for _ in range(2)}
    ids.add(loop.ok("StartJob", {"deploymentId": deployment_id})["jobId"])
    items, total = loop.page("ListJobs", deploymentId=deployment_id)
    loop.equal((sorted(ids), 3), (sorted(item["jobId"] for item in items), total), "the jobs")
    loop.equal(["BATCH"] * 3, [item["executionMode"] for item in items], "their modes")


@RULES.of(_START)
def a_repeated_start_is_the_same(loop: DeployLoop) -> None:
    """A repeated start with the same jobId is the same start, whatever became of the job."""
    deployment_id, job_id = loop.create(), str(uuid.uuid4())
    body = {"deploymentId": deployment_id, "jobId": job_id, "restoreStrategy": {"kind": "NONE"}}
    first = loop.ok(_START, body)
    loop.equal(job_id, first["jobId"], "the id")
    loop.equal(first, loop.ok(_START, body), "the job of the repeated start")
    loop.equal(first, loop.ok(_START, {**body, "localVariables": []}), "without variables")
    running = loop.await_job(job_id, "RUNNING")
    loop.equal(running, loop.ok(_START, body), "the job of the repeated start")
    ended = loop.stopped(job_id)
    loop.equal(ended, loop.ok(_START, body), "the job of the repeated start after its end")
    loop.equal(1, loop.page("ListJobs", deploymentId=deployment_id)[1], "the number of jobs")


@RULES.of(_START)
def another_start_needs_another_id(loop: DeployLoop) -> None:
    """A start with the jobId of another start is refused: of other parameters, or elsewhere."""
    deployment_id, other, job_id = loop.create("a"), loop.create("b"), str(uuid.uuid4())
    body: dict[str, Any] = {"deploymentId": deployment_id, "jobId": job_id}
    loop.ok(_START, body)
    changes: list[dict[str, Any]] = [
        {"deploymentId": other},
        {"localVariables": [{"name": "x", "value": "1"}]},
        {"restoreStrategy": {"kind": "NONE"}},
        {"resourceQueueName": "other"},
    ]
    for change in changes:
        loop.refused(CONFLICT, _START, {**body, **change}, job_id)
    loop.equal([], loop.page("ListJobs", deploymentId=other)[0], "the jobs of the other deployment")
    generated = loop.start(other)["jobId"]
    loop.refused(CONFLICT, _START, {"deploymentId": deployment_id, "jobId": generated}, generated)


@RULES.of(_START)
def ids_are_uuids(loop: DeployLoop) -> None:
    """A chosen jobId is a UUID; the id of a new job is one, too."""
    deployment_id = loop.create()
    for text in ("job", "1234", f"{uuid.uuid4()}x"):
        body = {"deploymentId": deployment_id, "jobId": text}
        loop.refused(INVALID, _START, body, "$.jobId", "UUID")
    uuid.UUID(loop.start(deployment_id)["jobId"])


@RULES.of(_START)
def the_id_of_a_deleted_job_is_gone(loop: DeployLoop) -> None:
    """The id of a deleted job is never used again, not by the same start either."""
    deployment_id, job_id = loop.create(), str(uuid.uuid4())
    body = {"deploymentId": deployment_id, "jobId": job_id}
    loop.ok(_START, body)
    loop.stopped(job_id)
    loop.ok("DeleteJob", jobId=job_id)
    loop.refused(CONFLICT, _START, body, job_id, "deleted")
    loop.missing("GetJob", jobId=job_id)


@RULES.of(_START)
def variables_of_its_own(loop: DeployLoop) -> None:
    """Variables of a start replace those of the deployment, for this job only."""
    own, theirs = [{"name": "y", "value": "2"}], [{"name": "x", "value": "1"}]
    deployment_id = loop.create(localVariables=theirs)
    job = loop.start(deployment_id, localVariables=own)
    loop.equal(own, job["localVariables"], "the variables of the job")
    loop.equal(theirs, loop.deployment(deployment_id)["localVariables"], "those of the deployment")
    loop.stopped(job["jobId"])
    loop.equal(theirs, loop.start(deployment_id)["localVariables"], "those of the next job")


@RULES.of("StartJob")
def resources_of_its_own(loop: DeployLoop) -> None:
    """Resources of a start replace those of the deployment, for this job only."""
    deployment_id = loop.create(flinkConf={"a": "1"}, engineVersion="vvr-1")
    resources = {
        "flinkConf": {"b": "2"},
        "streamingResourceSetting": {"resourceSettingMode": "EXPERT"},
    }
    body = {"deploymentId": deployment_id, "resourceSettingSpec": resources}
    job = loop.ok("StartJob", body)
    loop.equal(resources, {name: job[name] for name in resources}, "the resources of the job")
    loop.equal({"b": "2"}, job["userFlinkConf"], "the settings that were given")
    loop.equal("vvr-1", job["engineVersion"], "the version")
    loop.equal({"a": "1"}, loop.deployment(deployment_id)["flinkConf"], "those of the deployment")
    loop.equal("RUNNING", loop.await_job(job["jobId"], "RUNNING")["status"]["currentJobStatus"], "")


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
    loop.equal("STARTING", loop.state(job_id), "the state after one poll")
    loop.equal("RUNNING", loop.state(job_id), "the state after two polls")
    loop.stopped(job_id)
    again = loop.start(deployment_id)["jobId"]
    loop.pass_time(1)
    for expected in ("STARTING", "RUNNING"):
        items, _ = loop.page("ListJobs", deploymentId=deployment_id)
        state = next(job["status"] for job in items if job["jobId"] == again)["currentJobStatus"]
        loop.equal(expected, state, "the state in the listing")
