"""The log of a start on a cluster: each step, and what the cluster answered."""

import re

from .conftest import FlinkServer
from .fake_flink import losing
from .operated_loop import OpenLoop, OperatedLoop

_REFUSED = (
    "org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.\n"
    "\tat org.apache.flink\nCaused by: java.util.concurrent.CompletionException: x\n\tat java.util\n"
    "Caused by: io.flinkjobs.runner.ScriptException: Statement 1, line 2, column 3: no\n"
)


def texts(log: str) -> list[str]:
    """Return the lines of a log without their times."""
    assert all(
        re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ", line) for line in log.splitlines()
    )
    return [line.partition(" ")[2] for line in log.splitlines()]


def test_a_start_is_told_step_by_step(server: FlinkServer, operated: OperatedLoop) -> None:
    """From the request to the tasks that run."""
    deployment_id, job_id = operated.started()
    [jar_id] = server.flink.jars

    assert texts(operated.start_log(deployment_id)) == [
        f"start of job instance {job_id} requested by owner; state: NONE",
        f"cluster session, Flink 2.3.0, has the jar as {jar_id}",
        f"the cluster accepted job {job_id.replace('-', '')}",
        "all tasks run",
        "started",
    ]


def test_a_refused_start_has_all_causes(server: FlinkServer, operated: OperatedLoop) -> None:
    """The job's failure has the last one alone."""
    server.flink.refusal = (400, _REFUSED, True)
    deployment_id = operated.create()["deploymentId"]
    job_id = operated.start(deployment_id)["jobId"]
    operated.until_state(job_id, "FAILED")

    assert texts(operated.start_log(deployment_id))[2:] == [
        "the cluster refused the job:",
        "org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.",
        "java.util.concurrent.CompletionException: x",
        "io.flinkjobs.runner.ScriptException: Statement 1, line 2, column 3: no",
        "what the refused start left behind is being cancelled",
        "FAILED: io.flinkjobs.runner.ScriptException: Statement 1, line 2, column 3: no",
    ]


def test_a_lost_answer_is_told(server: FlinkServer, operated: OperatedLoop) -> None:
    """And that the job was found to be there."""
    server.flink.intercept = losing("/run", "after")
    deployment_id, job_id = operated.started()

    log = texts(operated.start_log(deployment_id))

    assert log[2].startswith("tried again: ")
    assert (
        log[3] == f"the cluster has job {job_id.replace('-', '')}, whose start it had not answered"
    )


def test_a_cluster_that_is_away_is_told_once(open_loop: OpenLoop) -> None:
    """However often it is tried; the log is read while it is."""
    operated = open_loop("http://127.0.0.1:9")
    deployment_id = operated.create()["deploymentId"]
    operated.start(deployment_id)
    for _ in range(4):
        operated.pass_time(40)

    log = texts(operated.start_log(deployment_id))

    assert len(log) == 2
    assert log[1].startswith("tried again: no connection to http://127.0.0.1:9")
