"""A deployment whose jobs change between two calls, and time that passes only in between."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from flinkjobs import AsyncClient, Client, Environment
from flinkjobs_target.job_files import read_jobs
from flinkjobs_target.storage import open_storage
from flinkjobs_target.testing.subprocess import RunningTarget

__all__ = ["Deployment", "JobsClient", "ScriptedTime", "nothing"]

Change: TypeAlias = Callable[[], object]


class ScriptedTime:
    """Time that passes only during sleep; each sleep is followed by the next change."""

    def __init__(self, *changes: Change) -> None:
        self.changes = list(changes)
        self.now = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)
        if self.changes:
            self.changes.pop(0)()

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)


class JobsClient:
    """Calls a method of `client.jobs`, of the synchronous or the asynchronous client."""

    def __init__(self, way: str, settings: dict[str, Any]) -> None:
        self._way = way
        self._settings = settings

    def __call__(self, method: str, time: ScriptedTime | None = None, **values: Any) -> Any:
        time = time or ScriptedTime()
        sleep = time.sleep if self._way == "sync" else time.sleep_async
        environment = Environment(sleep=sleep, monotonic=lambda: time.now, environ={})
        settings = {**self._settings, "environment": environment}
        if self._way == "sync":
            with Client(**settings) as client:
                return getattr(client.jobs, method)(**values)

        async def run() -> Any:
            async with AsyncClient(**settings) as client:
                call: Awaitable[Any] = getattr(client.jobs, method)(**values)
                return await call

        return asyncio.run(run())


class Deployment:
    """A deployment of the running target, whose instances a test starts and changes."""

    def __init__(self, target: RunningTarget, name: str) -> None:
        self.name = name
        self._target = target

    def put(self, job_id: str, state: str | None, created: int | None = 1000, **more: Any) -> None:
        """Start an instance, or change the one that has this id."""
        job: dict[str, Any] = {
            "jobId": f"{self.name}-{job_id}",
            "deploymentId": self.name,
            "workspace": "w",
            "namespace": "n",
            "status": {"currentJobStatus": state, **more},
        }
        if created is not None:
            job["createdAt"] = str(created)
        with open_storage(self._target.data) as data:
            data.jobs.put("owner", read_jobs(io.BytesIO(json.dumps([job]).encode()), "jobs"))

    def later(self, job_id: str, state: str, created: int = 1000, **more: Any) -> Change:
        """Do so when the time comes to it."""
        return lambda: self.put(job_id, state, created, **more)

    def id(self, job_id: str) -> str:
        return f"{self.name}-{job_id}"


def nothing() -> None:
    """Change nothing during a pause."""
