"""Prometheus metrics of an observer, collected from its status when they are requested."""

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from .deployment_metrics import collect_deployments
from .status import ClusterStatus, ObserverStatus

__all__ = ["ObserverMetrics"]

_GAUGES: dict[str, tuple[str, Callable[[ClusterStatus], float | None]]] = {
    "last_read_timestamp_seconds": (
        "Time of the last successful poll, in seconds since 1970; absent before the first one.",
        lambda status: status.read_time,
    ),
    "poll_seconds": (
        "Duration of the last successful poll.",
        lambda status: status.poll_seconds,
    ),
    "listed_jobs": (
        "Jobs that the cluster listed at the last successful poll.",
        lambda status: status.listed_jobs,
    ),
}
_COUNTERS: dict[str, tuple[str, Callable[[ClusterStatus], int]]] = {
    "reads": ("Successful polls.", lambda status: status.reads),
    "failures": ("Failed polls.", lambda status: status.failures),
    "history_failures": (
        "Polls whose requests to the history server failed.",
        lambda status: status.history_failures,
    ),
    "stored_jobs": (
        "Times that a job was read and stored, since it was new or had changed.",
        lambda status: status.stored_jobs,
    ),
}


class ObserverMetrics(Collector):
    """Collects the metrics of all clusters."""

    def __init__(self, status: ObserverStatus) -> None:
        self._status = status
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(self)

    def text(self) -> bytes:
        """Return all metrics in the text format of Prometheus."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """Yield metrics with a value for each cluster, deployment and channel."""
        yield from collect_deployments(self._status.deployments)
        clusters, now = self._status.clusters, self._status.now()
        lag = GaugeMetricFamily(
            "flinkjobs_observer_lag_seconds",
            "Seconds since the last successful poll, or since the observer started.",
            labels=["cluster"],
        )
        for name, status in clusters.items():
            lag.add_metric([name], status.lag(now))
        yield lag
        for key, (text, gauge_of) in _GAUGES.items():
            gauge = GaugeMetricFamily(f"flinkjobs_observer_{key}", text, labels=["cluster"])
            for name, status in clusters.items():
                value = gauge_of(status)
                if value is not None:
                    gauge.add_metric([name], value)
            yield gauge
        for key, (text, count_of) in _COUNTERS.items():
            counter = CounterMetricFamily(f"flinkjobs_observer_{key}", text, labels=["cluster"])
            for name, status in clusters.items():
                counter.add_metric([name], count_of(status))
            yield counter
