"""A JobManager that dies takes nothing with it: history and final states outlive the cluster."""

import pytest

from .restart import LOST, Restart, restart
from .scene import Scene

ENDED = {
    "bounded": "FINISHED",
    "failing": "FAILED",
    "cancelled": "CANCELLED",
    "stopped": "CANCELLED",
    "wide": "CANCELLED",
}


@pytest.fixture(scope="session")
def restarted(scene: Scene) -> Restart:
    """What was seen of it; told once, and when it cannot be, every test here says why at once."""
    return restart(scene)


def test_no_answer_changes_nothing(restarted: Restart) -> None:
    """While the JobManager is away, its jobs stay as they were, however often nobody answers."""
    assert restarted.before == restarted.meanwhile
    assert "RUNNING" == restarted.before["page"].state


def test_a_job_that_ended_unseen(restarted: Restart) -> None:
    """A job that ended while nobody looked, and vanished, is found at the history server."""
    assert restarted.archived.end_time is not None
    assert restarted.archived.end_time // 1000 == restarted.found.end_time


@pytest.mark.parametrize("name", LOST)
def test_lost_jobs(restarted: Restart, name: str) -> None:
    """A job that was running when its JobManager died, and is in no history, has failed: lost."""
    status = restarted.lost[name].status
    assert status is not None and status.failure is not None

    assert "JobLostByFlink" == status.failure.reason
    assert "cluster lab answers and no longer knows the job" == status.failure.message


def test_restarts_are_kept(restarted: Restart) -> None:
    """The restarts and resources of a job outlive it."""
    job = restarted.after["restarting"]
    assert job.status is not None and job.status.running is not None and job.metric is not None

    assert (job.status.running.observed_flink_job_restarts or 0) > 0
    assert 1.0 == job.metric.total_cpu


@pytest.mark.parametrize(("name", "state"), ENDED.items())
def test_final_states(restarted: Restart, name: str, state: str) -> None:
    """A job that had ended before stays as it was, in every field."""
    assert state == restarted.after[name].state
    assert restarted.before[name] == restarted.after[name]


def test_next_job(restarted: Restart) -> None:
    """The new JobManager's first job is the newest of the same deployment."""
    assert "next" == next(iter(restarted.after))
    assert restarted.next.start_time is not None
    assert restarted.next.start_time >= (restarted.after["page"].start_time or 0)
