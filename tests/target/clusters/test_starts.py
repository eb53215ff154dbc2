"""Starts on a cluster: refusals, lost answers, restarts of the JobManager."""

import pytest

from flinkjobs.server import OperationFailure

from ..deploying.conftest import Json, refusal
from .conftest import FlinkServer
from .fake_flink import Moment, losing
from .operated_loop import OpenLoop, OperatedLoop

_UNFIT = (
    "org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.\n"
    "\tat org.apache\nCaused by: java.lang.IllegalStateException: Cannot have more than one "
    "execute() or executeAsync() call in a single environment.\n\tat org.apache"
)
_UNKNOWN_JAR = (
    "org.apache.flink.runtime.rest.handler.RestHandlerException: Jar file /tmp/x.jar does not exist"
)


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


def test_a_lost_job_that_is_back_runs_again(server: FlinkServer, operated: OperatedLoop) -> None:
    """A JobManager may recover it late; until then the deployment may have another job."""
    deployment_id, lost = operated.started()
    jobs = dict(server.flink.jobs)
    server.flink.jobs.clear()
    operated.until_state(lost, "FAILED")
    started = operated.start(deployment_id)["jobId"]
    operated.until_state(started, "RUNNING")

    server.flink.jobs |= jobs
    back = operated.until_state(lost, "RUNNING")

    assert "endTime" not in back
    assert "failure" not in back["status"]
    assert operated.state(started) == "RUNNING"


def test_a_lost_job_is_forgotten_at_last(server: FlinkServer, operated: OperatedLoop) -> None:
    """No cluster is asked for it for ever."""
    _, lost = operated.started()
    server.flink.restart()
    operated.until_state(lost, "FAILED")

    operated.until(lambda: _due_runs(operated) == [], seconds=600)

    assert operated.state(lost) == "FAILED"


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


def _due_runs(operated: OperatedLoop) -> list[str]:
    """Return the jobs whose runs have not ended."""
    runs = operated.run(operated.data.deploying.read(lambda tables: tables.runs.of_engine("flink")))
    return [run.job_id for run in runs if run.due is not None]
