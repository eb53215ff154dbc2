"""Savepoints and stops on a cluster: forgotten results, failures, slow answers."""

import threading
import time
from collections.abc import Callable

from flinkjobs_target.store.tables import Tables
from flinkjobs_target.store.types import NamespaceKey

from .conftest import FlinkServer
from .fake_flink import Moment, losing
from .operated_loop import OpenLoop, OperatedLoop


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


def test_files_are_kept_while_a_job_starts_from_them(
    server: FlinkServer, operated: OperatedLoop
) -> None:
    """A savepoint that pruning has marked is disposed of once the job has read it."""
    deployment_id, job_id = operated.started()
    operated.stop(job_id, "STOP_WITH_SAVEPOINT")
    operated.until_state(job_id, "FINISHED")
    (savepoint,) = operated.savepoints()
    server.flink.intercept = losing("/run", "before", times=3)
    restored = operated.start(deployment_id, restoreStrategy={"kind": "LATEST_SAVEPOINT"})["jobId"]
    operated.run(operated.data.deploying.write(marking(operated, savepoint["savepointId"])))
    operated.pass_time()
    operated.pass_time()
    before = (operated.state(restored), list(server.flink.disposed))

    operated.until_state(restored, "RUNNING")
    operated.until(lambda: bool(server.flink.disposed))

    assert before == ("STARTING", [])
    assert server.flink.disposed == [savepoint["savepointLocation"]]


def marking(operated: OperatedLoop, savepoint_id: str) -> Callable[[Tables], None]:
    """Return a transaction that marks a savepoint, as `prune` does with old state."""
    return lambda tables: tables.savepoints.mark(NamespaceKey(**operated.place), savepoint_id)
