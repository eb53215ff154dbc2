"""Jobs that vanish from a cluster, and clusters that do not respond."""

from collections.abc import Callable

import pytest
from aiohttp import web

from flinkjobs_target.observe.cluster_errors import HistoryServerError
from flinkrest.errors import FlinkRestError

from .conftest import LABELS, ManualObserver
from .simulator import SimulatedFlink, SimulatedJob


def test_a_job_of_a_restarted_jobmanager_is_lost_after_several_polls(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """It is FAILED with the reason JobLostByFlink from the third poll on."""
    flink.add(job.with_restarts(2))
    observer.poll()
    flink.restart()

    observer.poll(2)
    assert observer.job()["status"]["currentJobStatus"] == "RUNNING"

    observer.poll()
    stored = observer.job()["status"]
    assert stored["currentJobStatus"] == "FAILED"
    assert stored["failure"] == {
        "reason": "JobLostByFlink",
        "message": "cluster prod responds but no longer knows the job; its JobManager was restarted",
        "failedAt": int(observer.now.timestamp()),
    }
    assert stored["running"]["observedFlinkJobRestarts"] == 2


def test_a_job_that_ended_unseen_has_not_failed(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """Flink forgets ended jobs: the last state stays, with a note and an end."""
    flink.add(job)
    observer.poll()
    flink.jobs.clear()

    observer.poll(3)

    stored = observer.job()
    assert stored["status"]["currentJobStatus"] == "RUNNING"
    assert stored["status"]["failure"] == {
        "reason": "JobEndedUnseen",
        "message": "cluster prod responds but no longer knows the job, which ended unseen after it "
        "was RUNNING",
    }
    assert stored["endTime"] == int(observer.now.timestamp())


@pytest.mark.parametrize("is_restarted", [True, False], ids=["restarted", "unseen"])
def test_a_job_that_is_back_runs_again(
    flink: SimulatedFlink,
    observer: ManualObserver,
    make_observer: Callable[..., ManualObserver],
    job: SimulatedJob,
    is_restarted: bool,
) -> None:
    """The end was an inference, which any observer revokes when Flink lists the job."""
    flink.add(job)
    observer.poll()
    before = observer.job()["status"]
    flink.restart() if is_restarted else flink.jobs.clear()
    observer.poll(4)
    assert "endTime" in observer.job()

    flink.add(job)
    make_observer().poll(2)

    assert observer.job()["status"] == before
    assert "endTime" not in observer.job()


def test_a_job_that_is_back_may_end(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """Flink's word counts, then for ever."""
    flink.add(job)
    observer.poll()
    flink.restart()
    observer.poll(4)

    flink.add(job.enter_state("FINISHED", 1_795_350_300_000))
    observer.poll()

    stored = observer.job()
    assert stored["status"]["currentJobStatus"] == "FINISHED"
    assert "failure" not in stored["status"]
    assert stored["endTime"] == 1_795_350_300


def test_a_late_archive_explains_an_inferred_end(
    flink: SimulatedFlink,
    history: SimulatedFlink,
    make_observer: Callable[..., ManualObserver],
    job: SimulatedJob,
) -> None:
    """The history server may know a job later than its cluster forgets it."""
    flink.add(job)
    observer = make_observer(history=True)
    observer.poll()
    flink.restart()
    observer.poll(4)
    assert observer.job()["status"]["currentJobStatus"] == "FAILED"

    history.add(job.enter_state("FINISHED", 1_795_350_300_000))
    make_observer(history=True).poll()

    assert observer.job()["status"]["currentJobStatus"] == "FINISHED"


def test_an_archive_of_an_earlier_job_explains_nothing(
    flink: SimulatedFlink,
    history: SimulatedFlink,
    make_observer: Callable[..., ManualObserver],
    job: SimulatedJob,
) -> None:
    """The id was used before: what the history server has is the end of that job."""
    earlier = SimulatedJob("seed-stream").with_start(1_795_340_000_000)
    earlier.detail["timestamps"] = {"RUNNING": 1_795_340_000_001}
    history.add(earlier.enter_state("CANCELED", 1_795_341_000_000))
    flink.add(job)
    observer = make_observer(history=True)
    observer.poll()
    flink.jobs.clear()

    observer.poll(3)

    assert observer.job()["status"]["failure"]["reason"] == "JobEndedUnseen"


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
