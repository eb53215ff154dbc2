"""A JobManager that dies takes nothing with it: history and final states outlive the cluster.

These tests tell one story, in their order.
"""

import time

from flinkjobs.models import Job

from .cluster import until
from .scene import LABELS, Scene

ENDED = {
    "bounded": "FINISHED",
    "failing": "FAILED",
    "cancelled": "CANCELLED",
    "stopped": "CANCELLED",
    "wide": "CANCELLED",
}


def test_no_answer_changes_nothing(scene: Scene) -> None:
    """While the JobManager is away, its jobs stay as they were, however often nobody answers."""
    archive_one_unseen(scene)
    before = scene.listed()
    scene.stage.cluster.kill_job_manager()
    scene.observe()
    time.sleep(3)  # several looks

    assert before == scene.listed()
    assert "RUNNING" == before["page"].state


def archive_one_unseen(scene: Scene) -> None:
    """Cancel a job that nobody observes, and wait until the history server has it."""
    scene.look_away()
    scene.stage.cancel("restored")
    with scene.stage.cluster.client(history=True) as client:
        until(
            lambda: (
                scene.stage.jobs["restored"] in {one.jid for one in client.jobs.list().jobs or []}
            )
        )


def test_a_job_that_ended_unseen(scene: Scene) -> None:
    """A job that ended while nobody looked, and vanished, is found at the history server."""
    with scene.stage.cluster.client(history=True) as client:
        archived = client.jobs.get(job_id=scene.stage.jobs["restored"])
    scene.stage.cluster.start_job_manager()
    job = scene.await_state("restored", "CANCELLED")

    assert archived.end_time is not None
    assert archived.end_time // 1000 == job.end_time


def test_lost_jobs(scene: Scene) -> None:
    """A job that was running when its JobManager died, and is in no history, has failed: lost."""
    for name in ("page", "restarting"):
        job = scene.await_state(name, "FAILED")
        assert job.status is not None and job.status.failure is not None

        failure = job.status.failure
        assert "JobLostByFlink" == failure.reason
        assert "cluster lab answers and no longer knows the job" == failure.message


def test_restarts_are_kept(scene: Scene) -> None:
    """The restarts and resources of a job outlive it."""
    job = scene.get("restarting")
    assert job.status is not None and job.status.running is not None and job.metric is not None

    assert (job.status.running.observed_flink_job_restarts or 0) > 0
    assert 1.0 == job.metric.total_cpu


def test_final_states(scene: Scene) -> None:
    """A job that had ended before stays as it was."""
    assert ENDED == {name: scene.listed()[name].state for name in ENDED}


def test_next_job(scene: Scene) -> None:
    """The new JobManager's first job is the newest of the same deployment."""
    scene.stage.upload()
    scene.stage.cluster.await_slots()
    scene.stage.submit("next", "page", LABELS)
    job: Job = scene.await_state("next", "RUNNING")

    assert "next" == next(iter(scene.listed()))
    assert job.start_time and job.start_time >= (scene.get("page").start_time or 0)
