"""Rules of starts: what a job is a copy of, and which ids it may have."""

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
