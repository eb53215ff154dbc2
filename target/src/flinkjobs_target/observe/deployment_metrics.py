"""Prometheus metrics of deployments, whose number is bounded."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from prometheus_client.core import GaugeMetricFamily, Metric

from .deployment_jobs import DeploymentJobs, DeploymentOnCluster, JobStanding
from .jobs.alarms import LOST, NO_CHECKPOINT, RESTARTING

__all__ = ["MAX_DEPLOYMENTS", "collect_deployments"]

MAX_DEPLOYMENTS = 1000
"""Deployments with metrics of their own: those that were seen first. The others are only counted."""
_LABELS = ("cluster", "namespace", "deployment")
_ALARMS = (LOST, RESTARTING, NO_CHECKPOINT)


class _Gauges:
    """The gauges of all deployments."""

    def __init__(self) -> None:
        self.jobs = _gauge(
            "jobs", "Live jobs, and the latest one if it has ended, by state.", "state"
        )
        self.restarts = _gauge("restarts", "Restarts of the latest job within itself.")
        self.state_seconds = _gauge(
            "state_seconds", "Time that the latest job has been in its state."
        )
        self.checkpoint_age = _gauge(
            "checkpoint_age_seconds",
            "Time since the latest job, which runs, began its last completed checkpoint.",
        )
        self.alarms = _gauge("alarm", "Whether a condition of the latest job lasts.", "alarm")

    def add(self, deployment: DeploymentOnCluster, jobs: Sequence[JobStanding], now: float) -> None:
        """Add the values of a deployment; times are in seconds."""
        key = deployment.deployment
        labels = [deployment.cluster, key.namespace, key.deployment_id]
        latest = jobs[-1]
        for state, count in sorted(Counter(job.state for job in jobs).items()):
            self.jobs.add_metric([*labels, state], count)
        if latest.restarts is not None:
            self.restarts.add_metric(labels, latest.restarts)
        self.state_seconds.add_metric(labels, max(0.0, now - latest.since / 1000))
        if latest.checkpointed is not None:
            self.checkpoint_age.add_metric(labels, max(0.0, now - latest.checkpointed / 1000))
        for alarm in _ALARMS:
            self.alarms.add_metric([*labels, alarm], alarm in latest.alarms)

    def all(self) -> tuple[Metric, ...]:
        """Return all gauges."""
        return (
            self.jobs,
            self.restarts,
            self.state_seconds,
            self.checkpoint_age,
            self.alarms,
        )


def collect_deployments(deployments: DeploymentJobs) -> Iterator[Metric]:
    """Yield the metrics of deployments, and the number of those without."""
    gauges, all_deployments, now = _Gauges(), deployments.items(), time.time()
    for deployment, jobs in islice(all_deployments, MAX_DEPLOYMENTS):
        gauges.add(deployment, jobs, now)
    yield from gauges.all()
    omitted = GaugeMetricFamily(
        "flinkjobs_deployments_omitted",
        f"Deployments without metrics, since there are more than {MAX_DEPLOYMENTS}.",
    )
    omitted.add_metric([], sum(1 for _ in all_deployments))
    yield omitted


def _gauge(name: str, text: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"flinkjobs_deployment_{name}", text, labels=[*_LABELS, *labels])
