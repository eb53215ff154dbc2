"""The reference: what is to be answered, written in a few lines on lists of jobs.

It shares nothing with the server and knows no indexes, pages or databases.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["Model", "modelled"]

Job = Mapping[str, Any]
_PLACE = ("workspace", "namespace", "deploymentId")


class Model:
    """The jobs of one account; `empty` is the place of a deployment that is known without any."""

    def __init__(self, jobs: Sequence[Job], empty: Mapping[str, str]) -> None:
        self._jobs = jobs
        self._known = {tuple(job[name] for name in _PLACE) for job in jobs}
        self._known.add(tuple(empty[name] for name in _PLACE))

    def answer(self, operation: str, asked: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Give the properties of the answer that the data decide; None when nothing is there."""
        return _OPERATIONS[operation](self, asked)

    def list_jobs(self, asked: Mapping[str, Any]) -> Mapping[str, Any] | None:
        place = tuple(asked[name] for name in _PLACE)
        if place not in self._known:
            return None
        jobs = [job for job in self._jobs if tuple(job[name] for name in _PLACE) == place]
        jobs.sort(key=_KEYS[asked["sortName"]], reverse=asked["sortOrder"] == "desc")
        begin = (asked["pageIndex"] - 1) * asked["pageSize"]
        return {"totalSize": len(jobs), "data": jobs[begin : begin + asked["pageSize"]]}

    def get_job(self, asked: Mapping[str, Any]) -> Mapping[str, Any] | None:
        names = ("workspace", "namespace", "jobId")
        found = [job for job in self._jobs if all(job[name] == asked[name] for name in names)]
        return {"data": max(found, key=_created)} if found else None


def modelled(operation: str) -> bool:
    """Tell whether there is a model of an operation."""
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
