"""A deploy loop in process whose jobs run on the fake cluster."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from flinkjobs.server import GetJobParameters
from flinkjobs_target.cluster_credentials import Credentials
from flinkjobs_target.engine.flink.cluster import Cluster
from flinkjobs_target.engine.flink.engine import FlinkEngine
from flinkjobs_target.engine.flink.jar_sources import JarSources
from flinkjobs_target.engine.flink.state import Limits
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.storage import Storage
from flinkjobs_target.value_cipher import KeyFileCipher

from ..conftest import FakeClock
from ..deploying.conftest import DeployLoop, Json

__all__ = ["OpenLoop", "OperatedLoop", "engine_at"]

ResultT = TypeVar("ResultT")
_NO_CREDENTIALS = Credentials()


def engine_at(
    url: str,
    savepoints: str | None = "file:///savepoints",
    run_seconds: float = 2,
    jars: Sequence[str] = (),
    credentials: Credentials = _NO_CREDENTIALS,
) -> FlinkEngine:
    """Return an engine with one cluster, named `session`."""
    cluster = Cluster(
        "session",
        url,
        savepoints=savepoints,
        credentials=credentials,
        run_seconds=run_seconds,
        message_length=300,
    )
    cipher = KeyFileCipher([b"k" * 32])
    return FlinkEngine([cluster], JarSources(jars), Limits(run=2000), cipher)


class OperatedLoop(DeployLoop):
    """A deploy loop on a cluster; its time passes much faster than that of the cluster."""

    def __init__(self, data: Storage, clock: FakeClock, engine: FlinkEngine) -> None:
        super().__init__(data, clock, SimulatedEngine(), engine)
        self._runner = asyncio.Runner()
        self.flink = engine

    def run(self, call: Coroutine[Any, Any, ResultT]) -> ResultT:
        """Run a coroutine; all share one event loop, and with it their connections."""
        return self._runner.run(call)

    def close(self) -> None:
        """Close connections and event loop."""
        self.run(self.flink.close())
        self._runner.close()

    async def reconciling_until(self, job_id: str, state: str) -> None:
        """Reconcile in the background, as a target does, until a job is in a state."""
        parameters = GetJobParameters(**self.place, job_id=job_id)
        async with self.reconciler.running(), asyncio.timeout(10):
            while True:
                job = msgspec.json.decode(await self._jobs.get_job(self._call, parameters))
                if job["status"]["currentJobStatus"] == state:
                    return
                self._clock.move(seconds=0.3)
                await asyncio.sleep(0.05)

    def until(self, holds: Callable[[], bool], *, seconds: float = 0.5) -> None:
        """Let time pass until something holds."""
        deadline = time.monotonic() + 20
        while not holds():
            assert time.monotonic() < deadline
            self.pass_time(seconds)
            time.sleep(0.02)

    def until_state(self, job_id: str, state: str) -> Json:
        """Let time pass until a job is in a state."""
        self.until(lambda: self.state(job_id) == state)
        return self.job(job_id)

    def started(self) -> tuple[str, str]:
        """Return the ids of a new deployment, and of its job that runs."""
        deployment_id = self.create()["deploymentId"]
        job_id = self.start(deployment_id)["jobId"]
        self.until_state(job_id, "RUNNING")
        return deployment_id, job_id


class OpenLoop(Protocol):
    """Opens a deploy loop on a cluster."""

    def __call__(self, url: str, **settings: Any) -> OperatedLoop:
        """Return the loop; it is closed at the end of the test."""
