"""The timeline of jobs of every type, as the target listed them while they ran."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from flinkjobs.models import Job

from .cluster import wait_until
from .observed_cluster import DEPLOYMENT, LABELS, NAMESPACE, WORKSPACE, ObservedCluster

__all__ = ["Timeline", "record_timeline", "restart_count"]

OWN_LABELS = {
    "flinkjobs.workspace": WORKSPACE,
    "flinkjobs.namespace": NAMESPACE,
    "flinkjobs.deployment": "own",
}


class Timeline:
    """States and snapshots of the jobs of an observed cluster."""

    def __init__(self, observed: ObservedCluster) -> None:
        self.observed = observed
        self.states: dict[str, list[str]] = {}
        self.snapshots: dict[str, Job] = {}

    @contextmanager
    def recording_states(self) -> Iterator[None]:
        """List the jobs continuously, and record the states of each."""
        stop = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            listing = pool.submit(self._list_until, stop)
            try:
                yield
            finally:
                stop.set()
            listing.result()
        self.states = {name: list(states) for name, states in self.observed.state_sequences.items()}

    def _list_until(self, stop: threading.Event) -> None:
        while not stop.wait(0.1):
            self.observed.list_jobs()


def record_timeline(observed: ObservedCluster) -> Timeline:
    """Submit jobs of every type, and wait until the target shows the last state of each."""
    timeline = Timeline(observed)
    with timeline.recording_states():
        _run_bounded_job(timeline)
        _start_during_wait(timeline)
        _run_failing_jobs(timeline)
        _run_jobs_of_other_deployments(timeline)
        _cancel_stop_and_restore(timeline)
        _wait_for_slots(timeline)
    return timeline


def _run_bounded_job(timeline: Timeline) -> None:
    timeline.observed.workload.submit("bounded", "bounded", LABELS)
    timeline.observed.await_state("bounded", "FINISHED")


def _start_during_wait(timeline: Timeline) -> None:
    """Submit the page's job while `wait` waits for one newer than the last."""
    observed = timeline.observed
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(
            observed.client.jobs.wait,
            deployment_id=DEPLOYMENT,
            after=observed.id_of("bounded"),
            timeout=60,
            poll=0.2,
        )
        observed.workload.submit("page", "page", LABELS)
        timeline.snapshots["wait"] = waiting.result()


def _run_failing_jobs(timeline: Timeline) -> None:
    observed = timeline.observed
    observed.workload.submit("failing", "failing", LABELS)
    observed.workload.submit("restarting", "restarting", LABELS)
    observed.await_state("failing", "FAILED")
    wait_until(lambda: restart_count(observed.get_job("restarting")) > 0)


def restart_count(job: Job) -> int:
    """Return the last known number of restarts of a job."""
    running = job.status.running if job.status else None
    return (running.observed_flink_job_restarts if running else None) or 0


def _run_jobs_of_other_deployments(timeline: Timeline) -> None:
    """Submit jobs of other deployments, and one without any."""
    observed = timeline.observed
    observed.workload.submit("named", "bounded", {})
    observed.workload.submit("own", "bounded", OWN_LABELS)
    observed.workload.submit("stray", "bounded", {})


def _cancel_stop_and_restore(timeline: Timeline) -> None:
    """Cancel a job; stop another with a savepoint, and restore it."""
    observed = timeline.observed
    observed.workload.submit("cancelled", "page", LABELS)
    observed.workload.submit("stopped", "stateful", LABELS)
    timeline.snapshots["before cancel"] = observed.await_state("cancelled", "RUNNING")
    observed.workload.cancel("cancelled")
    observed.await_state("stopped", "RUNNING")
    savepoint = observed.workload.stop("stopped")
    for name in ("cancelled", "stopped"):
        observed.await_state(name, "FINISHED" if name == "stopped" else "CANCELLED")
    observed.workload.submit("restored", "stateful", LABELS, savepoint)
    observed.await_state("restored", "RUNNING")


def _wait_for_slots(timeline: Timeline) -> None:
    """Submit a job that needs more slots than there are, and cancel it."""
    observed = timeline.observed
    observed.workload.submit("wide", "wide", LABELS)
    observed.workload.await_state("wide", "RUNNING")
    timeline.snapshots["without slots"] = observed.await_state("wide", "STARTING")
    observed.workload.cancel("wide")
    observed.await_state("wide", "CANCELLED")
