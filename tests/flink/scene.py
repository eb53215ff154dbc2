"""A real cluster, an observer of it, and a target that serves what the observer wrote.

Jobs are submitted to Flink; what is known of them is asked of the signed target, with the
generated client. Nothing here is simulated.
"""

import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from flinkjobs import Client, NotFoundError
from flinkjobs.models import Job
from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from ..observe.processes import Process, observing
from .cluster import Cluster, open_cluster, until
from .releases import Release
from .stage import Stage

__all__ = ["CLUSTER", "DEPLOYMENT", "LABELS", "NAMESPACE", "WORKSPACE", "Scene", "open_scene"]

CLUSTER = "lab"
WORKSPACE, NAMESPACE = "a14bd5d90a****", "default-namespace"
DEPLOYMENT = "58718c99-3b29-4c5e-93bb-c9fc4ec6****"
LABELS = {"team": "tests"}
"""By these `records.toml` recognises the jobs of the deployment."""
RECORDS = Path(__file__).with_name("records.toml")


class Scene:
    """What is on the cluster, and what the target says of it.

    `ways` are the states that the listings showed of each job, in order.
    """

    def __init__(self, cluster: Cluster, target: RunningTarget) -> None:
        self.stage = Stage(cluster)
        self.ways: dict[str, list[str]] = {}
        self.client = Client(
            endpoint=target.endpoint,
            workspace=WORKSPACE,
            namespace=NAMESPACE,
            access_key_id=target.access_key_id,
            access_key_secret=target.access_key_secret,
        )
        self._target = target
        self._turn = threading.Lock()
        self._observer = ExitStack()
        self._process: Process | None = None

    @property
    def environ(self) -> dict[str, str]:
        """The environment in which the command `flinkjobs` finds the target."""
        return {
            "FLINKJOBS_ENDPOINT": self._target.endpoint,
            "FLINKJOBS_WORKSPACE": WORKSPACE,
            "FLINKJOBS_NAMESPACE": NAMESPACE,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": self._target.access_key_id,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": self._target.access_key_secret,
        }

    def command(self, *words: str) -> str:
        """Run a command of the target's on its data, and give what it printed."""
        command = [sys.executable, "-m", "flinkjobs_target", *words, f"--data={self._target.data}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (0, "") == (done.returncode, done.stderr)
        return done.stdout

    def observe(self) -> None:
        """Start the observer."""
        self._process = self._observer.enter_context(self._observing())

    def look_away(self) -> None:
        """Stop the observer."""
        self._observer.close()

    def _observing(self) -> AbstractContextManager[Process]:
        cluster = self.stage.cluster
        history = f"--history-server={CLUSTER}={cluster.history_url}"
        flags = [history, "--interval=0.5", "--request-seconds=2"]
        return observing(self._target.data, {CLUSTER: cluster.url}, *flags)

    def id_of(self, name: str) -> str:
        """Give the id that a job has in the API."""
        return str(uuid.UUID(self.stage.jobs[name]))

    def get(self, name: str) -> Job:
        """Ask the target for a job."""
        return self.client.jobs.get(job_id=self.id_of(name))

    def listed(self, deployment_id: str = DEPLOYMENT) -> dict[str, Job]:
        """List the jobs of a deployment, in order, by the names they were submitted under.

        A deployment is unknown, and has none, until its first job is seen.
        """
        with self._turn:  # what one listing showed is noted before the next one is asked for
            try:
                found = list(self.client.jobs.list(deployment_id=deployment_id))
            except NotFoundError:
                return {}
            names = {self.id_of(name): name for name in list(self.stage.jobs)}
            listed = {names[job.job_id or ""]: job for job in found}
            self._note(listed)
        return listed

    def _note(self, listed: Mapping[str, Job]) -> None:
        for name, job in listed.items():
            way = self.ways.setdefault(name, [])
            if job.state and way[-1:] != [job.state]:
                way.append(job.state)

    def await_state(self, name: str, state: str, deployment_id: str = DEPLOYMENT) -> Job:
        """Wait until the target lists a job of a deployment in a state."""

        seen: list[str | None] = []

        def reached() -> Job | None:
            job = self.listed(deployment_id).get(name)
            seen.append(job.state if job else None)
            return job if job and job.state == state else None

        try:
            job = until(reached)
        except TimeoutError:
            raise TimeoutError(f"{name} is {seen[-1]}, not {state}: {self._said()}") from None
        assert job is not None
        return job

    def _said(self) -> str:
        """Give the last of what the observer logged."""
        return "\n".join(
            ["the observer said", *(self._process.lines if self._process else [])[-20:]]
        )

    def close(self) -> None:
        """Stop the observer and let go of all connections."""
        self.look_away()
        self.client.close()


@contextmanager
def open_scene(release: Release, data: Path) -> Iterator[Scene]:
    """Start all of it; whatever happens, stop it and leave nothing."""
    with open_cluster(release) as cluster, running_target(data) as target:
        scene = Scene(cluster, target)
        try:
            scene.command("deployments", "apply", str(RECORDS))
            scene.observe()
            yield scene
        finally:
            scene.close()
