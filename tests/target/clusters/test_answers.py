"""The engine and the answers of a cluster: refusals, lost answers, restarts, forgotten results."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec
import pytest

from flinkjobs.server import GetJobParameters, OperationFailure
from flinkjobs_target.engine.flink.cluster import Cluster
from flinkjobs_target.engine.flink.credentials import Credentials
from flinkjobs_target.engine.flink.engine import FlinkEngine
from flinkjobs_target.engine.flink.jar_sources import JarSources
from flinkjobs_target.engine.flink.state import Limits
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.storage import Storage, open_storage

from ..conftest import FakeClock
from ..deploying.conftest import DeployLoop, Json, refusal
from .conftest import FlinkServer
from .fake_flink import LostError, Moment

ResultT = TypeVar("ResultT")
_UNFIT = (
    "org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.\n"
    "\tat org.apache\nCaused by: java.lang.IllegalStateException: Cannot have more than one "
    "execute() or executeAsync() call in a single environment.\n\tat org.apache"
)
_UNKNOWN_JAR = (
    "org.apache.flink.runtime.rest.handler.RestHandlerException: Jar file /tmp/x.jar does not exist"
)


def engine_at(
    url: str, savepoints: str | None = "file:///savepoints", run_seconds: float = 2
) -> FlinkEngine:
    """Return an engine with one cluster, named `session`."""
    cluster = Cluster(
        "session",
        url,
        savepoints=savepoints,
        credentials=Credentials(),
        run_seconds=run_seconds,
        message_length=300,
    )
    return FlinkEngine([cluster], JarSources(), Limits(run=2000))


@pytest.fixture
def open_loop(tmp_path: Path, clock: FakeClock) -> Iterator["OpenLoop"]:
    """Open deploy loops on clusters by their URLs."""
    with ExitStack() as stack:

        def opened(url: str, **settings: Any) -> OperatedLoop:
            data = stack.enter_context(open_storage(tmp_path / "data"))
            return stack.enter_context(
                closing(OperatedLoop(data, clock, engine_at(url, **settings)))
            )

        yield opened


@pytest.fixture
def operated(server: FlinkServer, open_loop: "OpenLoop") -> "OperatedLoop":
    """A deploy loop on the fake cluster."""
    return open_loop(server.url)


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


def losing(wanted: str, at: Moment, times: int = 1) -> Callable[[str, Moment], None]:
    """Return an interceptor that loses the answers to the first requests of a kind."""
    left = [times]

    def intercept(request: str, moment: Moment) -> None:
        if request.endswith(wanted) and moment == at and left[0]:
            left[0] -= 1
            raise LostError

    return intercept


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_start_whose_answer_is_lost_is_one_job(
    server: FlinkServer, operated: OperatedLoop, at: Moment
) -> None:
    """The job is looked for under its id before it is asked for again."""
    server.flink.intercept = losing("/run", at)

    _, job_id = operated.started()

    runs = [request for request in server.flink.requests if request.endswith("/run")]
    assert (server.flink.alive(), server.flink.harm) == ([job_id.replace("-", "")], [])
    assert len(runs) == (2 if at == "before" else 1)


def test_what_a_refused_start_leaves_is_cancelled(
    server: FlinkServer, operated: OperatedLoop
) -> None:
    """The job has failed with Flink's root cause, and nothing runs."""
    server.flink.refusal = (400, _UNFIT, True)
    job_id = operated.start(operated.create()["deploymentId"])["jobId"]

    failure = operated.until_state(job_id, "FAILED")["status"]["failure"]

    assert server.flink.alive() == []
    assert failure["reason"] == "java.lang.IllegalStateException"
    assert failure["message"].startswith("Cannot have more than one execute()")


def test_a_jar_that_the_cluster_lost_is_uploaded_again(
    server: FlinkServer, operated: OperatedLoop
) -> None:
    """Three times at most; then the start has failed."""
    flink = server.flink
    flink.refusal = (500, _UNKNOWN_JAR, False)
    flink.intercept = lambda request, moment: flink.jars.clear()

    job_id = operated.start(operated.create()["deploymentId"])["jobId"]
    failure = operated.until_state(job_id, "FAILED")["status"]["failure"]

    assert failure["reason"] == "JarNotAvailable"
    assert flink.requests.count("POST /jars/upload") == 3


def test_a_jar_is_uploaded_once(server: FlinkServer, operated: OperatedLoop) -> None:
    """A second start finds it by the hash of its content."""
    first = operated.started()[1]
    operated.stop(first)
    operated.until_state(first, "CANCELLED")

    operated.until_state(
        operated.start(operated.create("other")["deploymentId"])["jobId"], "RUNNING"
    )

    assert server.flink.requests.count("POST /jars/upload") == 1


def test_a_cluster_that_is_away_fails_the_start_in_time(
    open_loop: OpenLoop,
) -> None:
    """The failure names the cluster and the last error."""
    operated = open_loop("http://127.0.0.1:9")
    job_id = operated.start(operated.create()["deploymentId"])["jobId"]
    operated.pass_time(200)
    waiting = operated.state(job_id)

    operated.until(lambda: operated.state(job_id) == "FAILED", seconds=40)
    failure = operated.job(job_id)["status"]["failure"]

    assert waiting == "STARTING"
    assert failure["reason"] == "StartTimedOut"
    assert "no connection to http://127.0.0.1:9" in failure["message"]


def test_a_cluster_that_is_away_is_logged_once(
    open_loop: OpenLoop, caplog: pytest.LogCaptureFixture
) -> None:
    """With its name and the reason; the target serves all the same."""
    operated = open_loop("http://127.0.0.1:9")
    for _ in range(2):
        operated.run(operated.flink.refresh())

    assert [record.message.partition(";")[0] for record in caplog.records] == [
        "session: no connection to http://127.0.0.1:9: Connection refused"
    ]


def test_a_start_is_stopped_before_it_is_submitted(
    open_loop: OpenLoop,
) -> None:
    """Nothing was sent, so the stop takes effect at once."""
    operated = open_loop("http://127.0.0.1:9")
    job_id = operated.start(operated.create()["deploymentId"])["jobId"]

    operated.stop(job_id)

    operated.until_state(job_id, "CANCELLED")


def test_a_restarted_jobmanager_loses_its_jobs(server: FlinkServer, operated: OperatedLoop) -> None:
    """A job that Flink does not know for a while has failed; one that is stopped is cancelled."""
    _, lost = operated.started()
    deployment_id = operated.create("other")["deploymentId"]
    stopped = operated.start(deployment_id)["jobId"]
    operated.until_state(stopped, "RUNNING")
    server.flink.restart()
    operated.stop(stopped)

    failure = operated.until_state(lost, "FAILED")["status"]["failure"]
    operated.until_state(stopped, "CANCELLED")

    assert failure["reason"] == "JobLostByFlink"


def test_a_forgotten_savepoint_is_found_again(server: FlinkServer, operated: OperatedLoop) -> None:
    """Minutes later the cluster knows it among the job's checkpoints only."""
    deployment_id, job_id = operated.started()
    operated.take_savepoint(deployment_id)
    operated.pass_time(0)
    time.sleep(0.3)
    server.flink.forget_operations()

    operated.until(lambda: operated.savepoints()[0]["status"]["state"] == "COMPLETED")
    operated.stop(job_id, "STOP_WITH_SAVEPOINT")
    operated.pass_time(0)
    time.sleep(0.3)
    server.flink.forget_operations()
    operated.until_state(job_id, "FINISHED")

    told = [savepoint["savepointLocation"] for savepoint in operated.savepoints()]
    made = [path for _, path in server.flink.jobs[job_id.replace("-", "")].saved]
    assert sorted(told) == sorted(made)


def test_a_failed_stop_leaves_the_job_running(server: FlinkServer, operated: OperatedLoop) -> None:
    """The savepoint has failed with the reason, and the next stop works."""
    _, job_id = operated.started()
    server.flink.operation_failure = (
        "java.util.concurrent.CompletionException: x\n"
        "Caused by: org.apache.flink.runtime.checkpoint.CheckpointException: Checkpoint expired."
    )
    operated.stop(job_id, "STOP_WITH_SAVEPOINT")
    stopping = operated.state(job_id)
    operated.until_state(job_id, "RUNNING")
    failed = operated.savepoints()[0]["status"]
    server.flink.operation_failure = None

    operated.stop(job_id, "STOP_WITH_SAVEPOINT")
    operated.until_state(job_id, "FINISHED")

    assert stopping == "CANCELLING"
    assert (failed["state"], failed["failure"]["message"]) == ("FAILED", "Checkpoint expired.")
    assert server.flink.harm == []


def test_a_savepoint_of_a_failed_stop_is_kept(server: FlinkServer, operated: OperatedLoop) -> None:
    """The job failed after its savepoint was complete: the savepoint is good, the job runs on."""
    _, job_id = operated.started()
    server.flink.operation_failure = (
        "org.apache.flink.runtime.scheduler.stopwithsavepoint.StopWithSavepointStoppingException: "
        "A savepoint has been created at: file:/savepoints/s-1, but the corresponding job 1 failed "
        "during stopping. The savepoint is consistent, but might have uncommitted transactions."
    )

    operated.stop(job_id, "STOP_WITH_SAVEPOINT")
    operated.until_state(job_id, "RUNNING")

    (kept,) = operated.savepoints()
    assert (kept["status"]["state"], kept["savepointLocation"]) == (
        "COMPLETED",
        "file:/savepoints/s-1",
    )


def test_without_a_directory_a_savepoint_fails(server: FlinkServer, open_loop: OpenLoop) -> None:
    """The reason says who names one; once the cluster has one, that is taken."""
    operated = open_loop(server.url, savepoints=None)
    _, job_id = operated.started()
    operated.stop(job_id, "STOP_WITH_SAVEPOINT")
    operated.until_state(job_id, "RUNNING")
    failure = operated.savepoints()[0]["status"]["failure"]
    server.flink.settings["state.savepoints.dir"] = "s3://bucket/savepoints/"

    operated.stop(job_id, "STOP_WITH_SAVEPOINT")
    operated.until_state(job_id, "FINISHED")

    assert failure["reason"] == "NoSavepointDirectory"
    assert "--savepoints session=URL" in failure["message"]
    location = operated.savepoints()[0]["savepointLocation"]
    assert location.startswith("s3://bucket/savepoints/")


def test_a_slow_cluster_holds_up_no_other_job(server: FlinkServer, open_loop: OpenLoop) -> None:
    """Steps are taken side by side: a start that takes long does not delay a stop."""
    operated = open_loop(server.url, run_seconds=30)
    _, job_id = operated.started()
    slow = operated.create("slow")["deploymentId"]
    released = threading.Event()

    def intercept(request: str, moment: Moment) -> None:
        if request.endswith("/run") and moment == "before":
            released.wait(20)

    server.flink.intercept = intercept
    started = operated.start(slow)["jobId"]
    operated.stop(job_id)
    try:
        operated.run(operated.reconciling_until(job_id, "CANCELLED"))
        meanwhile = operated.state(started)
    finally:
        released.set()

    assert meanwhile == "STARTING"


def test_a_deleted_savepoint_is_disposed_of(server: FlinkServer, operated: OperatedLoop) -> None:
    """At the cluster that took it."""
    deployment_id, _ = operated.started()
    operated.take_savepoint(deployment_id)
    operated.until(lambda: operated.savepoints()[0]["status"]["state"] == "COMPLETED")
    (savepoint,) = operated.savepoints()

    operated.delete_savepoint(savepoint["savepointId"])
    operated.until(lambda: bool(server.flink.disposed))

    assert server.flink.disposed == [savepoint["savepointLocation"]]


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"deploymentTarget": {"name": "other", "mode": "SESSION"}}, 'deployment target "other"'),
        (
            {"artifact": {"kind": "PYTHON", "pythonArtifact": {"pythonArtifactUri": "x"}}},
            "artifact.kind PYTHON",
        ),
        ({"artifact": {"kind": "CDCYAML", "cdcYamlArtifact": {"cdcYaml": "x"}}}, "CDCYAML"),
        ({"artifact": {"kind": "JAR", "jarArtifact": {"jarUri": "file:///x"}}}, "--jars PREFIX"),
    ],
)
def test_a_start_that_cannot_succeed_is_refused(
    operated: OperatedLoop, properties: Json, reason: str
) -> None:
    """Before anything is stored."""
    deployment_id = operated.create(**properties)["deploymentId"]

    with pytest.raises(OperationFailure) as error:
        operated.start(deployment_id)

    assert reason in refusal(error)
    assert operated.jobs(deployment_id) == []


def test_a_start_time_is_refused(operated: OperatedLoop) -> None:
    """Flink has no counterpart of it."""
    deployment_id = operated.create()["deploymentId"]

    with pytest.raises(OperationFailure) as error:
        operated.start(deployment_id, restoreStrategy={"kind": "NONE", "jobStartTimeInMs": 1})

    assert "jobStartTimeInMs has no counterpart" in refusal(error)


def test_a_version_that_is_learnt_later_fails_the_start(operated: OperatedLoop) -> None:
    """The version of a cluster is not known before it has responded."""
    deployment_id = operated.create(engineVersion="vvr-8.0.11-flink-1.17")["deploymentId"]

    job_id = operated.start(deployment_id)["jobId"]

    failure = operated.until_state(job_id, "FAILED")["status"]["failure"]
    assert failure["reason"] == "EngineVersionMismatch"
    assert "flink-2.3" in failure["message"]
