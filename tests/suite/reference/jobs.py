"""Jobs of the reference server: varied, tied and incomplete, or as many as one likes."""

from random import Random
from typing import Any
from uuid import UUID

from .service import Job

__all__ = ["VALUES", "job", "mixed_jobs", "plain_jobs"]

VALUES = {
    "workspace": "a14bd5d90a71",
    "namespace": "team1",
    "deploymentId": "58718c99-3b29-4c5e-93bb-c9fc4ec6ab93",
}
_STATES = ("RUNNING", "FAILED", "FINISHED", "CANCELLED", "STARTING", "CANCELLING")
_BEGIN = 1_714_058_507


def job(number: int, **fields: Any) -> Job:
    """Return a job with all that a listing shows of most of them; fields that are None are absent."""
    random = Random(number)
    begin = _BEGIN + number * 997
    usual = {
        **VALUES,
        "jobId": str(UUID(int=random.getrandbits(128), version=4)),
        "deploymentName": "orders",
        "executionMode": random.choice(("STREAMING", "BATCH")),
        "creator": "278463638774560",
        "createdAt": str(begin),
        "modifiedAt": str(begin + 500),
        "startTime": begin + random.randrange(5, 300),
        "endTime": begin + 1000 + random.randrange(10_000),
        "status": {"currentJobStatus": random.choice(_STATES), "healthScore": 3},
        "metric": {"totalCpu": 2.5, "totalMemoryByte": 4096},
        "restoreStrategy": {"kind": "NONE", "jobStartTimeInMs": begin * 1000},
        "flinkConf": {"a": 1, "b": None, "c": 1.0, "d": [True]},
    }
    return {name: value for name, value in (usual | fields).items() if value is not None}


def plain_jobs(count: int) -> list[Job]:
    """Return as many jobs, each newer than the one before."""
    return [job(number) for number in range(count)]


def mixed_jobs() -> list[Job]:
    """Return jobs with ties, without times or states, and with times of other lengths."""
    tied = [job(100 + number, createdAt="1714060000") for number in range(6)]
    timeless = [job(200 + number, createdAt=None, modifiedAt=None) for number in range(3)]
    stateless = [job(300 + number, status=None) for number in range(3)]
    old = {"createdAt": "999999999", "startTime": 999_999_999, "modifiedAt": None}
    elsewhere = [job(500, deploymentId="elsewhere"), job(501, namespace="team2")]
    return [*plain_jobs(24), *tied, *timeless, *stateless, job(400, **old), *elsewhere]
