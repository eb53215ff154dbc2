"""What a run found, and whether that is good enough."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from ..bench.results import Unit, shown

__all__ = ["Check", "Latency", "Run"]


class Check(Struct, frozen=True, kw_only=True):
    """A figure that must not be larger than its limit."""

    what: str
    found: float
    limit: float = 0
    unit: Unit = "count"

    @property
    def holds(self) -> bool:
        """Tell whether the figure keeps its limit."""
        return self.found <= self.limit

    @property
    def text(self) -> str:
        """Say it in one line."""
        verdict = "holds" if self.holds else "DOES NOT HOLD"
        found, limit = shown(self.found, self.unit), shown(self.limit, self.unit)
        return f"{verdict:13} {self.what}: {found}, at most {limit}"


class Latency(Struct, frozen=True, kw_only=True):
    """Seconds from the time when a request was due to the end of its answer."""

    requests: int
    p50: float
    p99: float
    p999: float
    longest: float

    @classmethod
    def of(cls, taken: Sequence[float]) -> "Latency":
        """Give the percentiles of what was measured."""
        ordered = sorted(taken)
        p50, p99, p999 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.99, 0.999))
        return cls(requests=len(ordered), p50=p50, p99=p99, p999=p999, longest=ordered[-1])


class Run(Struct, frozen=True, kw_only=True):
    """One target under load, on one kind of database. Times are in seconds, sizes in bytes."""

    database: str
    date: str
    machine: str
    versions: str
    command: str
    load: float
    """Programs that wanted a processor when it ended, this one among them."""
    seconds: float
    rate: float
    seed: int
    made: Mapping[str, int]
    """Requests by kind."""
    answers: Mapping[str, int]
    """Answers by status and code."""
    done: Mapping[str, int]
    """What else happened, how often."""
    away: float
    refused_away: int
    jobs: int
    latency: Latency
    late: Latency
    """How late requests were begun: part of the latency, and not of the target's making."""
    memory: Sequence[int]
    """At the beginning, the middle and the end of the load."""
    observer_memory: int
    nonces: int
    messages: Sequence[str]
    """The first of what was not expected."""
    checks: Sequence[Check]

    @property
    def holds(self) -> bool:
        """Tell whether all is well."""
        return all(one.holds for one in self.checks)
