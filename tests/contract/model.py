"""The reference model: the expected response, computed in a few lines on lists of jobs.

It shares nothing with the server and knows no indexes, pages or databases.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["Model", "Order", "has_model", "later_times", "order_of"]

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
        order = order_of("ListJobs", arguments)
        assert order is not None
        jobs.sort(key=order.key, reverse=order.descending)
        begin = (arguments["pageIndex"] - 1) * arguments["pageSize"]
        return {"totalSize": len(jobs), "data": jobs[begin : begin + arguments["pageSize"]]}

    def get_job(self, arguments: Mapping[str, Any]) -> Mapping[str, Any] | None:
        names = ("workspace", "namespace", "jobId")
        jobs = [job for job in self._jobs if all(job[name] == arguments[name] for name in names)]
        return {"data": max(jobs, key=_ORDERS["gmt_create"].key)} if jobs else None


def has_model(operation: str) -> bool:
    """Whether there is a model of an operation."""
    return operation in _OPERATIONS


@dataclass(frozen=True)
class Order:
    """A documented order: by the value of a property, then by id; items without it come first."""

    property: str
    value: Callable[[Job], Any]
    descending: bool = False
    id: str = "jobId"

    def key(self, job: Job) -> tuple[Any, ...]:
        """Return the sort key of a job; null counts as absent."""
        value = self.value(job)
        known = () if value is None else (value,)
        return (len(known), *known, job.get(self.id) or "")


def order_of(operation: str, arguments: Mapping[str, Any]) -> Order | None:
    """Return the order that the arguments of an operation request; None where none is documented."""
    if operation == "ListJobs":
        order = _ORDERS.get(arguments.get("sortName", ""))
        return order and replace(order, descending=arguments["sortOrder"] == "desc")
    orders = _NEWEST_FIRST.get(operation, {})
    return orders.get(arguments.get("sortName") or "gmt_create")


def later_times() -> tuple[tuple[str, str], ...]:
    """Return pairs of times of a job, of which the second one is never before the first."""
    return (("startTime", "endTime"), ("createdAt", "modifiedAt"))


def _created(job: Job) -> int | None:
    text = job.get("createdAt")
    return int(text) if text else None


def _modified(item: Job) -> int | None:
    text = item.get("modifiedAt")
    return int(text) if text else None


def _state(job: Job) -> str | None:
    status = job.get("status") or {}
    state: str | None = status.get("currentJobStatus")
    return state


_ORDERS = {
    "gmt_create": Order("createdAt", _created),
    "job_id": Order("jobId", lambda job: job.get("jobId")),
    "status": Order("status.currentJobStatus", _state),
}
_NEWEST_FIRST = {
    "ListDeployments": {
        "gmt_create": Order("createdAt", _created, True, "deploymentId"),
        "gmt_modified": Order("modifiedAt", _modified, True, "deploymentId"),
    },
    "ListSavepoints": {"gmt_create": Order("createdAt", _created, True, "savepointId")},
}
"""The orders of listings that have no direction to choose."""
_OPERATIONS: dict[str, Callable[[Model, Mapping[str, Any]], Mapping[str, Any] | None]] = {
    "ListJobs": Model.list_jobs,
    "GetJob": Model.get_job,
}
