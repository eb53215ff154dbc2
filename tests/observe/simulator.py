"""A Flink cluster that is not one: a real HTTP server with answers of the recorded shapes.

Run as a program it serves clusters with many jobs, of which some change all the time.
"""

import copy
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from aiohttp import web

from .recorded import cluster_answer, job_answer

__all__ = ["REFUSED", "SimulatedFlink", "SimulatedJob"]

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


def REFUSED(what: str) -> dict[str, Any]:
    """What Flink answers to what it does not know."""
    name = "org.apache.flink.runtime.rest.NotFoundException"
    return {
        "errors": [f"{name}: {what}\n\tat org.apache.flink.runtime.rest.Some.handle(Some.java)"]
    }


class SimulatedJob:
    """A job with the answers of a recorded one, which a test changes as it likes."""

    def __init__(self, recorded: str, *, version: str = "2.3.0", job_id: str | None = None) -> None:
        self.parts = {
            path: copy.deepcopy(job_answer(version, recorded, name))
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

    def named(self, name: str) -> "SimulatedJob":
        """Change the name."""
        self.summary["name"] = self.detail["name"] = name
        return self

    def labelled(self, **labels: str) -> "SimulatedJob":
        """Change the labels, with `__` for a point."""
        config = self.parts["config"]["execution-config"]
        config["user-config"] = {name.replace("__", "."): value for name, value in labels.items()}
        return self

    def started(self, at: int) -> "SimulatedJob":
        """Change when it started, in milliseconds."""
        for one in (self.summary, self.detail):
            one["start-time"] = at
        return self

    def becomes(self, state: str, at: int, *, running: int = 0) -> "SimulatedJob":
        """Let it come into a state at a time, with so many tasks running."""
        ended = state in ("FAILED", "CANCELED", "FINISHED")
        for one in (self.summary, self.detail):
            one["state"], one["end-time"] = state, at if ended else -1
        self.detail["timestamps"][state] = at
        self.summary["last-modification"] = at
        self.summary["tasks"]["running"] = running
        self.parts["metrics"] = [] if ended else self.parts["metrics"]
        return self

    def restarts(self, number: int) -> "SimulatedJob":
        """Change the metric that counts restarts."""
        self.parts["metrics"] = [{"id": "numRestarts", "value": str(number)}]
        return self


class SimulatedFlink:
    """One cluster, or a history server; `instead` answers in its place."""

    def __init__(self, version: str = "2.3.0") -> None:
        self.use(version)
        self.jobs: dict[str, SimulatedJob] = {}
        self.asked: Counter[str] = Counter()
        self.instead: Handler | None = None

    def use(self, version: str) -> None:
        """Be a cluster of a version."""
        self.config = cluster_answer(version, "config")
        self.settings = cluster_answer(version, "jobmanager-config")
        self.managers = cluster_answer(version, "taskmanagers")
        self.manager = cluster_answer(version, "taskmanager")

    def add(self, *jobs: SimulatedJob) -> None:
        """Let jobs be known."""
        self.jobs.update({one.job_id: one for one in jobs})

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer as Flink does."""
        self.asked[_kind(request.path)] += 1
        if self.instead is not None:
            return await self.instead(request)
        found, answer = self._answer(request.path)
        return web.Response(
            status=200 if found else 404,
            body=json.dumps(answer).encode(),
            content_type="application/json",
        )

    def _answer(self, path: str) -> tuple[bool, Any]:
        fixed: dict[str, Callable[[], Any]] = {
            "/config": lambda: self.config,
            "/jobmanager/config": lambda: self.settings,
            "/jobs/overview": lambda: {"jobs": [one.summary for one in self.jobs.values()]},
            "/taskmanagers": lambda: self.managers,
            "/taskmanagers/tm-1": lambda: self.manager,
        }
        if path in fixed:
            return True, fixed[path]()
        if path.startswith("/jobs/"):
            job_id, _, part = path.removeprefix("/jobs/").partition("/")
            if job_id in self.jobs and part in self.jobs[job_id].parts:
                answer = self.jobs[job_id].parts[part]
                return not (isinstance(answer, dict) and "errors" in answer), answer
            return False, REFUSED(f"Job {job_id} not found")
        return False, REFUSED("Not found: " + path)


def _kind(path: str) -> str:
    """Name what is asked for, whatever the job."""
    parts = path.strip("/").split("/")
    if parts[0] == "jobs" and len(parts) > 1 and parts[1] != "overview":
        parts[1] = "ID"
    return "/".join(parts)


def _summary(detail: dict[str, Any], version: str) -> dict[str, Any]:
    """Make the entry of a listing of what is known of a job."""
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
