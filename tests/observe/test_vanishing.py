"""Jobs that vanish, and clusters that do not answer."""

from collections.abc import Callable

import pytest
from aiohttp import web

from flinkjobs_target.observe.cluster_errors import HistoryServerError
from flinkrest.errors import FlinkRestError

from .conftest import LABELS, Observer
from .simulator import SimulatedFlink, SimulatedJob


def test_a_vanished_job_is_lost_after_several_looks(
    flink: SimulatedFlink, observer: Observer, job: SimulatedJob
) -> None:
    """With a reason that says so, and not a moment earlier."""
    flink.add(job.restarts(2))
    observer.look()
    flink.jobs.clear()

    observer.look(2)
    assert "RUNNING" == observer.job()["status"]["currentJobStatus"]

    observer.look()
    found = observer.job()["status"]
    assert "FAILED" == found["currentJobStatus"]
    assert {
        "reason": "JobLostByFlink",
        "message": "cluster prod answers and no longer knows the job",
        "failedAt": int(observer.now.timestamp()),
    } == found["failure"]
    assert 2 == found["running"]["observedFlinkJobRestarts"]


def test_a_job_that_comes_back_was_not_lost(
    flink: SimulatedFlink, observer: Observer, job: SimulatedJob
) -> None:
    """A JobManager that takes over may need a moment; the first start is kept."""
    flink.add(job)
    observer.look()
    flink.jobs.clear()
    observer.look(2)

    flink.add(job.started(1_795_359_999_000).becomes("RUNNING", 1_795_359_999_500, running=4))
    observer.look(4)

    found = observer.job()
    assert ("RUNNING", 1795349968) == (found["status"]["currentJobStatus"], found["startTime"])


def test_the_history_server_knows_how_it_ended(
    flink: SimulatedFlink,
    history: SimulatedFlink,
    make_observer: Callable[..., Observer],
    job: SimulatedJob,
) -> None:
    """What a cluster forgot is asked for there before it counts as lost."""
    flink.add(job.restarts(1))
    observer = make_observer(history=True)
    observer.look()
    flink.jobs.clear()
    ended = SimulatedJob("seed-stream").labelled(**LABELS)
    history.add(ended.becomes("FINISHED", 1_795_350_300_000))

    observer.look(4)

    found = observer.job()
    assert ("FINISHED", 1795350300) == (found["status"]["currentJobStatus"], found["endTime"])
    assert 1 == found["status"]["running"]["observedFlinkJobRestarts"]


def test_the_history_server_is_not_asked_without_need(
    flink: SimulatedFlink,
    history: SimulatedFlink,
    make_observer: Callable[..., Observer],
    job: SimulatedJob,
) -> None:
    """As long as no job is missing."""
    flink.add(job)

    make_observer(history=True).look(3)

    assert {} == dict(history.asked)


def test_without_the_history_servers_answer_nothing_is_lost(
    flink: SimulatedFlink,
    history: SimulatedFlink,
    make_observer: Callable[..., Observer],
    job: SimulatedJob,
) -> None:
    """It may know how the job ended."""
    flink.add(job)
    observer = make_observer(history=True)
    observer.look()
    flink.jobs.clear()

    async def fail(request: web.BaseRequest) -> web.Response:
        return web.Response(status=503)

    history.instead = fail
    for _ in range(5):
        with pytest.raises(HistoryServerError):
            observer.look()

    assert "RUNNING" == observer.job()["status"]["currentJobStatus"]


def test_a_cluster_that_does_not_answer_changes_nothing(
    flink: SimulatedFlink, observer: Observer, job: SimulatedJob
) -> None:
    """However often."""
    flink.add(job)
    observer.look()
    before = observer.job()

    async def fail(request: web.BaseRequest) -> web.Response:
        return web.Response(status=503)

    flink.instead = fail
    for _ in range(5):
        with pytest.raises(FlinkRestError):
            observer.look()

    assert before == observer.job()


def test_only_flinks_own_answer_says_that_a_job_is_gone(
    flink: SimulatedFlink, observer: Observer, job: SimulatedJob
) -> None:
    """A 404 of something in between, for that one job, does not."""
    flink.add(job)
    observer.look()
    flink.jobs.clear()

    async def proxy(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == f"/jobs/{job.job_id}":
            return web.Response(status=404, text="<html>no route</html>")
        flink.instead = None
        answer = await flink.handle(request)
        flink.instead = proxy
        return answer

    flink.instead = proxy
    observer.look(2)
    with pytest.raises(FlinkRestError):
        observer.look()

    assert "RUNNING" == observer.job()["status"]["currentJobStatus"]


def test_a_lost_job_stays_lost(
    flink: SimulatedFlink, observer: Observer, job: SimulatedJob, caplog: pytest.LogCaptureFixture
) -> None:
    """One that reuses its id later is left out, and one line says so."""
    flink.add(job)
    observer.look()
    flink.jobs.clear()
    observer.look(3)

    flink.add(job.started(1_995_350_000_000).becomes("RUNNING", 1_995_350_000_000, running=4))
    observer.look(3)

    assert "FAILED" == observer.job()["status"]["currentJobStatus"]
    (line,) = [one for one in caplog.messages if "started anew" in one]
    assert line == (
        "prod: bb9f66e4-db41-d3b6-c1cd-b26a431bc71e seed-stream started anew after it was FAILED; "
        "the job that ended stays, this one is left out"
    )
