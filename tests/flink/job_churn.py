"""Background churn: jobs that start and end on a cluster while a test runs."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count

from .observed_cluster import NAMESPACE, WORKSPACE, ObservedCluster

__all__ = ["CHURN_DEPLOYMENT", "churning_jobs"]

CHURN_DEPLOYMENT = "changing"
"""The deployment of these jobs; the job of the same name runs all the time."""
_LABELS = {
    "flinkjobs.workspace": WORKSPACE,
    "flinkjobs.namespace": NAMESPACE,
    "flinkjobs.deployment": CHURN_DEPLOYMENT,
}
_PAUSE = 1.0


@contextmanager
def churning_jobs(observed: ObservedCluster) -> Iterator[None]:
    """Run one job all the time; beside it start, cancel and finish others, one after the other."""
    stop = threading.Event()
    observed.workload.submit(CHURN_DEPLOYMENT, "stateful", _LABELS)
    observed.await_state(CHURN_DEPLOYMENT, "RUNNING", CHURN_DEPLOYMENT)
    with ThreadPoolExecutor(1) as pool:
        churn = pool.submit(_churn_until, stop, observed)
        try:
            yield
        finally:
            stop.set()
        churn.result()
    observed.workload.cancel(CHURN_DEPLOYMENT)


def _churn_until(stop: threading.Event, observed: ObservedCluster) -> None:
    for number in count():
        cancelled, bounded = f"cancelled-{number}", f"bounded-{number}"
        observed.workload.submit(cancelled, "stateful", _LABELS)
        observed.await_state(cancelled, "RUNNING", CHURN_DEPLOYMENT)
        observed.workload.submit(bounded, "bounded", _LABELS)
        observed.await_state(bounded, "FINISHED", CHURN_DEPLOYMENT)
        observed.workload.cancel(cancelled)
        observed.await_state(cancelled, "CANCELLED", CHURN_DEPLOYMENT)
        if stop.wait(_PAUSE):
            return
