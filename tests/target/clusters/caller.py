"""A caller whose target is killed now and then: it asks again, and reads what became of it."""

import signal
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from flinkjobs import Client, ConflictError, TransportError
from flinkjobs.models import Savepoint
from flinkjobs.models.jobs import Job

from ..processes import Server, serving

__all__ = ["Caller", "Target"]

ResultT = TypeVar("ResultT")
_PATIENCE = 240.0
"""Seconds until a test gives up: a machine may have much to do."""


class Target:
    """A target process on a storage location, which is started again once it was killed."""

    def __init__(self, location: Path | str, *flags: str) -> None:
        self._location = location
        self._flags = ("--access-log=none", *flags)
        self._stack = ExitStack()
        self.starts = 0
        self._server: Server | None = None

    def server(self) -> Server:
        """Return the running process."""
        if self._server is None or self._server.process.poll() is not None:
            self.close()
            self._server = self._stack.enter_context(serving(self._location, *self._flags))
            self._client = self._stack.enter_context(self._server.client(timeout=10))
            self.starts += 1
        return self._server

    def client(self) -> Client:
        """Return a client of the running process."""
        self.server()
        return self._client

    def kill(self) -> None:
        """Kill the process."""
        if self._server is not None:
            self._server.process.send_signal(signal.SIGKILL)

    def await_death(self) -> bool:
        """Wait a moment for a process that may have been killed; return whether it was."""
        deadline = time.monotonic() + 1.0
        while self._server is not None and time.monotonic() < deadline:
            if self._server.process.poll() is not None:
                return True
            time.sleep(0.01)
        return False

    def close(self) -> None:
        """Kill the process, and close the client."""
        self._stack.close()
        self._server = None


class Caller:
    """Asks targets in turn."""

    def __init__(self, *targets: Target) -> None:
        self._targets = targets
        self._turn = 0

    def ask(self, call: Callable[[Client], ResultT]) -> ResultT:
        """Call until there is a response."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            self._turn += 1
            target = self._targets[self._turn % len(self._targets)]
            try:
                return call(target.client())
            except TransportError:
                target.await_death()
                assert time.monotonic() < deadline

    def create(
        self,
        name: str,
        script: str = "INSERT INTO a SELECT 1",
        settings: Mapping[str, str] | None = None,
        **properties: Any,
    ) -> str:
        """Create a deployment that runs SQL; return its id."""
        artifact = {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": script}}
        body = {"name": name, "executionMode": "STREAMING", "artifact": artifact, **properties}
        if settings:
            body["flinkConf"] = settings
        return self.ask(lambda client: client.deployments.create(body=body)).deployment_id or ""

    def start(self, deployment_id: str, **restore: Any) -> str:
        """Start a deployment; asked again, it is the same start."""
        body: dict[str, Any] = {"deploymentId": deployment_id, "jobId": str(uuid.uuid4())}
        if restore:
            body["restoreStrategy"] = restore
        return self.ask(lambda client: client.jobs.start(body=body)).job_id or ""

    def stop(self, job_id: str, strategy: str) -> None:
        """Stop a job; a stop that is under way already is meant."""
        body = {"stopStrategy": strategy}
        try:
            self.ask(lambda client: client.jobs.stop(job_id=job_id, body=body))
        except ConflictError:
            assert self.job(job_id).state in ("CANCELLING", "FINISHED")

    def take_savepoint(self, deployment_id: str) -> str:
        """Take a savepoint, unless a lost response was that of one; return its id."""
        before = len(self.savepoints(deployment_id))

        def call(client: Client) -> str:
            listed = list(client.savepoints.list(deployment_id=deployment_id))
            if len(listed) > before:
                return listed[0].savepoint_id or ""
            body = {"deploymentId": deployment_id, "nativeFormat": False}
            return client.savepoints.create(body=body).savepoint_id or ""

        return self.ask(call)

    def job(self, job_id: str) -> Job:
        """Read a job."""
        return self.ask(lambda client: client.jobs.get(job_id=job_id))

    def jobs(self, deployment_id: str) -> dict[str, str | None]:
        """Return the states of the jobs of a deployment, by id."""
        jobs = self.ask(lambda client: list(client.jobs.list(deployment_id=deployment_id)))
        return {job.job_id or "": job.state for job in jobs}

    def savepoints(self, deployment_id: str) -> list[Savepoint]:
        """Return the savepoints of a deployment."""
        return self.ask(lambda client: list(client.savepoints.list(deployment_id=deployment_id)))

    def await_job(self, job_id: str, *states: str, patience: float = _PATIENCE) -> Job:
        """Wait until a job is in one of some states, or has ended."""
        ended = ("CANCELLED", "FINISHED", "FAILED")
        deadline = time.monotonic() + patience
        while (job := self.job(job_id)).state not in (*states, *ended):
            assert time.monotonic() < deadline, job.status
            time.sleep(0.05)
        assert job.state in states, job.status
        return job

    def await_savepoint(self, savepoint_id: str) -> Savepoint:
        """Wait until a savepoint has ended."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            savepoint = self.ask(lambda client: client.savepoints.get(savepoint_id=savepoint_id))
            if savepoint.status is not None and savepoint.status.state != "STARTED":
                return savepoint
            assert time.monotonic() < deadline
            time.sleep(0.05)
