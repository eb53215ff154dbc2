"""Many simulated clusters with many jobs each, in a process of their own.

Prints their URLs, then does what it reads, a line each: `change N` ends N jobs of each cluster and
starts as many new ones, `asked` prints how often each kind of thing was asked for.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator

import msgspec
from aiohttp import web

from .serving import start
from .simulator import SimulatedFlink, SimulatedJob

__all__ = ["Crowd", "serve"]

_MANAGERS = 50
"""TaskManagers of a cluster; each job has one slot of one of them."""


class Crowd(SimulatedFlink):
    """A cluster whose jobs are alike, so that many of them fit into memory."""

    def __init__(self, name: str, jobs: int) -> None:
        super().__init__()
        self._name = name
        self._numbers: Iterator[int] = iter(range(sys.maxsize))
        self._alike = SimulatedJob("seed-stream").labelled(
            flinkjobs__workspace="w", flinkjobs__namespace="n", flinkjobs__deployment=name
        )
        self._summaries: dict[str, dict[str, object]] = {}
        self._listing: bytes | None = None
        self._start(jobs)

    def change(self, number: int) -> None:
        """End some of the jobs that run, and start as many."""
        running = [id for id, one in self._summaries.items() if one["state"] == "RUNNING"]
        now = int(time.time() * 1000)
        for job_id in running[:number]:
            ended = {"state": "CANCELED", "end-time": now, "last-modification": now}
            self._summaries[job_id] |= ended
        self._start(number)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer with what is ready; only listings differ from job to job."""
        found, body = self._body(request.path)
        kind = request.path.strip("/").split("/")
        self.asked["/".join(kind[:1] + kind[2:]) if len(kind) > 1 else kind[0]] += 1
        return web.Response(status=200 if found else 404, body=body)

    def _body(self, path: str) -> tuple[bool, bytes]:
        if path == "/jobs/overview":
            if self._listing is None:
                self._listing = msgspec.json.encode({"jobs": list(self._summaries.values())})
            return True, self._listing
        if path.startswith("/taskmanagers"):
            return True, msgspec.json.encode(self._manager(path.removeprefix("/taskmanagers")))
        if path.startswith("/jobs/"):
            job_id, _, part = path.removeprefix("/jobs/").partition("/")
            return True, msgspec.json.encode(self._part(job_id, part))
        found, answer = self._answer(path)
        return found, msgspec.json.encode(answer)

    def _part(self, job_id: str, part: str) -> object:
        summary = self._summaries[job_id]
        if part:
            return (
                [] if part == "metrics" and summary["end-time"] != -1 else self._alike.parts[part]
            )
        times = {**self._alike.detail["timestamps"], summary["state"]: summary["last-modification"]}
        names = ("state", "start-time", "end-time", "name", "jid")
        return {**self._alike.detail, **{k: summary[k] for k in names}, "timestamps": times}

    def _manager(self, id: str) -> object:
        (known,) = self.managers["taskmanagers"]
        if not id:
            ids = (f"tm-{number}" for number in range(_MANAGERS))
            return {"taskmanagers": [{**known, "id": id} for id in ids]}
        number = int(id.removeprefix("/tm-"))
        slot = self.manager["allocatedSlots"][0]
        jobs = list(self._summaries)[number::_MANAGERS]
        return {**self.manager, "allocatedSlots": [{**slot, "jobId": id} for id in jobs]}

    def _start(self, jobs: int) -> None:
        self._listing = None
        now = int(time.time() * 1000)
        for _ in range(jobs):
            job_id = f"{int.from_bytes(self._name.encode()):016x}{next(self._numbers):016x}"
            times = {"start-time": now, "last-modification": now}
            name = {"jid": job_id, "name": f"job of {self._name}"}
            self._summaries[job_id] = {**self._alike.summary, **name, **times}


async def serve(clusters: int, jobs: int) -> None:
    """Serve clusters until the input ends."""
    crowds = [Crowd(f"c{number}", jobs) for number in range(clusters)]
    runners = [await start(one) for one in crowds]
    print(json.dumps([url for _, url in runners]), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        word, _, number = line.strip().partition(" ")
        if word == "change":
            for one in crowds:
                one.change(int(number))
            print(time.time(), flush=True)
        else:
            print(json.dumps(sum((one.asked for one in crowds), Counter())), flush=True)
    for runner, _ in runners:
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
