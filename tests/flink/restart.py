"""A JobManager is killed and started again, and what the target said before, meanwhile and after."""

import time
from dataclasses import dataclass

import flinkrest
import flinkrest.models
from flinkjobs.models import Job

from .cluster import answers, until
from .scene import LABELS, Scene

__all__ = ["LOST", "Restart", "restart"]

LOST = ("page", "restarting")
"""Jobs that run when the JobManager is killed, and that no history knows."""


@dataclass(frozen=True, slots=True)
class Restart:
    """Listings by the names of jobs; `archived` is what the history server says of a job.

    `found` is that job, which ended while nobody looked; `next` the new JobManager's first one.
    """

    before: dict[str, Job]
    meanwhile: dict[str, Job]
    archived: flinkrest.models.Job
    found: Job
    lost: dict[str, Job]
    next: Job
    after: dict[str, Job]


def restart(scene: Scene) -> Restart:
    """Kill the JobManager, start it again, and give it a job."""
    archived = _archive_one_unseen(scene)
    before = scene.listed()
    scene.stage.cluster.kill_job_manager()
    scene.observe()
    time.sleep(3)  # several looks
    meanwhile = scene.listed()
    scene.stage.cluster.start_job_manager()
    found = scene.await_state("restored", "CANCELLED")
    lost = {name: scene.await_state(name, "FAILED") for name in LOST}
    return Restart(
        before=before,
        meanwhile=meanwhile,
        archived=archived,
        found=found,
        lost=lost,
        next=_start_another(scene),
        after=scene.listed(),
    )


def _archive_one_unseen(scene: Scene) -> flinkrest.models.Job:
    """Cancel a job that nobody observes, and wait until the history server has it."""
    scene.look_away()
    scene.stage.cancel("restored")
    job_id = scene.stage.jobs["restored"]
    with scene.stage.cluster.client(history=True) as client:
        until(lambda: job_id in _archived(client))
        return until(lambda: answers(lambda: client.jobs.get(job_id=job_id)))


def _archived(client: flinkrest.Client) -> set[str | None]:
    """Give the ids of the jobs that a history server lists; none while it writes the list anew.

    Its answer is empty then (seen with Flink 2.3), or cut off (seen with Flink 1.20).
    """
    listing = answers(client.jobs.list)
    return {one.jid for one in (listing.jobs if listing else None) or []}


def _start_another(scene: Scene) -> Job:
    scene.stage.upload()
    scene.stage.cluster.await_slots()
    scene.stage.submit("next", "page", LABELS)
    return scene.await_state("next", "RUNNING")
