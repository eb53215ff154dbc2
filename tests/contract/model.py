"""The reference model: the expected response, computed in a few lines on lists of jobs.

It shares nothing with the server and knows no indexes, pages or databases.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["Model", "has_model"]

Job = Mapping[str, Any]
_DEPLOYMENT_IDS = ("workspace", "namespace", "deploymentId")


class Model:
    """The jobs of one account; `empty` are the ids of a deployment without any."""

    def __init__(self, jobs: Sequence[Job], empty: Mapping[str, str]) -> None:
        self._jobs = jobs
        self._deployments = {tuple(job[name] for name in _DEPLOYMENT_IDS) for job in jobs}
        self._deployments.add(tuple(empty[name] for name in _DEPLOYMENT_IDS))

    def respond(self, operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the properties of the response that the data decide; None when nothing is found."""
        return _OPERATIONS[operation](self, arguments)

    def list_jobs(self, arguments: Mapping[str, Any]) -> Mapping[str, Any] | None:
        ids = tuple(arguments[name] for name in _DEPLOYMENT_IDS)
        if ids not in self._deployments:
            return None
        jobs = [job for job in self._jobs if tuple(job[name] for name in _DEPLOYMENT_IDS) == ids]
        jobs.sort(key=_KEYS[arguments["sortName"]], reverse=arguments["sortOrder"] == "desc")
        begin = (arguments["pageIndex"] - 1) * arguments["pageSize"]
        return {"totalSize": len(jobs), "data": jobs[begin : begin + arguments["pageSize"]]}

    def get_job(self, arguments: Mapping[str, Any]) -> Mapping[str, Any] | None:
        names = ("workspace", "namespace", "jobId")
        jobs = [job for job in self._jobs if all(job[name] == arguments[name] for name in names)]
        return {"data": max(jobs, key=_created)} if jobs else None


def has_model(operation: str) -> bool:
    """Whether there is a model of an operation."""
    return operation in _OPERATIONS


def _created(job: Job) -> tuple[Any, ...]:
    """Order by creation time; a job that does not say it is older than every other."""
    return ("createdAt" in job, int(job.get("createdAt", 0)), job["jobId"])


def _state(job: Job) -> tuple[Any, ...]:
    """Order by state; a job that does not say it comes before every other."""
    state = job.get("status", {}).get("currentJobStatus")
    return (state is not None, state or "", job["jobId"])


_KEYS: dict[str, Callable[[Job], Any]] = {
    "gmt_create": _created,
    "job_id": lambda job: job["jobId"],
    "status": _state,
}
_OPERATIONS: dict[str, Callable[[Model, Mapping[str, Any]], Mapping[str, Any] | None]] = {
    "ListJobs": Model.list_jobs,
    "GetJob": Model.get_job,
}
