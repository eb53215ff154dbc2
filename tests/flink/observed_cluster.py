"""A real cluster, its observer, and the target that serves the observed jobs.

Jobs are submitted to Flink, and read from the target with the generated client. Nothing is
simulated.
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

from ..observe.observer_process import ObserverProcess, running_observer
from .cluster import Cluster, open_cluster, wait_until
from .releases import Release
from .workload import Workload

__all__ = [
    "CLUSTER",
    "DEPLOYMENT",
    "LABELS",
    "NAMESPACE",
    "WORKSPACE",
    "ObservedCluster",
    "open_observed_cluster",
]

CLUSTER = "lab"
WORKSPACE, NAMESPACE = "a14bd5d90a****", "default-namespace"
DEPLOYMENT = "58718c99-3b29-4c5e-93bb-c9fc4ec6****"
LABELS = {"team": "tests"}
"""Labels by which `records.toml` matches the jobs of the deployment."""
RECORDS = Path(__file__).with_name("records.toml")


class ObservedCluster:
    """A cluster, its observer and the target.

    `state_sequences` holds the states of each job in the order in which listings showed them.
    """

    def __init__(self, cluster: Cluster, target: RunningTarget) -> None:
        self.workload = Workload(cluster)
        self.state_sequences: dict[str, list[str]] = {}
        self.client = Client(
            endpoint=target.endpoint,
            workspace=WORKSPACE,
            namespace=NAMESPACE,
            access_key_id=target.access_key_id,
            access_key_secret=target.access_key_secret,
        )
        self._target = target
        self._listing_lock = threading.Lock()
        self._observer_stack = ExitStack()
        self._process: ObserverProcess | None = None

    @property
    def environ(self) -> dict[str, str]:
        """Environment variables with which `flinkjobs` connects to the target."""
        return {
            "FLINKJOBS_ENDPOINT": self._target.endpoint,
            "FLINKJOBS_WORKSPACE": WORKSPACE,
            "FLINKJOBS_NAMESPACE": NAMESPACE,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": self._target.access_key_id,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": self._target.access_key_secret,
        }

    def run_command(self, *words: str) -> str:
        """Run a command of `flinkjobs-target` on the target's data; return its output."""
        command = [sys.executable, "-m", "flinkjobs_target", *words, f"--data={self._target.data}"]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (result.returncode, result.stderr) == (0, "")
        return result.stdout

    def start_observing(self) -> None:
        """Start the observer."""
        self._process = self._observer_stack.enter_context(self._run_observer())

    def stop_observing(self) -> None:
        """Stop the observer."""
        self._observer_stack.close()

    def _run_observer(self) -> AbstractContextManager[ObserverProcess]:
        cluster = self.workload.cluster
        history = f"--history-server={CLUSTER}={cluster.history_url}"
        flags = [history, "--interval=0.5", "--request-seconds=2"]
        return running_observer(self._target.data, {CLUSTER: cluster.url}, *flags)

    def id_of(self, name: str) -> str:
        """Return the id of a job in the API."""
        return str(uuid.UUID(self.workload.job_ids[name]))

    def get_job(self, name: str) -> Job:
        """Read a job from the target."""
        return self.client.jobs.get(job_id=self.id_of(name))

    def list_jobs(self, deployment_id: str = DEPLOYMENT) -> dict[str, Job]:
        """Return the jobs of a deployment, in order, by the names they were submitted under.

        A deployment is unknown, and has no jobs, until its first job is observed.
        """
        with self._listing_lock:  # states are recorded in the order of the listings
            try:
                jobs = list(self.client.jobs.list(deployment_id=deployment_id))
            except NotFoundError:
                return {}
            names = {self.id_of(name): name for name in list(self.workload.job_ids)}
            listed = {names[job.job_id or ""]: job for job in jobs}
            self._record_states(listed)
        return listed

    def _record_states(self, listed: Mapping[str, Job]) -> None:
        for name, job in listed.items():
            states = self.state_sequences.setdefault(name, [])
            if job.state and states[-1:] != [job.state]:
                states.append(job.state)

    def await_state(self, name: str, state: str, deployment_id: str = DEPLOYMENT) -> Job:
        """Wait until the target lists a job of a deployment in a state."""

        states: list[str | None] = []

        def job_in_state() -> Job | None:
            job = self.list_jobs(deployment_id).get(name)
            states.append(job.state if job else None)
            return job if job and job.state == state else None

        try:
            job = wait_until(job_in_state)
        except TimeoutError:
            raise TimeoutError(
                f"{name} is {states[-1]}, not {state}: {self._observer_log()}"
            ) from None
        assert job is not None
        return job

    def _observer_log(self) -> str:
        """Return the last lines of the observer's log."""
        return "\n".join(
            ["the observer's log:", *(self._process.lines if self._process else [])[-20:]]
        )

    def close(self) -> None:
        """Stop the observer and close all connections."""
        self.stop_observing()
        self.client.close()


@contextmanager
def open_observed_cluster(release: Release, data: Path) -> Iterator[ObservedCluster]:
    """Start cluster, target and observer; stop all of them at the end."""
    with open_cluster(release) as cluster, running_target(data) as target:
        observed = ObservedCluster(cluster, target)
        try:
            observed.run_command("deployments", "apply", str(RECORDS))
            observed.start_observing()
            yield observed
        finally:
            observed.close()
