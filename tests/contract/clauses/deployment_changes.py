"""Rules of deployments: how they are changed and deleted, and what their jobs make of them."""

from collections.abc import Iterator
from typing import Any

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import CONFLICT, INVALID, SQL, DeployLoop
from .deployment_samples import KINDS, SERVICE, WORDS
from .rules import Rules

RULES = Rules()


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about deployments that are there."""
    yield from RULES.clauses(operation)


@RULES.of("UpdateDeployment")
def others_stay(loop: DeployLoop) -> None:
    """Properties that the body does not name stay as they are, one at a time."""
    expected = loop.ok("CreateDeployment", loop.body(**WORDS))
    changes = {
        "description": "second",
        "engineVersion": "vvr-2",
        "flinkConf": {"c": "3"},
        "labels": {"team": "two"},
        "localVariables": [{"name": "y", "value": "2"}],
        "deploymentTarget": {"mode": "PER_JOB", "name": "other"},
        "logging": {"loggingProfile": "default"},
        "referencedDeploymentDraftId": "other",
        "streamingResourceSetting": {"resourceSettingMode": "EXPERT"},
        "name": loop.name("b"),
    }
    for name, value in changes.items():
        expected[name] = value
        actual = loop.update(expected["deploymentId"], **{name: value})
        expected["modifiedAt"] = actual["modifiedAt"]
        loop.equal(expected, actual, f"the deployment with another {name}")
        loop.equal(actual, loop.deployment(expected["deploymentId"]), "the deployment that is got")


@RULES.of("UpdateDeployment")
def null_and_nothing_change_nothing(loop: DeployLoop) -> None:
    """Null and an empty localVariables change nothing; an empty map empties."""
    created = loop.ok("CreateDeployment", loop.body(**WORDS))
    kept: list[dict[str, Any]] = [{}, dict.fromkeys(WORDS), {"localVariables": []}]
    for body in kept:
        changed = loop.update(created["deploymentId"], **body)
        loop.equal({**created, "modifiedAt": ""}, {**changed, "modifiedAt": ""}, "the deployment")
    emptied = loop.update(created["deploymentId"], flinkConf={}, labels={})
    loop.equal([{}, {}], [emptied["flinkConf"], emptied["labels"]], "the empty maps")
    loop.equal([], loop.names(labelKey="team"), "deployments with the label")


@RULES.of("UpdateDeployment")
def an_artifact_keeps_its_kind(loop: DeployLoop) -> None:
    """The kind and the mode cannot change; stating them again is no change."""
    deployment_id = loop.create()
    jar = {"kind": "JAR", **KINDS["JAR"]}
    ids = {"deploymentId": deployment_id}
    loop.refused(
        INVALID, "UpdateDeployment", {"artifact": jar}, "$.artifact.kind", "SQLSCRIPT", **ids
    )
    batch = {"executionMode": "BATCH"}
    loop.refused(INVALID, "UpdateDeployment", batch, "$.executionMode", "STREAMING", **ids)
    loop.equal(SQL, loop.deployment(deployment_id)["artifact"], "the artifact")
    same = loop.update(deployment_id, artifact=SQL, executionMode="STREAMING")
    loop.equal(SQL, same["artifact"], "the artifact")
    script = {"sqlArtifact": {"sqlScript": "INSERT INTO other SELECT 1"}}
    changed = loop.update(deployment_id, artifact=script)
    loop.equal({"kind": "SQLSCRIPT", **script}, changed["artifact"], "the artifact")
    empty = {"artifact": {"sqlArtifact": {"sqlScript": ""}}}
    loop.refused(INVALID, "UpdateDeployment", empty, "$.artifact.sqlArtifact.sqlScript", **ids)


@RULES.of("UpdateDeployment")
def a_name_stays_unique(loop: DeployLoop) -> None:
    """The name of another deployment is refused, one's own is not; a new one frees the old one."""
    first, second = loop.create("a"), loop.create("b")
    name = {"name": loop.name("a")}
    loop.refused(CONFLICT, "UpdateDeployment", name, loop.name("a"), deploymentId=second)
    loop.equal(loop.name("b"), loop.deployment(second)["name"], "the name")
    loop.update(first, **name)
    loop.update(first, name=loop.name("c"))
    loop.update(second, **name)
    loop.equal(["a", "c"], sorted(loop.names()), "the names")
    loop.equal([], loop.names(name=loop.name("b")), "deployments of the old name")
    for bad in ("", " ", f"{loop.name()} ", "\x01"):
        loop.refused(INVALID, "UpdateDeployment", {"name": bad}, "$.name", deploymentId=first)


@RULES.of("UpdateDeployment")
def what_the_service_sets_stays(loop: DeployLoop) -> None:
    """An update does not change the properties that only the service sets."""
    created = loop.ok("CreateDeployment", loop.body())
    foreign = {**dict.fromkeys(SERVICE, "foreign"), "jobSummary": {"running": 7}}
    changed = loop.update(created["deploymentId"], **{**foreign, "deploymentHasChanged": True})
    loop.equal({**created, "modifiedAt": ""}, {**changed, "modifiedAt": ""}, "the deployment")


@RULES.of("UpdateDeployment")
def a_change_is_seen_until_the_next_start(loop: DeployLoop) -> None:
    """deploymentHasChanged holds from a change on until the next start, and never before the first."""
    deployment_id = loop.create()

    def has_changed() -> Any:
        return loop.deployment(deployment_id)["deploymentHasChanged"]

    loop.update(deployment_id, description="before any start")
    loop.equal(False, has_changed(), "deploymentHasChanged before the first start")
    job_id = loop.running(deployment_id)
    loop.equal(False, has_changed(), "deploymentHasChanged after a start")
    loop.update(deployment_id, description="while it runs")
    loop.equal(True, has_changed(), "deploymentHasChanged after a change")
    loop.stopped(job_id)
    loop.equal(True, has_changed(), "deploymentHasChanged after a stop")
    loop.start(deployment_id)
    loop.equal(False, has_changed(), "deploymentHasChanged after the next start")


@RULES.of("UpdateDeployment")
def a_running_job_is_not_touched(loop: DeployLoop) -> None:
    """A job is a copy of its deployment: a change holds from the next start on."""
    deployment_id = loop.create(flinkConf={"a": "1"}, engineVersion="vvr-1")
    job_id = loop.running(deployment_id)
    job = loop.job(job_id)
    loop.update(deployment_id, flinkConf={"a": "2"}, engineVersion="vvr-2", name=loop.name("b"))
    loop.equal(job, loop.job(job_id), "the running job")
    loop.stopped(job_id)
    later = loop.start(deployment_id)
    loop.equal({"a": "2"}, later["flinkConf"], "the settings of the next job")
    shown = [later["engineVersion"], later["deploymentName"]]
    loop.equal(["vvr-2", loop.name("b")], shown, "version and name of the next job")


@RULES.of("DeleteDeployment")
def gone_for_good(loop: DeployLoop) -> None:
    """A deleted deployment is not found, not listed, and cannot be changed, started or deleted."""
    deployment_id, other = loop.create("a"), loop.create("b")
    loop.equal(None, loop.ok("DeleteDeployment", deploymentId=deployment_id), "the payload")
    for name in ("GetDeployment", "DeleteDeployment", "ListJobs"):
        loop.missing(name, deploymentId=deployment_id)
    loop.missing("UpdateDeployment", {"description": "x"}, deploymentId=deployment_id)
    loop.missing("StartJobWithParams", {"deploymentId": deployment_id})
    loop.missing("CreateSavepoint", {"deploymentId": deployment_id})
    loop.equal(["b"], loop.names(), "the names")
    loop.equal(loop.name("b"), loop.deployment(other)["name"], "the other deployment")


@RULES.of("DeleteDeployment")
def refused_while_a_job_has_not_ended(loop: DeployLoop) -> None:
    """A deployment with a job that has not ended is not deleted; the refusal names the job."""
    deployment_id = loop.create()
    job_id = loop.start(deployment_id)["jobId"]
    ids = {"deploymentId": deployment_id}
    loop.refused(CONFLICT, "DeleteDeployment", None, job_id, **ids)
    loop.await_job(job_id, "RUNNING")
    loop.refused(CONFLICT, "DeleteDeployment", None, job_id, "RUNNING", **ids)
    loop.stopped(job_id)
    loop.ok("DeleteDeployment", **ids)


@RULES.of("DeleteDeployment")
def takes_its_jobs_and_leaves_its_savepoints(loop: DeployLoop) -> None:
    """Its jobs go with it, and their ids never return; its savepoints stay until they are deleted."""
    deployment_id, other = loop.create("a"), loop.create("b")
    job_id, kept = loop.running(deployment_id), loop.running(other)
    savepoint = loop.taken(deployment_id)
    loop.stopped(job_id)
    loop.ok("DeleteDeployment", deploymentId=deployment_id)
    loop.missing("GetJob", jobId=job_id)
    loop.missing("StopJob", {"stopStrategy": "NONE"}, jobId=job_id)
    loop.equal("RUNNING", loop.state(kept), "the job of another deployment")
    again = {"deploymentId": other, "jobId": job_id}
    loop.refused(CONFLICT, "StartJobWithParams", again, job_id)
    loop.equal(savepoint, loop.savepoint(savepoint["savepointId"]), "the savepoint")
    listed = [each["savepointId"] for each in loop.savepoints(deploymentId=deployment_id)]
    loop.checker.expect(savepoint["savepointId"] in listed, "the savepoint is not listed")
    loop.ok("DeleteSavepoint", savepointId=savepoint["savepointId"])
    loop.missing("GetSavepoint", savepointId=savepoint["savepointId"])


@RULES.of("GetDeployment")
def jobs_are_counted(loop: DeployLoop) -> None:
    """jobSummary has the number of jobs in each state."""
    deployment_id = loop.create()

    def summary() -> dict[str, int]:
        shown = loop.deployment(deployment_id)["jobSummary"]
        return {state: number for state, number in shown.items() if number}

    first = loop.start(deployment_id)["jobId"]
    loop.checker.expect(set(summary()) <= {"starting", "running"}, f"a start counts as {summary()}")
    loop.await_job(first, "RUNNING")
    loop.equal({"running": 1}, summary(), "the numbers")
    loop.stopped(first)
    loop.equal({"cancelled": 1}, summary(), "the numbers")
    loop.stopped(loop.running(deployment_id))
    loop.equal({"cancelled": 2}, summary(), "the numbers")
    loop.stopped(loop.running(deployment_id), "STOP_WITH_SAVEPOINT")
    loop.equal({"cancelled": 2, "finished": 1}, summary(), "the numbers")
    loop.ok("DeleteJob", jobId=first)
    loop.equal({"cancelled": 1, "finished": 1}, summary(), "the numbers")


@RULES.of("GetDeployment", "clock")
def jobs_of_every_state_are_counted(loop: DeployLoop) -> None:
    """Those that start, are cancelled, or have failed are counted, too."""
    failing, slow = loop.create("fails-later"), loop.create("slow")
    loop.start(failing)
    numbers = loop.deployment(failing)["jobSummary"]
    loop.equal((1, 1), (numbers["starting"], sum(numbers.values())), "the jobs that start")
    loop.pass_time(20)
    numbers = loop.deployment(failing)["jobSummary"]
    loop.equal((1, 1), (numbers["failed"], sum(numbers.values())), "the jobs that failed")
    loop.stop(loop.running(slow))
    numbers = loop.deployment(slow)["jobSummary"]
    loop.equal((1, 1), (numbers["cancelling"], sum(numbers.values())), "the jobs being cancelled")
