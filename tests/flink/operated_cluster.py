"""A target that runs jobs on a real cluster, and what a caller does through the generated client."""

import shlex
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeAlias

from flinkjobs import Client
from flinkjobs.models import Deployment, Savepoint
from flinkjobs.models.jobs import Job
from flinkjobs_target.testing.subprocess import running_target

from .cluster import Cluster
from .sql_program import ENTRY_CLASS, build_jar
from .sql_scripts import STATEFUL_SCRIPT

__all__ = ["OperatedCluster", "open_operated_cluster"]

NAME = "session"
WORKSPACE, NAMESPACE = "a14bd5d90a****", "default-namespace"
_POLL = 0.2
State: TypeAlias = Literal["RUNNING", "CANCELLED", "FINISHED", "FAILED"]


class OperatedCluster:
    """Deployments of one jar, whose arguments are SQL; jobs run on a cluster named `session`."""

    def __init__(self, cluster: Cluster, client: Client, jar: Path) -> None:
        self.cluster = cluster
        self.client = client
        self.jar = jar

    def create(
        self,
        name: str,
        statements: Sequence[str] = STATEFUL_SCRIPT,
        *,
        mode: str = "STREAMING",
        settings: Mapping[str, str] | None = None,
        **properties: Any,
    ) -> Deployment:
        """Create a deployment that executes SQL."""
        body = {
            "name": name,
            "executionMode": mode,
            "artifact": self.artifact(statements, mode=mode),
            "flinkConf": {"execution.checkpointing.interval": "1s", **(settings or {})},
            **properties,
        }
        return self.client.deployments.create(body=body)

    def artifact(self, statements: Sequence[str], *, mode: str = "STREAMING") -> dict[str, Any]:
        """Return the artifact that executes SQL."""
        part = {
            "jarUri": self.jar.as_uri(),
            "entryClass": ENTRY_CLASS,
            "mainArgs": shlex.join([mode.lower(), *statements]),
        }
        return {"kind": "JAR", "jarArtifact": part}

    def start(self, deployment: Deployment, **restore: Any) -> str:
        """Start a deployment; return the id of its job."""
        body = {"deploymentId": deployment.deployment_id, "restoreStrategy": restore or None}
        started = self.client.jobs.start(body={k: v for k, v in body.items() if v is not None})
        assert started.job_id is not None
        return started.job_id

    def run(self, deployment: Deployment, **restore: Any) -> str:
        """Start a deployment, and wait until its job runs."""
        job_id = self.start(deployment, **restore)
        self.await_state(job_id, "RUNNING")
        return job_id

    def await_state(self, job_id: str, state: State) -> Job:
        """Wait until a job is in a state."""
        return self.client.jobs.wait(job_id=job_id, until=state, timeout=90, poll=_POLL)

    def stop(self, job_id: str, strategy: str) -> Job:
        """Stop a job, and wait until it has ended."""
        self.client.jobs.stop(job_id=job_id, body={"stopStrategy": strategy})
        return self.await_state(job_id, "CANCELLED" if strategy == "NONE" else "FINISHED")

    def take_savepoint(self, deployment: Deployment, *, native: bool = False) -> Savepoint:
        """Take a savepoint of a deployment, and wait until it is complete."""
        body = {"deploymentId": deployment.deployment_id, "nativeFormat": native}
        savepoint = self.client.savepoints.create(body=body)
        return self.client.savepoints.wait(
            savepoint_id=savepoint.savepoint_id or "", timeout=60, poll=_POLL
        )

    def delete(self, deployment: Deployment) -> None:
        """Delete a deployment."""
        self.client.deployments.delete(deployment_id=deployment.deployment_id or "")


@contextmanager
def open_operated_cluster(cluster: Cluster, data: Path) -> Iterator[OperatedCluster]:
    """Run a target that may run jobs on a cluster, until the end of the block."""
    jars, savepoints = cluster.folder / "jars", cluster.folder / "operated"
    jars.mkdir(exist_ok=True)
    jar = Path(shutil.copy(build_jar(cluster.jars, cluster.folder), jars))
    flags = [
        f"--cluster={NAME}={cluster.url}",
        f"--jars={jars.as_uri()}/",
        f"--savepoints={NAME}={savepoints.as_uri()}",
    ]
    with running_target(data, flags=flags) as target:
        client = Client(
            endpoint=target.endpoint,
            workspace=WORKSPACE,
            namespace=NAMESPACE,
            access_key_id=target.access_key_id,
            access_key_secret=target.access_key_secret,
        )
        with client:
            yield OperatedCluster(cluster, client, jar)
