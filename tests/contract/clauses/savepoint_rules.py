"""Rules of savepoints: how they are taken, listed and deleted."""

import uuid
from collections.abc import Iterator

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import CONFLICT, DeployLoop
from .rules import Rules

RULES = Rules()


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about savepoints."""
    yield from RULES.clauses(operation)


@RULES.of("CreateSavepoint")
def taken_of_the_running_job(loop: DeployLoop) -> None:
    """A savepoint is STARTED at first, and COMPLETED with a location; it is got and listed alike."""
    deployment_id = loop.create()
    job_id = loop.running(deployment_id)
    first = loop.take(deployment_id, description="before ä")
    expected = {
        "deploymentId": deployment_id,
        "jobId": job_id,
        "namespace": loop.place["namespace"],
        "description": "before ä",
        "status": {"state": "STARTED"},
        "savepointOrigin": "USER_REQUEST",
        "nativeFormat": False,
        "stopWithDrainEnabled": False,
    }
    loop.equal(expected, {name: first[name] for name in expected}, "the savepoint")
    loop.equal(first["createdAt"], first["modifiedAt"], "the time of the last change")
    now = int(loop.checker.client.now().timestamp())
    loop.checker.expect(abs(first["createdAt"] - now) < 900, "createdAt is not now")
    loop.checker.expect(not first.get("savepointLocation"), "it lies somewhere already")
    taken = loop.await_savepoint(first["savepointId"], "COMPLETED")
    kept = {**first, "status": {"state": "COMPLETED"}}
    kept |= {name: taken[name] for name in ("savepointLocation", "modifiedAt")}
    loop.equal(kept, taken, "the complete savepoint")
    loop.checker.expect(bool(taken["savepointLocation"]), "it lies nowhere")
    loop.equal([taken], loop.savepoints(deploymentId=deployment_id), "those of the deployment")
    loop.equal([taken], loop.savepoints(jobId=job_id), "those of the job")
    loop.equal("RUNNING", loop.state(job_id), "the state of the job")


@RULES.of("CreateSavepoint")
def in_native_format(loop: DeployLoop) -> None:
    """nativeFormat is kept; a savepoint without a description has none."""
    deployment_id = loop.create()
    loop.running(deployment_id)
    for native in (True, False):
        savepoint = loop.taken(deployment_id, nativeFormat=native)
        loop.equal(native, savepoint["nativeFormat"], "nativeFormat")
        loop.checker.expect(not savepoint.get("description"), "it has a description")


@RULES.of("CreateSavepoint")
def of_a_running_stream_alone(loop: DeployLoop) -> None:
    """Without a job, while it starts, of a batch: no savepoint is taken, and none is left."""
    stream, batch = loop.create("a"), loop.create("b", executionMode="BATCH")
    loop.refused(CONFLICT, "CreateSavepoint", {"deploymentId": stream}, stream)
    job_id = loop.start(batch)["jobId"]
    loop.await_job(job_id, "RUNNING")
    loop.refused(CONFLICT, "CreateSavepoint", {"deploymentId": batch}, job_id, "batch")
    body = {"stopStrategy": "STOP_WITH_SAVEPOINT"}
    loop.refused(CONFLICT, "StopJob", body, job_id, "batch", jobId=job_id)
    if loop.checker.target.control:
        starting = loop.start(stream)["jobId"]
        loop.refused(CONFLICT, "CreateSavepoint", {"deploymentId": stream}, starting)
    for deployment_id in (stream, batch):
        loop.equal([], loop.savepoints(deploymentId=deployment_id), "the savepoints")
    loop.missing("CreateSavepoint", {"deploymentId": str(uuid.uuid4())})


@RULES.of("CreateSavepoint", "clock")
def one_at_a_time(loop: DeployLoop) -> None:
    """A second savepoint is refused while the first one is taken, which the refusal names."""
    deployment_id = loop.create("slow")
    loop.running(deployment_id)
    first = loop.take(deployment_id)["savepointId"]
    loop.refused(CONFLICT, "CreateSavepoint", {"deploymentId": deployment_id}, first)
    loop.pass_time(4.5)
    loop.equal("STARTED", loop.savepoint(first)["status"]["state"], "the state")
    loop.pass_time(1)
    shown = loop.savepoint(first)
    loop.equal("COMPLETED", shown["status"]["state"], "the state")
    loop.equal(5, shown["modifiedAt"] - shown["createdAt"], "the seconds that it took")
    second = loop.take(deployment_id)["savepointId"]
    loop.checker.expect(first != second, "two savepoints have one id")


@RULES.of("CreateSavepoint", "clock")
def one_that_fails(loop: DeployLoop) -> None:
    """A savepoint that fails says why and when, and lies nowhere; the job runs on."""
    deployment_id = loop.create("no-savepoints")
    job_id = loop.running(deployment_id)
    asked = loop.take(deployment_id)
    loop.pass_time(2)
    failed = loop.savepoint(asked["savepointId"])
    failure = failed["status"]["failure"]
    loop.equal("FAILED", failed["status"]["state"], "the state")
    loop.equal("No disk.", failure["message"], "the message")
    loop.checker.expect(bool(failure["reason"]), "there is no reason")
    loop.equal(failed["modifiedAt"], failure["failedAt"], "when it failed")
    loop.checker.expect(not failed.get("savepointLocation"), "it lies somewhere")
    loop.equal("RUNNING", loop.state(job_id), "the state of the job")
    loop.take(deployment_id)


@RULES.of("CreateSavepoint", "clock")
def ended_by_the_end_of_its_job(loop: DeployLoop) -> None:
    """A savepoint that is being taken when its job is stopped at once has failed."""
    deployment_id = loop.create("slow")
    job_id = loop.running(deployment_id)
    asked = loop.take(deployment_id)
    loop.stop(job_id)
    loop.pass_time(20)
    loop.equal("CANCELLED", loop.state(job_id), "the state of the job")
    state = loop.savepoint(asked["savepointId"])["status"]["state"]
    loop.checker.expect(state != "STARTED", "a savepoint of a job that ended is being taken")
    loop.ok("DeleteSavepoint", savepointId=asked["savepointId"])


@RULES.of("ListSavepoints")
def of_one_deployment_or_job(loop: DeployLoop) -> None:
    """deploymentId and jobId keep the savepoints of these, alone and together."""
    ids = []
    for suffix in "ab":
        deployment_id = loop.create(suffix)
        for _ in range(2):
            job_id = loop.running(deployment_id)
            ids.append((deployment_id, job_id, loop.taken(deployment_id)["savepointId"]))
            loop.stopped(job_id)

    def found(**conditions: str) -> list[str]:
        mine = {savepoint_id for _, _, savepoint_id in ids}
        listed = [each["savepointId"] for each in loop.savepoints(**conditions)]
        return sorted(mine.intersection(listed))

    for deployment_id, job_id, savepoint_id in ids:
        expected = sorted(each for owner, _, each in ids if owner == deployment_id)
        loop.equal(expected, found(deploymentId=deployment_id), "those of a deployment")
        loop.equal([savepoint_id], found(jobId=job_id), "those of a job")
        for other, _, _ in ids:
            both = found(deploymentId=other, jobId=job_id)
            loop.equal([savepoint_id] if other == deployment_id else [], both, "those of both")
    loop.equal(sorted(each for _, _, each in ids), found(), "all of them")
    for name in ("deploymentId", "jobId"):
        loop.equal([], loop.savepoints(**{name: str(uuid.uuid4())}), f"those of an unknown {name}")


@RULES.of("ListSavepoints", "clock")
def newest_first(loop: DeployLoop) -> None:
    """The newest savepoint comes first; those of one second by descending id."""
    ids = [loop.create(suffix) for suffix in "ab"]
    for deployment_id in ids:
        loop.running(deployment_id)
    rounds = []
    for _ in range(3):
        rounds.append([loop.take(deployment_id)["savepointId"] for deployment_id in ids])
        loop.pass_time(2)
    expected = [each for taken in reversed(rounds) for each in sorted(taken, reverse=True)]
    items, total = loop.page("ListSavepoints")
    loop.equal((expected, 6), ([item["savepointId"] for item in items], total), "the savepoints")
    items, total = loop.page("ListSavepoints", pageSize=2, pageIndex=2)
    found = [item["savepointId"] for item in items]
    loop.equal((expected[2:4], 6), (found, total), "the second page")
    loop.equal(
        expected[:2], [e["savepointId"] for e in loop.page("ListSavepoints", pageSize=2)[0]], ""
    )
    for savepoint_id in expected:
        loop.ok("DeleteSavepoint", savepointId=savepoint_id)
    loop.equal(([], 0), loop.page("ListSavepoints"), "what is left")


@RULES.of("ListSavepoints", "clock")
def checkpoints_are_among_them(loop: DeployLoop) -> None:
    """A stop at once retains the last checkpoint: of its time, in native format, not to be deleted."""
    deployment_id = loop.create(flinkConf={"execution.checkpointing.interval": "3s"})
    job_id = loop.running(deployment_id)
    began = loop.job(job_id)["startTime"]
    loop.pass_time(10)
    loop.stopped(job_id)
    (checkpoint,) = loop.savepoints(deploymentId=deployment_id)
    expected = {
        "deploymentId": deployment_id,
        "jobId": job_id,
        "namespace": loop.place["namespace"],
        "savepointOrigin": "RETAINED_CHECKPOINT",
        "nativeFormat": True,
        "stopWithDrainEnabled": False,
        "status": {"state": "COMPLETED"},
    }
    loop.equal(expected, {name: checkpoint[name] for name in expected}, "the checkpoint")
    loop.checker.expect(bool(checkpoint["savepointLocation"]), "it lies nowhere")
    age = checkpoint["createdAt"] - began
    loop.checker.expect(age == 9, f"it is of second {age} of the job, not of the ninth")
    ids = {"savepointId": checkpoint["savepointId"]}
    loop.equal(checkpoint, loop.savepoint(**{"savepoint_id": ids["savepointId"]}), "the checkpoint")
    loop.refused(CONFLICT, "DeleteSavepoint", None, ids["savepointId"], **ids)
    loop.equal(1, len(loop.savepoints(jobId=job_id)), "the number of savepoints")
    short = loop.running(deployment_id)
    loop.pass_time(1)
    loop.stopped(short)
    loop.equal([], loop.savepoints(jobId=short), "those of a job without a checkpoint")


@RULES.of("ListSavepoints", "clock")
def no_checkpoint_after_a_stop_with_savepoint(loop: DeployLoop) -> None:
    """A job that was stopped with a savepoint retains no checkpoint beside it."""
    deployment_id = loop.create()
    job_id = loop.running(deployment_id)
    loop.pass_time(30)
    loop.stopped(job_id, "STOP_WITH_SAVEPOINT")
    origins = [each["savepointOrigin"] for each in loop.savepoints(jobId=job_id)]
    loop.equal(["STOP_WITH_SAVEPOINT"], origins, "the origins")


@RULES.of("DeleteSavepoint")
def gone_for_good(loop: DeployLoop) -> None:
    """A deleted savepoint is not found and not listed; others stay."""
    deployment_id = loop.create()
    loop.running(deployment_id)
    first, second = loop.taken(deployment_id), loop.taken(deployment_id)
    ids = {"savepointId": first["savepointId"]}
    loop.equal(None, loop.ok("DeleteSavepoint", **ids), "the payload")
    for _ in range(2):
        loop.missing("GetSavepoint", **ids)
        loop.missing("DeleteSavepoint", **ids)
        loop.equal([second], loop.savepoints(deploymentId=deployment_id), "the savepoints")
        loop.pass_time(2)
    loop.missing("DeleteSavepoint", savepointId=str(uuid.uuid4()))


@RULES.of("DeleteSavepoint", "clock")
def refused_while_it_is_taken(loop: DeployLoop) -> None:
    """A savepoint that is being taken is not deleted; one that failed is."""
    slow, failing = loop.create("slow"), loop.create("no-savepoints")
    loop.running(slow)
    loop.running(failing)
    ids = {"savepointId": loop.take(slow)["savepointId"]}
    loop.refused(CONFLICT, "DeleteSavepoint", None, ids["savepointId"], **ids)
    loop.await_savepoint(ids["savepointId"], "COMPLETED")
    loop.ok("DeleteSavepoint", **ids)
    failed = loop.take(failing)["savepointId"]
    loop.await_savepoint(failed, "FAILED")
    loop.ok("DeleteSavepoint", savepointId=failed)
    loop.missing("GetSavepoint", savepointId=failed)


@RULES.of("DeleteSavepoint", "control")
def that_of_elsewhere(loop: DeployLoop) -> None:
    """A savepoint of another namespace is neither got nor deleted nor restored."""
    deployment_id = loop.create()
    loop.running(deployment_id)
    savepoint_id = loop.taken(deployment_id)["savepointId"]
    place = {"namespace": f"{loop.place['namespace']}-2"}
    other = loop.ok("CreateDeployment", loop.body("b"), **place)["deploymentId"]
    loop.missing("GetSavepoint", savepointId=savepoint_id, **place)
    loop.missing("DeleteSavepoint", savepointId=savepoint_id, **place)
    restore = {"kind": "FROM_SAVEPOINT", "savepointId": savepoint_id}
    body = {"deploymentId": other, "restoreStrategy": restore}
    loop.missing("StartJobWithParams", body, **place)
    loop.equal(([], 0), loop.page("ListSavepoints", **place), "those of the other namespace")
    loop.savepoint(savepoint_id)
