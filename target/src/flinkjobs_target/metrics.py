"""Prometheus metrics: request counts by record, and latency."""

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
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

    def __call__(self, record: RequestRecord) -> None:
        """Count a request."""
        operation = record.operation or _NO_OPERATION
        self._requests.labels(operation, str(record.status), record.code).inc()
        self._seconds.labels(operation).observe(record.seconds)

    def text(self) -> bytes:
        """Return all metrics in the text format of Prometheus."""
        return generate_latest(self._registry)
