"""What Prometheus is told: how many requests ended how, and how long they took."""

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from flinkjobs.server import Outcome

__all__ = ["CONTENT_TYPE", "Metrics"]

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_NONE = "none"


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
            "Time from the arrival of a request's headers to the end of its answer.",
            ("operation",),
            buckets=_SECONDS,
            registry=self._registry,
        )

    def __call__(self, outcome: Outcome) -> None:
        """Count a request."""
        operation = outcome.operation or _NONE
        self._requests.labels(operation, str(outcome.status), outcome.code).inc()
        self._seconds.labels(operation).observe(outcome.seconds)

    def text(self) -> bytes:
        """Give all figures as Prometheus reads them."""
        return generate_latest(self._registry)
