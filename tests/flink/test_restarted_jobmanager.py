"""Stored jobs survive the loss of a JobManager."""

import pytest

from .jobmanager_restart import LOST_JOBS, JobManagerRestart, restart_jobmanager
from .observed_cluster import ObservedCluster

FINAL_STATES = {
    "bounded": "FINISHED",
    "failing": "FAILED",
    "cancelled": "CANCELLED",
    "stopped": "FINISHED",
    "wide": "CANCELLED",
}


@pytest.fixture(scope="session")
def restarted(observed: ObservedCluster) -> JobManagerRestart:
    """The listings around one restart, shared by all tests here."""
    return restart_jobmanager(observed)


def test_an_outage_changes_nothing(restarted: JobManagerRestart) -> None:
    """Jobs stay unchanged over several failed polls."""
    assert restarted.during == restarted.before
    assert restarted.before["page"].state == "RUNNING"


def test_a_job_that_ended_unobserved_has_its_end(restarted: JobManagerRestart) -> None:
    """Its final state comes from the history server."""
    assert restarted.archived.end_time is not None
    assert restarted.recovered.end_time == restarted.archived.end_time // 1000


@pytest.mark.parametrize("name", LOST_JOBS)
def test_running_jobs_are_lost(restarted: JobManagerRestart, name: str) -> None:
    """A running job that the history server does not have is FAILED with JobLostByFlink."""
    status = restarted.lost[name].status
    assert status is not None and status.failure is not None

    assert status.failure.reason == "JobLostByFlink"
    assert status.failure.message == (
        "cluster lab responds but no longer knows the job; its JobManager was restarted"
    )


def test_restarts_and_resources_are_kept(restarted: JobManagerRestart) -> None:
    """Both keep their last known values."""
    job = restarted.after["restarting"]
    assert job.status is not None and job.status.running is not None and job.metric is not None

    assert (job.status.running.observed_flink_job_restarts or 0) > 0
    assert job.metric.total_cpu == 1.0


@pytest.mark.parametrize(("name", "state"), FINAL_STATES.items())
def test_ended_jobs_stay_unchanged(restarted: JobManagerRestart, name: str, state: str) -> None:
    """No field of a job that had ended before is changed."""
    assert restarted.after[name].state == state
    assert restarted.after[name] == restarted.before[name]


def test_the_next_job_is_listed_first(restarted: JobManagerRestart) -> None:
    """It belongs to the same deployment."""
    assert next(iter(restarted.after)) == "next"
    assert restarted.next.start_time is not None
    assert restarted.next.start_time >= (restarted.after["page"].start_time or 0)
