"""A simulated Flink cluster that responds with recorded responses, which tests modify."""

import copy
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from aiohttp import web

from .recordings import cluster_response, job_response

__all__ = ["SimulatedFlink", "SimulatedJob", "not_found_body"]

START = 1_795_350_000_000
Handler: TypeAlias = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
_PARTS = {
    "": "detail",
    "config": "config",
    "checkpoints": "checkpoints",
    "checkpoints/config": "checkpoints-config",
    "exceptions": "exceptions",
    "metrics": "metrics",
}


def not_found_body(message: str) -> dict[str, Any]:
    """Return the body of a 404 of Flink's."""
    name = "org.apache.flink.runtime.rest.NotFoundException"
    return {
        "errors": [f"{name}: {message}\n\tat org.apache.flink.runtime.rest.Some.handle(Some.java)"]
    }


class SimulatedJob:
    """A job with the responses of a recorded one."""

    def __init__(self, recorded: str, *, version: str = "2.3.0", job_id: str | None = None) -> None:
        self.parts = {
            path: copy.deepcopy(job_response(version, recorded, name))
            for path, name in _PARTS.items()
        }
        self.summary = _summary(self.detail, version)
        if job_id:
            self.summary["jid"] = self.detail["jid"] = job_id

    @property
    def detail(self) -> dict[str, Any]:
        detail: dict[str, Any] = self.parts[""]
        return detail

    @property
    def job_id(self) -> str:
        return str(self.summary["jid"])

    def with_name(self, name: str) -> "SimulatedJob":
        """Set the name."""
        self.summary["name"] = self.detail["name"] = name
        return self

    def with_labels(self, **labels: str) -> "SimulatedJob":
        """Set the labels; `__` in a name stands for a dot."""
        config = self.parts["config"]["execution-config"]
        config["user-config"] = {name.replace("__", "."): value for name, value in labels.items()}
        return self

    def with_start(self, at: int) -> "SimulatedJob":
        """Set the start time, in milliseconds."""
        for response in (self.summary, self.detail):
            response["start-time"] = at
        return self

    def enter_state(self, state: str, at: int, *, running: int = 0) -> "SimulatedJob":
        """Enter a state at a time, with `running` running tasks."""
        ended = state in ("FAILED", "CANCELED", "FINISHED")
        for response in (self.summary, self.detail):
            response["state"], response["end-time"] = state, at if ended else -1
        self.detail["timestamps"][state] = at
        self.summary["last-modification"] = at
        self.summary["tasks"]["running"] = running
        self.parts["metrics"] = [] if ended else self.parts["metrics"]
        return self

    def with_restarts(self, number: int) -> "SimulatedJob":
        """Set the metric `numRestarts`."""
        self.parts["metrics"] = [{"id": "numRestarts", "value": str(number)}]
        return self


class SimulatedFlink:
    """A cluster or a history server; `handler`, if set, handles all requests instead.

    `listed_before` and `listed_after` are further entries of the listing, before and after the jobs.
    """

    def __init__(self, version: str = "2.3.0") -> None:
        self.use_version(version)
        self.jobs: dict[str, SimulatedJob] = {}
        self.request_counts: Counter[str] = Counter()
        self.handler: Handler | None = None
        self.listed_before: list[Any] = []
        self.listed_after: list[Any] = []
        self._starts = 0

    def use_version(self, version: str) -> None:
        """Use the recorded cluster responses of a version."""
        self.config = cluster_response(version, "config")
        self.settings = cluster_response(version, "jobmanager-config")
        self.managers = cluster_response(version, "taskmanagers")
        self.manager = cluster_response(version, "taskmanager")

    def add(self, *jobs: SimulatedJob) -> None:
        """Add jobs to the cluster."""
        self.jobs.update({job.job_id: job for job in jobs})

    def restart(self) -> None:
        """Start the JobManager again, without its jobs."""
        self.jobs.clear()
        self._starts += 1
        process = f"/tmp/flink-web-{self._starts}"
        self.settings = [
            {**setting, "value": process} if setting["key"] == "web.tmpdir" else setting
            for setting in self.settings
        ]

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Respond as Flink does."""
        self.request_counts[_endpoint(request.path)] += 1
        if self.handler is not None:
            return await self.handler(request)
        is_found, content = self._content(request.path)
        return web.Response(
            status=200 if is_found else 404,
            body=json.dumps(content).encode(),
            content_type="application/json",
        )

    def _list_entries(self) -> list[Any]:
        jobs = [job.summary for job in self.jobs.values()]
        return [*self.listed_before, *jobs, *self.listed_after]

    def _content(self, path: str) -> tuple[bool, Any]:
        responses: dict[str, Callable[[], Any]] = {
            "/config": lambda: self.config,
            "/jobmanager/config": lambda: self.settings,
            "/jobs/overview": lambda: {"jobs": self._list_entries()},
            "/taskmanagers": lambda: self.managers,
            "/taskmanagers/tm-1": lambda: self.manager,
        }
        if path in responses:
            return True, responses[path]()
        if path.startswith("/jobs/"):
            job_id, _, part = path.removeprefix("/jobs/").partition("/")
            if job_id in self.jobs and part in self.jobs[job_id].parts:
                content = self.jobs[job_id].parts[part]
                return not (isinstance(content, dict) and "errors" in content), content
            return False, not_found_body(f"Job {job_id} not found")
        return False, not_found_body("Not found: " + path)


def _endpoint(path: str) -> str:
    """Return the endpoint of a path, with ID for any job id."""
    parts = path.strip("/").split("/")
    if parts[0] == "jobs" and len(parts) > 1 and parts[1] != "overview":
        parts[1] = "ID"
    return "/".join(parts)


def _summary(detail: dict[str, Any], version: str) -> dict[str, Any]:
    """Build the listing entry of a job from its details."""
    counts: Counter[str] = Counter()
    for vertex in detail["vertices"]:
        counts.update({state.lower(): number for state, number in vertex["tasks"].items()})
    summary = {
        "jid": detail["jid"],
        "name": detail["name"],
        "start-time": detail["start-time"],
        "end-time": detail["end-time"],
        "duration": detail["duration"],
        "state": detail["state"],
        "last-modification": max(detail["timestamps"].values()),
        "tasks": {**counts, "total": sum(counts.values())},
    }
    return summary if version.startswith("1.") else {**summary, "jobType": detail["job-type"]}
