"""Rules of what is asked about running jobs: Flink's own API, and the log of their start."""

import json
import uuid
from collections.abc import Iterator

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import INVALID, DeployLoop
from .rules import Rules

RULES = Rules()


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about running jobs."""
    yield from RULES.clauses(operation)


def _flink_id(job_id: str) -> str:
    return job_id.replace("-", "")


def _about(job_id: str, path: str, **place: str) -> dict[str, str]:
    return {"resourceType": "jobs", "resourceId": job_id, "flinkApiPath": path, **place}


@RULES.of("FlinkApiProxy")
def flinks_own_words(loop: DeployLoop) -> None:
    """The data are Flink's JSON about the job: its id there, its state, and times in milliseconds."""
    job_id = loop.running(loop.create())
    flink_id = _flink_id(job_id)
    shown = json.loads(loop.ok("FlinkApiProxy", **_about(job_id, f"/jobs/{flink_id}")))
    loop.equal((flink_id, "RUNNING"), (shown["jid"], shown["state"]), "the job in Flink")
    loop.equal(loop.job(job_id)["startTime"], shown["start-time"] // 1000, "the start")
    loop.equal(-1, shown["end-time"], "the end")
    loop.stopped(job_id)
    shown = json.loads(loop.ok("FlinkApiProxy", **_about(job_id, f"/jobs/{flink_id}")))
    loop.equal("CANCELED", shown["state"], "the state in Flink")
    loop.checker.expect(shown["end-time"] >= shown["start-time"], "it ends before it starts")


@RULES.of("FlinkApiProxy")
def nothing_about_others(loop: DeployLoop) -> None:
    """Only paths about the job itself are read, however they are written; the refusal names those."""
    own, other = (loop.running(loop.create(suffix)) for suffix in "ab")
    base = f"/jobs/{_flink_id(own)}"
    elsewhere = f"/jobs/{_flink_id(other)}"
    loop.refused(INVALID, "FlinkApiProxy", None, base, **_about(own, elsewhere))
    for path in (
        "/jobs/overview",
        "/config",
        "/",
        "jobs",
        f"{base}0",
        f"{base}/",
        f"/{base}",
        f"{base}/jobmanager/config",
        f"{base}/jobmanager/environment",
        f"{base}/..{elsewhere}",
        f"{base}/%2e%2e/{_flink_id(other)}",
        f"{base}/../../config",
        f"{base}/checkpoints/../../../config",
        f"{base}\\..\\{_flink_id(other)}",
        f"{base}#/config",
        f"{base}?x=/config",
        f"{base}/metrics?get=a&next=b",
        f"{base} ",
        f"{base}\n/config",
        f"http://127.0.0.1{base}",
        f"//127.0.0.1{base}",
        base.upper(),
    ):
        loop.refused(INVALID, "FlinkApiProxy", **_about(own, path))


@RULES.of("FlinkApiProxy")
def no_job_is_no_path(loop: DeployLoop) -> None:
    """A job that does not exist is not found; a session cluster, which others share, is refused."""
    unknown = str(uuid.uuid4())
    loop.missing("FlinkApiProxy", **_about(unknown, f"/jobs/{_flink_id(unknown)}"))
    cluster = {"resourceType": "sessionclusters", "resourceId": "session", "flinkApiPath": "/jobs"}
    loop.refused(INVALID, "FlinkApiProxy", None, "resourceType", **cluster)


@RULES.of("FlinkApiProxy", "control")
def not_from_elsewhere(loop: DeployLoop) -> None:
    """A job of another namespace, or another account, is not found, and no log is shown of it."""
    deployment_id = loop.create()
    job_id = loop.running(deployment_id)
    about = _about(job_id, f"/jobs/{_flink_id(job_id)}")
    place = {"namespace": f"{loop.place['namespace']}-2"}
    loop.ok("CreateDeployment", loop.body("b"), **place)
    loop.missing("FlinkApiProxy", **about, **place)
    loop.missing("GetLatestJobStartLog", deploymentId=deployment_id, **place)
    stranger = loop.checker.control.create_tenant()
    operation = loop.checker.contract.operation("FlinkApiProxy")
    response = loop.send("FlinkApiProxy", key=stranger.key, **about)
    loop.checker.expect_not_found(operation, response)


@RULES.of("GetLatestJobStartLog")
def of_the_latest_start(loop: DeployLoop) -> None:
    """The log is empty at first; then it names the newest job instance and what it restores."""
    deployment_id = loop.create()
    ids = {"deploymentId": deployment_id}
    loop.equal("", loop.ok("GetLatestJobStartLog", **ids), "the log without a start")
    first = loop.running(deployment_id)
    savepoint_id = loop.taken(deployment_id)["savepointId"]
    log = loop.ok("GetLatestJobStartLog", **ids)
    for word in (first, "NONE"):
        loop.checker.expect(word in log, f"the log does not name {word}: {log}")
    loop.stopped(first)
    loop.pass_time(2)
    second = loop.running(deployment_id, restoreStrategy={"kind": "LATEST_SAVEPOINT"})
    log = loop.ok("GetLatestJobStartLog", **ids)
    for word in (second, "LATEST_SAVEPOINT", savepoint_id):
        loop.checker.expect(word in log, f"the log does not name {word}: {log}")
    loop.checker.expect(first not in log, f"the log is that of the first start: {log}")
    loop.checker.expect(log.endswith("\n"), f"the last line does not end: {log}")
    times = [line.partition(" ")[0] for line in log.splitlines()]
    loop.checker.expect(all(time.endswith("Z") for time in times), f"a time is not in UTC: {log}")
    loop.missing("GetLatestJobStartLog", deploymentId=str(uuid.uuid4()))


@RULES.of("GetLatestJobStartLog", "clock")
def why_it_failed(loop: DeployLoop) -> None:
    """The log of a job that failed ends with its reason and message."""
    deployment_id = loop.create("fails-later")
    loop.running(deployment_id)
    loop.pass_time(20)
    log = loop.ok("GetLatestJobStartLog", deploymentId=deployment_id)
    loop.checker.expect(log.endswith(" FAILED: Broken: It broke.\n"), f"no failure ends it: {log}")
