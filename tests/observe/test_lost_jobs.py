"""Jobs that vanish from a cluster, and clusters that do not respond."""

from collections.abc import Callable

import pytest
from aiohttp import web

from flinkjobs_target.observe.cluster_errors import HistoryServerError
from flinkrest.errors import FlinkRestError

from .conftest import LABELS, ManualObserver
from .simulator import SimulatedFlink, SimulatedJob


def test_a_vanished_job_is_lost_after_several_polls(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """It is FAILED with the reason JobLostByFlink from the third poll on."""
    flink.add(job.with_restarts(2))
    observer.poll()
    flink.jobs.clear()

    observer.poll(2)
    assert observer.job()["status"]["currentJobStatus"] == "RUNNING"

    observer.poll()
    stored = observer.job()["status"]
    assert stored["currentJobStatus"] == "FAILED"
    assert stored["failure"] == {
        "reason": "JobLostByFlink",
        "message": "cluster prod responds but no longer knows the job",
        "failedAt": int(observer.now.timestamp()),
    }
    assert stored["running"]["observedFlinkJobRestarts"] == 2


def test_a_job_that_reappears_is_not_lost(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """A JobManager that takes over may need a moment; the first start time is kept."""
    flink.add(job)
    observer.poll()
    flink.jobs.clear()
    observer.poll(2)

    flink.add(
        job.with_start(1_795_359_999_000).enter_state("RUNNING", 1_795_359_999_500, running=4)
    )
    observer.poll(4)

    stored = observer.job()
    assert (stored["status"]["currentJobStatus"], stored["startTime"]) == ("RUNNING", 1795349968)


def test_the_history_server_provides_the_final_state(
    flink: SimulatedFlink,
    history: SimulatedFlink,
    make_observer: Callable[..., ManualObserver],
    job: SimulatedJob,
) -> None:
    """It is asked before a job counts as lost."""
    flink.add(job.with_restarts(1))
    observer = make_observer(history=True)
    observer.poll()
    flink.jobs.clear()
    ended = SimulatedJob("seed-stream").with_labels(**LABELS)
    history.add(ended.enter_state("FINISHED", 1_795_350_300_000))

    observer.poll(4)

    stored = observer.job()
    assert (stored["status"]["currentJobStatus"], stored["endTime"]) == ("FINISHED", 1795350300)
    assert stored["status"]["running"]["observedFlinkJobRestarts"] == 1


def test_the_history_server_is_asked_only_for_missing_jobs(
    flink: SimulatedFlink,
    history: SimulatedFlink,
    make_observer: Callable[..., ManualObserver],
    job: SimulatedJob,
) -> None:
    """It gets no request while all jobs are listed."""
    flink.add(job)

    make_observer(history=True).poll(3)

    assert dict(history.request_counts) == {}


def test_no_job_is_lost_while_the_history_server_fails(
    flink: SimulatedFlink,
    history: SimulatedFlink,
    make_observer: Callable[..., ManualObserver],
    job: SimulatedJob,
) -> None:
    """It may have the job's final state."""
    flink.add(job)
    observer = make_observer(history=True)
    observer.poll()
    flink.jobs.clear()

    async def fail(request: web.BaseRequest) -> web.Response:
        return web.Response(status=503)

    history.handler = fail
    for _ in range(5):
        with pytest.raises(HistoryServerError):
            observer.poll()

    assert observer.job()["status"]["currentJobStatus"] == "RUNNING"


def test_a_failing_cluster_changes_nothing(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """The job stays as it was over many failed polls."""
    flink.add(job)
    observer.poll()
    before = observer.job()

    async def fail(request: web.BaseRequest) -> web.Response:
        return web.Response(status=503)

    flink.handler = fail
    for _ in range(5):
        with pytest.raises(FlinkRestError):
            observer.poll()

    assert observer.job() == before


def test_only_a_404_of_flink_makes_a_job_lost(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """A 404 of a proxy for the job does not."""
    flink.add(job)
    observer.poll()
    flink.jobs.clear()

    async def proxy(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == f"/jobs/{job.job_id}":
            return web.Response(status=404, text="<html>no route</html>")
        flink.handler = None
        response = await flink.handle(request)
        flink.handler = proxy
        return response

    flink.handler = proxy
    observer.poll(2)
    with pytest.raises(FlinkRestError):
        observer.poll()

    assert observer.job()["status"]["currentJobStatus"] == "RUNNING"


def test_a_lost_job_stays_lost(
    flink: SimulatedFlink,
    observer: ManualObserver,
    job: SimulatedJob,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A later job with the same id is ignored, and logged once."""
    flink.add(job)
    observer.poll()
    flink.jobs.clear()
    observer.poll(3)

    flink.add(
        job.with_start(1_995_350_000_000).enter_state("RUNNING", 1_995_350_000_000, running=4)
    )
    observer.poll(3)

    assert observer.job()["status"]["currentJobStatus"] == "FAILED"
    (line,) = [message for message in caplog.messages if "started again" in message]
    assert line == (
        "prod: bb9f66e4-db41-d3b6-c1cd-b26a431bc71e seed-stream was started again with the same id "
        "after it was FAILED; the ended job is kept, the new one is ignored"
    )
