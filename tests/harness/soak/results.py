"""The results of a run, and the checks that they must pass."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from ..bench.results import Unit, shown

__all__ = ["Check", "Latency", "Run"]


class Check(Struct, frozen=True, kw_only=True):
    """A figure and its upper limit."""

    name: str
    value: float
    limit: float = 0
    unit: Unit = "count"

    @property
    def holds(self) -> bool:
        """Whether the figure is within its limit."""
        return self.value <= self.limit

    @property
    def summary(self) -> str:
        """The check in one line."""
        verdict = "holds" if self.holds else "DOES NOT HOLD"
        value, limit = shown(self.value, self.unit), shown(self.limit, self.unit)
        return f"{verdict:13} {self.name}: {value}, at most {limit}"


class Latency(Struct, frozen=True, kw_only=True):
    """Percentiles of a duration, in seconds."""

    requests: int
    p50: float
    p99: float
    p999: float
    longest: float

    @classmethod
    def from_samples(cls, samples: Sequence[float]) -> "Latency":
        """Return the percentiles of samples."""
        ordered = sorted(samples)
        p50, p99, p999 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.99, 0.999))
        return cls(requests=len(ordered), p50=p50, p99=p99, p999=p999, longest=ordered[-1])

    @property
    def percentiles(self) -> Mapping[str, float]:
        """The percentiles by their names."""
        return {"p50": self.p50, "p99": self.p99, "p99.9": self.p999, "maximum": self.longest}


class Run(Struct, frozen=True, kw_only=True):
    """A run of one target on one database. Times are in seconds, sizes in bytes."""

    database: str
    date: str
    machine: str
    versions: str
    command: str
    load: float
    """Load average of the machine at the end."""
    seconds: float
    rate: float
    seed: int
    requests: Mapping[str, int]
    """Requests by name."""
    responses: Mapping[str, int]
    """Responses by status and code."""
    events: Mapping[str, int]
    """Background events by name."""
    outage_seconds: float
    refused_in_outage: int
    listed_jobs: int
    latency: Latency
    start_delay: Latency
    """Delay before requests were sent: part of the latency, and not caused by the target."""
    memory: Sequence[int]
    """At the start, in the middle and at the end of the load."""
    observer_memory: int
    nonces: int
    errors: Sequence[str]
    """The first unexpected responses."""
    checks: Sequence[Check]

    @property
    def latencies(self) -> Sequence[tuple[str, float, float]]:
        """Each percentile of the latency, with the same one of the senders' lateness."""
        lateness = self.start_delay.percentiles
        return [(name, value, lateness[name]) for name, value in self.latency.percentiles.items()]

    @property
    def summary(self) -> str:
        """Requests, checks and latencies, in lines."""
        latencies = [
            f"latency {name}: {shown(value, 'seconds')}, senders late {shown(late, 'seconds')}"
            for name, value, late in self.latencies
        ]
        lines = [*(check.summary for check in self.checks), *latencies]
        heading = f"{self.database}: {sum(self.requests.values()):,} requests"
        return "\n  ".join([heading, *lines])

    @property
    def holds(self) -> bool:
        """Whether all checks hold."""
        return all(check.holds for check in self.checks)
