"""A JobManager without high availability is killed: each request ends, and the target tells the truth."""

from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from flinkjobs.models.jobs import Job

from ...survival_record import recording
from ...target.clusters.caller import Caller
from ...target.clusters.fake_flink import Moment
from .attacked_cluster import ENDLESS_SCRIPT, SETTINGS, AttackedCluster, JobManagerKiller

_PATIENCE = 600.0


class Attack(Struct, frozen=True, kw_only=True):
    """A kill of the JobManager at a request of what was asked for, and how the job ends."""

    asked: Literal["start", "savepoint", "STOP_WITH_SAVEPOINT", "NONE"]
    request: str
    moment: Moment
    end: str


ATTACKS = (
    Attack(asked="start", request="/run", moment="before", end="RUNNING"),
    Attack(asked="start", request="/run", moment="answered", end="FAILED"),
    Attack(asked="savepoint", request="/savepoints", moment="after", end="FAILED"),
    Attack(asked="STOP_WITH_SAVEPOINT", request="/stop", moment="before", end="FAILED"),
    Attack(asked="STOP_WITH_SAVEPOINT", request="/stop", moment="after", end="FAILED"),
    Attack(asked="NONE", request="?mode=cancel", moment="before", end="CANCELLED"),
)


def test_each_request_ends_when_the_jobmanager_is_killed(
    attacked: AttackedCluster, tmp_path: Path
) -> None:
    """A start is made anew, a stop is done; jobs that Flink forgot have failed, and the next one runs."""
    caller, killer = Caller(attacked.target(tmp_path / "data")), JobManagerKiller(attacked)
    deployment_id = caller.create("restarted", ENDLESS_SCRIPT, SETTINGS)
    with recording("JobManager killed", f"{attacked.name}, SQLite") as facts:
        for attack in ATTACKS:
            job_id = attacked_job(caller, killer, deployment_id, attack)
            job = caller.await_job(job_id, attack.end, patience=_PATIENCE)
            check_end(caller, deployment_id, job)
            attacked.check_jobs(caller, deployment_id)
            if job.state == "RUNNING":
                caller.stop(job_id, "NONE")
                caller.await_job(job_id, "CANCELLED")
        facts |= {"kills that hit": len(ATTACKS), "jobs": len(caller.jobs(deployment_id))}


def attacked_job(
    caller: Caller, killer: JobManagerKiller, deployment_id: str, attack: Attack
) -> str:
    """Ask for what is attacked, start the JobManager again, and return the id of the job."""
    if attack.asked == "start":
        killer.arm(attack.request, attack.moment)
        job_id = caller.start(deployment_id)
    else:
        job_id = caller.start(deployment_id)
        caller.await_job(job_id, "RUNNING")
        killer.arm(attack.request, attack.moment)
        if attack.asked == "savepoint":
            caller.take_savepoint(deployment_id)
        else:
            caller.stop(job_id, attack.asked)
    killer.restart()
    return job_id


def check_end(caller: Caller, deployment_id: str, job: Job) -> None:
    """Check that a job that was lost says so, and that each savepoint has failed or has its files."""
    if job.state == "FAILED":
        assert job.status is not None and job.status.failure is not None
        assert job.status.failure.reason == "JobLostByFlink"
    for savepoint in caller.savepoints(deployment_id):
        assert savepoint.status is not None
        if savepoint.status.state == "COMPLETED":
            folder = Path(unquote(urlsplit(savepoint.savepoint_location or "").path))
            assert (folder / "_metadata").exists()
        else:
            assert savepoint.status.state == "FAILED"
