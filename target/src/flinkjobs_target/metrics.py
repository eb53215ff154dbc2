"""Prometheus metrics: requests by record, and latency; steps of engines, and running jobs by state."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from flinkjobs.server import RequestRecord

__all__ = ["CONTENT_TYPE", "Metrics"]

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_NO_OPERATION = "none"


class Metrics:
    """Counts requests, as an observer of the application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "flinkjobs_requests",
            "Requests by operation, status and error code; the code is empty after success.",
            ("operation", "status", "code"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "flinkjobs_request_seconds",
            "Time from the arrival of a request's headers to the end of its response.",
            ("operation",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._steps = Counter(
            "flinkjobs_engine_steps",
            "Steps that engines of this process took with the jobs they run, by outcome.",
            ("engine", "outcome"),
            registry=self._registry,
        )
        self._runs = Gauge(
            "flinkjobs_runs",
            "Jobs that engines run on this storage location, of all processes, by state.",
            ("state",),
            registry=self._registry,
        )

    def __call__(self, record: RequestRecord) -> None:
        """Count a request."""
        operation = record.operation or _NO_OPERATION
        self._requests.labels(operation, str(record.status), record.code).inc()
        self._seconds.labels(operation).observe(record.seconds)

    def count_step(self, engine: str, succeeded: bool) -> None:
        """Count a step of an engine."""
        self._steps.labels(engine, "succeeded" if succeeded else "failed").inc()

    def set_runs(self, states: Mapping[str, int]) -> None:
        """Set the numbers of jobs that engines run, by state; without any, they are unknown."""
        self._runs.clear()
        for state, jobs in states.items():
            self._runs.labels(state).set(jobs)

    def text(self) -> bytes:
        """Return all metrics in the text format of Prometheus."""
        return generate_latest(self._registry)
