"""A session cluster with the runner, which starts and stops scripts."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flinkrest.models import Job

from ..cluster import Cluster, open_cluster, wait_until
from ..releases import Release
from ..rest import FlinkRest, RestError
from ..runner_jar import ENTRY_CLASS, JAR

__all__ = ["Session", "open_session"]


class Session:
    """Starts scripts on a cluster with the runner, which is uploaded once."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.rest = FlinkRest(cluster)
        self._runner = self.rest.upload(JAR)

    def start(self, script: str, *arguments: str, **request: Any) -> str:
        """Start a script, and return the id of its job."""
        return self.rest.run(
            self._runner,
            entryClass=ENTRY_CLASS,
            programArgsList=["--script", script, *arguments],
            jobId=secrets.token_hex(16),
            **request,
        )

    def error(self, script: str, *arguments: str, **request: Any) -> RestError:
        """Start a script that fails to start; return Flink's response."""
        try:
            job_id = self.start(script, *arguments, **request)
        except RestError as error:
            return error
        raise AssertionError(f"the script runs as job {job_id}")

    def plan(self, script: str, *arguments: str) -> dict[str, Any]:
        """Return the plan that Flink makes for a script."""
        program_arguments = ["--script", script, *arguments]
        return self.rest.plan(
            self._runner, entryClass=ENTRY_CLASS, programArgsList=program_arguments
        )

    def read(self, job_id: str) -> Job:
        """Read a job."""
        with self.cluster.client() as client:
            return client.jobs.get(job_id=job_id)

    def await_state(self, job_id: str, state: str) -> Job:
        """Wait for a state of a job, and return the job."""
        wait_until(lambda: self.read(job_id).state == state)
        return self.read(job_id)

    def await_running(self, job_id: str) -> None:
        """Wait until all tasks of a job run."""

        def all_run() -> bool:
            vertices = self.read(job_id).vertices or []
            return bool(vertices) and {vertex.status for vertex in vertices} == {"RUNNING"}

        wait_until(all_run)

    def restored_path(self, job_id: str) -> str | None:
        """Return the path of the savepoint that a job began with."""
        with self.cluster.client() as client:
            latest = client.jobs.get_checkpoints(job_id=job_id).latest
        return latest.restored.external_path if latest and latest.restored else None

    def job_ids(self) -> set[str]:
        """Return the ids of all jobs."""
        with self.cluster.client() as client:
            return {str(job.jid) for job in client.jobs.list().jobs or []}


@contextmanager
def open_session(release: Release) -> Iterator[Session]:
    """Run a cluster of a release, and upload the runner."""
    with open_cluster(release) as cluster:
        yield Session(cluster)
