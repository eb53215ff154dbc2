"""The jobs that targets of the tests hold: varied, tied, incomplete, and beside each other's ids."""

import json
from collections.abc import Iterator
from typing import Any

from flinkjobs_target.sample_jobs import varied_jobs

from ..contract import SPECIFICATION
from .control import Job

__all__ = ["EXAMPLE", "IDS", "empty_deployment", "seed_ids", "seed_jobs"]

EXAMPLE = SPECIFICATION.parent / "examples" / "list-jobs.json"
IDS = ("workspace", "namespace", "deploymentId", "jobId")
_VARIED = 90
_STATES = ("RUNNING", "RUN", "running", "SUSPENDED", "", "CANCELLED", "Zombie", "État")
_NAMES = ("a", "A", "aa", "a b", "a/c", "a%2Fc", "a+c", "ö", "a~", "z", "Z", "0", "00", "-1", "日")


def seed_jobs() -> list[Job]:
    """Return all jobs; the first one is the example of the product's page."""
    job: Job = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    mine = [job, *varied_jobs(job, _VARIED, seed=1), *_odd(job)]
    return [*mine, *_beside(job)]


def seed_ids() -> dict[str, Any]:
    """Return the ids that find the example."""
    job = seed_jobs()[0]
    return {name: job[name] for name in IDS}


def empty_deployment() -> dict[str, str]:
    """Return the ids of a deployment that exists and has no jobs."""
    values = seed_ids()
    return {**values, "deploymentId": "deployment-without-jobs"}


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
