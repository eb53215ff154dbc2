"""A program that serves many simulated clusters with many jobs each.

It prints their URLs, then executes commands from its input, one per line: `change N` ends N jobs of
each cluster and starts as many new ones; `counts` prints the number of requests by endpoint.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator

import msgspec
from aiohttp import web

from .server import start_server
from .simulator import SimulatedFlink, SimulatedJob

__all__ = ["BulkFlink", "serve"]

_TASK_MANAGERS = 50
"""TaskManagers of a cluster; each job has one slot on one of them."""


class BulkFlink(SimulatedFlink):
    """A cluster whose jobs share one template, so that many of them fit into memory."""

    def __init__(self, name: str, jobs: int) -> None:
        super().__init__()
        self._name = name
        self._numbers: Iterator[int] = iter(range(sys.maxsize))
        self._template = SimulatedJob("seed-stream").with_labels(
            flinkjobs__workspace="w", flinkjobs__namespace="n", flinkjobs__deployment=name
        )
        self._summaries: dict[str, dict[str, object]] = {}
        self._listing: bytes | None = None
        self._start(jobs)

    def change(self, number: int) -> None:
        """End `number` of the running jobs, and start as many new ones."""
        running = [id for id, summary in self._summaries.items() if summary["state"] == "RUNNING"]
        now = int(time.time() * 1000)
        for job_id in running[:number]:
            ended = {"state": "CANCELED", "end-time": now, "last-modification": now}
            self._summaries[job_id] |= ended
        self._start(number)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Respond from memory; only listings differ from job to job."""
        is_found, body = self._body(request.path)
        parts = request.path.strip("/").split("/")
        self.request_counts["/".join(parts[:1] + parts[2:]) if len(parts) > 1 else parts[0]] += 1
        return web.Response(status=200 if is_found else 404, body=body)

    def _body(self, path: str) -> tuple[bool, bytes]:
        if path == "/jobs/overview":
            if self._listing is None:
                self._listing = msgspec.json.encode({"jobs": list(self._summaries.values())})
            return True, self._listing
        if path.startswith("/taskmanagers"):
            return True, msgspec.json.encode(self._task_manager(path.removeprefix("/taskmanagers")))
        if path.startswith("/jobs/"):
            job_id, _, part = path.removeprefix("/jobs/").partition("/")
            return True, msgspec.json.encode(self._part(job_id, part))
        is_found, content = self._content(path)
        return is_found, msgspec.json.encode(content)

    def _part(self, job_id: str, part: str) -> object:
        summary = self._summaries[job_id]
        if part:
            return (
                []
                if part == "metrics" and summary["end-time"] != -1
                else self._template.parts[part]
            )
        times = {
            **self._template.detail["timestamps"],
            summary["state"]: summary["last-modification"],
        }
        names = ("state", "start-time", "end-time", "name", "jid")
        return {**self._template.detail, **{k: summary[k] for k in names}, "timestamps": times}

    def _task_manager(self, id: str) -> object:
        (template,) = self.managers["taskmanagers"]
        if not id:
            ids = (f"tm-{number}" for number in range(_TASK_MANAGERS))
            return {"taskmanagers": [{**template, "id": id} for id in ids]}
        number = int(id.removeprefix("/tm-"))
        slot = self.manager["allocatedSlots"][0]
        jobs = list(self._summaries)[number::_TASK_MANAGERS]
        return {**self.manager, "allocatedSlots": [{**slot, "jobId": id} for id in jobs]}

    def _start(self, jobs: int) -> None:
        self._listing = None
        now = int(time.time() * 1000)
        for _ in range(jobs):
            job_id = f"{int.from_bytes(self._name.encode()):016x}{next(self._numbers):016x}"
            times = {"start-time": now, "last-modification": now}
            name = {"jid": job_id, "name": f"job of {self._name}"}
            self._summaries[job_id] = {**self._template.summary, **name, **times}


async def serve(count: int, jobs: int) -> None:
    """Serve clusters until the input ends."""
    clusters = [BulkFlink(f"c{number}", jobs) for number in range(count)]
    servers = [await start_server(cluster) for cluster in clusters]
    print(json.dumps([url for _, url in servers]), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        command, _, number = line.strip().partition(" ")
        if command == "change":
            for cluster in clusters:
                cluster.change(int(number))
            print(time.time(), flush=True)
        else:
            counts = sum((cluster.request_counts for cluster in clusters), Counter[str]())
            print(json.dumps(counts), flush=True)
    for runner, _ in servers:
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
