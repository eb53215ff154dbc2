"""The jobs that targets of the tests hold: varied, tied, incomplete, and beside each other's ids."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..contract import SPECIFICATION
from .control import Job

__all__ = [
    "EXAMPLE",
    "IDS",
    "empty_deployment",
    "savepoint_of",
    "seed_ids",
    "seed_jobs",
    "seed_savepoints",
    "written_ids",
    "written_jobs",
]

EXAMPLE = SPECIFICATION.parent / "examples" / "list-jobs.json"
IDS = ("workspace", "namespace", "deploymentId", "jobId")
_VARIED = 90
_SAVEPOINTS = 40
_SAVEPOINT = "2d8b47a1-8f7d-4b8e-b0a8-8a6cf04c5b1e"
_CREATED = 1_700_000_000
_STATES = ("RUNNING", "RUN", "running", "SUSPENDED", "", "CANCELLED", "Zombie", "État")
_NAMES = ("a", "A", "aa", "a b", "a/c", "a%2Fc", "a+c", "ö", "a~", "z", "Z", "0", "00", "-1", "日")


def seed_jobs() -> list[Job]:
    """Return all jobs; the first one is the example of the product's page."""
    from flinkjobs_target.sample_jobs import varied_jobs

    job = _example()
    mine = [job, *varied_jobs(job, _VARIED, seed=1), *_odd(job)]
    return [*mine, *_beside(job)]


def seed_ids() -> dict[str, Any]:
    """Return the ids that find the example, and a savepoint of it."""
    job = _example()
    return {**{name: job[name] for name in IDS}, "savepointId": _SAVEPOINT}


def written_ids() -> dict[str, Any]:
    """Return the ids with which operations that write are called.

    They find a deployment of a namespace of its own with a job that runs, though it was not started
    here, and a checkpoint: the state of none of them allows that it is stopped or deleted.
    """
    ids = seed_ids()
    return {name: f"{text}-written" if name != "workspace" else text for name, text in ids.items()}


def written_jobs() -> list[Job]:
    """Return the job that operations which write are called with."""
    ids = written_ids()
    job = {**_example(), **{name: ids[name] for name in IDS}}
    return [{**job, "executionMode": "STREAMING", "status": {"currentJobStatus": "RUNNING"}}]


def seed_savepoints() -> list[Mapping[str, Any]]:
    """Return all savepoints: many of the example, and one beside each id that is nearly its own."""
    ids = seed_ids()
    known = {"savepointOrigin": "USER_REQUEST", "createdAt": _CREATED, "modifiedAt": _CREATED + 1}
    many = [
        {
            **ids,
            **known,
            "savepointId": f"savepoint-{number:02}",
            "createdAt": _CREATED - number // 3,
            "status": {"state": ("COMPLETED", "FAILED")[number % 2]},
            "nativeFormat": number % 2 == 0,
        }
        for number in range(_SAVEPOINTS)
    ]
    beside = [
        {**{name: job[name] for name in IDS}, **known, "savepointId": savepoint_of(job)}
        for job in seed_jobs()
        if job["jobId"].endswith("-x{}") and job["deploymentId"] == ids["deploymentId"]
    ]
    checkpoint = {**written_ids(), **known, "savepointOrigin": "RETAINED_CHECKPOINT"}
    return [{**ids, **known, "status": {"state": "COMPLETED"}}, *many, *beside, checkpoint]


def savepoint_of(job: Mapping[str, Any]) -> str:
    """Return the id of the savepoint of a job that is beside the example."""
    return f"savepoint-of-{job['jobId']}"


def empty_deployment() -> dict[str, str]:
    """Return the ids of a deployment that exists and has no jobs."""
    values = seed_ids()
    return {**values, "deploymentId": "deployment-without-jobs"}


def _example() -> Job:
    job: Job = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    return job


def _odd(job: Job) -> Iterator[Job]:
    """Yield jobs of equal times and states, with ids that sort oddly, and with nothing but ids."""
    ids = {name: job[name] for name in IDS}
    created = int(job["createdAt"])
    for number, name in enumerate(_NAMES):
        state = _STATES[number % len(_STATES)]
        times = {"createdAt": str(created - number // 4)}
        yield {**ids, "jobId": name, **times, "status": {"currentJobStatus": state}}
    for number in range(8):
        yield {**ids, "jobId": f"bare-{number}"}
    conf = {"flinkConf": {"a": 1, "b": 1.5, "c": True, "d": [None, "</script>"], "e": {"f": ""}}}
    for moment in (0, 3_000_000, 2**31 - 1, 2**31, 4_102_444_800):
        yield {**ids, "jobId": f"at-{moment}", "createdAt": str(moment)}
    yield {**ids, "jobId": "extra", "createdAt": "3000007", "inTheNextVersion": [1], **conf}


def _beside(job: Job) -> Iterator[Job]:
    """Yield jobs whose ids are nearly those of the others, and one id in three deployments."""
    for name in IDS[:3]:
        for change in ("{}x", "x{}", "{}-2"):
            other = {name: change.format(job[name]), "jobId": f"{name}-{change}"}
            yield {**job, **other}
    yield {**job, "deploymentId": "twice", "jobId": "in-both", "createdAt": "3000100"}
    yield {**job, "deploymentId": "thrice", "jobId": "in-both", "createdAt": "3000200"}
    yield {**job, "deploymentId": "half", "jobId": "in-both", "createdAt": "3000050"}
