"""The restart of a JobManager, with the target's listings before, during and after it."""

import time
from dataclasses import dataclass

import flinkrest
import flinkrest.models
from flinkjobs.models import Job

from .cluster import response_or_none, wait_until
from .observed_cluster import LABELS, ObservedCluster

__all__ = ["LOST_JOBS", "JobManagerRestart", "restart_jobmanager"]

LOST_JOBS = ("page", "restarting")
"""Jobs that run when the JobManager is killed, and that the history server does not have."""


@dataclass(frozen=True, slots=True)
class JobManagerRestart:
    """Listings by job name, before, during and after the outage.

    `archived` is a job that ended unobserved, as the history server has it, and `recovered` the
    same job in the target; `next` is the new JobManager's first job.
    """

    before: dict[str, Job]
    during: dict[str, Job]
    archived: flinkrest.models.Job
    recovered: Job
    lost: dict[str, Job]
    next: Job
    after: dict[str, Job]


def restart_jobmanager(observed: ObservedCluster) -> JobManagerRestart:
    """Kill the JobManager, start it again, and submit a job."""
    archived = _end_unobserved_job(observed)
    before = observed.list_jobs()
    observed.workload.cluster.kill_job_manager()
    observed.start_observing()
    time.sleep(3)  # several polls
    during = observed.list_jobs()
    observed.workload.cluster.start_job_manager()
    recovered = observed.await_state("restored", "CANCELLED")
    lost = {name: observed.await_state(name, "FAILED") for name in LOST_JOBS}
    return JobManagerRestart(
        before=before,
        during=during,
        archived=archived,
        recovered=recovered,
        lost=lost,
        next=_start_next_job(observed),
        after=observed.list_jobs(),
    )


def _end_unobserved_job(observed: ObservedCluster) -> flinkrest.models.Job:
    """Cancel a job without an observer, and wait until the history server has it."""
    observed.stop_observing()
    observed.workload.cancel("restored")
    job_id = observed.workload.job_ids["restored"]
    with observed.workload.cluster.client(history=True) as client:
        wait_until(lambda: job_id in _archived_ids(client))
        return wait_until(lambda: response_or_none(lambda: client.jobs.get(job_id=job_id)))


def _archived_ids(client: flinkrest.Client) -> set[str | None]:
    """Return the ids of the jobs that a history server lists; none while it rewrites the list.

    Its response is empty then (seen with Flink 2.3), or truncated (seen with Flink 1.20).
    """
    listing = response_or_none(client.jobs.list)
    return {job.jid for job in (listing.jobs if listing else None) or []}


def _start_next_job(observed: ObservedCluster) -> Job:
    observed.workload.upload()
    observed.workload.cluster.await_slots()
    observed.workload.submit("next", "page", LABELS)
    return observed.await_state("next", "RUNNING")
