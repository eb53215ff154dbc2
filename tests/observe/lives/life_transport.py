"""A transport that answers as the cluster of a simulated life, or not at all, or too late."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from flinkrest.errors import TransportError
from flinkrest.transports import Endpoint, Request, Response

from .simulated_life import Instance, SimulatedLife

__all__ = ["LifeTransport"]

_MISSING = b'{"errors":["org.apache.flink.runtime.rest.NotFoundException: not found"]}'
_LABELS = {"flinkjobs.workspace": "w", "flinkjobs.namespace": "n"}


class LifeTransport:
    """Answers with the jobs that `listed` returns.

    `delay` is the number of listings by which the next one is late; None loses all answers.
    """

    def __init__(
        self, life: SimulatedLife, deployment: str, listed: Callable[[], Sequence[Instance]]
    ) -> None:
        self.delay: int | None = 0
        self._life = life
        self._labels = {**_LABELS, "flinkjobs.deployment": deployment}
        self._listed = listed
        self._listings: list[bytes] = [msgspec.json.encode({"jobs": []})]

    def remember(self) -> None:
        """Remember what a listing would be now, which may be delivered later."""
        summaries = [_summary(instance) for instance in self._listed()]
        self._listings = [*self._listings[-3:], msgspec.json.encode({"jobs": summaries})]

    async def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Answer a request."""
        if self.delay is None:
            raise TransportError("the answer was lost")
        body = self._body(request.path)
        status = 200 if body is not None else 404
        return Response(status=status, headers={}, body=_MISSING if body is None else body)

    async def close(self) -> None:
        """Close nothing."""

    def _body(self, path: str) -> bytes | None:
        if path == "/jobs/overview":
            return self._listings[max(-len(self._listings), -1 - (self.delay or 0))]
        content = self._content(path)
        return None if content is None else msgspec.json.encode(content)

    def _content(self, path: str) -> Any:
        match path.strip("/").split("/"):
            case ["config"]:
                return {"flink-version": "2.3.0"}
            case ["jobmanager", "config"]:
                return [{"key": "web.tmpdir", "value": self._life.process}]
            case ["taskmanagers"]:
                return {"taskmanagers": []}
            case ["jobs", job_id, *part]:
                jobs = [job for job in self._listed() if job.job_id == job_id]
                return self._part(jobs[-1], "/".join(part)) if jobs else None
        return None

    def _part(self, job: Instance, part: str) -> Any:
        parts: dict[str, Any] = {
            "": {**_detail(job), "timestamps": job.timestamps},
            "config": {"execution-config": {"user-config": self._labels, "job-parallelism": 1}},
            "checkpoints": {"counts": {"restored": 0}, "latest": {}},
            "checkpoints/config": {"interval": 1000},
            "exceptions": {"exceptionHistory": {"entries": [{"stacktrace": "a.E: x\n\tat y"}]}},
            "metrics": [],
        }
        return parts.get(part)


def _detail(job: Instance) -> dict[str, Any]:
    end = -1 if job.end is None else job.end
    names = {"jid": job.job_id, "name": job.job_id, "state": job.state, "job-type": "STREAMING"}
    return {**names, "start-time": job.start, "end-time": end, "vertices": []}


def _summary(job: Instance) -> dict[str, Any]:
    running = 1 if job.state == "RUNNING" else 0
    return {
        "jid": job.job_id,
        "name": job.job_id,
        "state": job.state,
        "jobType": "STREAMING",
        "start-time": job.start,
        "end-time": -1 if job.end is None else job.end,
        "last-modification": job.changed,
        "tasks": {"total": 1, "running": running},
    }
