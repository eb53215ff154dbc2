"""Outages of the database, during which the target may answer ServiceUnavailable."""

import time
from dataclasses import dataclass, field

__all__ = ["Outages", "UnexpectedResponse"]


class UnexpectedResponse(Exception):
    """A response other than the expected one.

    `excused_by_outage` means that it is acceptable when the database crashed meanwhile.
    """

    def __init__(self, message: str, *, excused_by_outage: bool = False) -> None:
        super().__init__(message)
        self.excused_by_outage = excused_by_outage


@dataclass
class Outages:
    """Start and end of each outage, on the monotonic clock."""

    started: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)

    def begin(self) -> None:
        """Record the start of an outage."""
        self.started.append(time.monotonic())

    def end(self) -> None:
        """Record the end of an outage."""
        self.ended.append(time.monotonic())

    def overlap(self, start: float, end: float) -> bool:
        """Whether an outage overlaps the time between two times."""
        ends = [*self.ended, float("inf")]
        return any(
            start <= outage_end and outage_start <= end
            for outage_start, outage_end in zip(self.started, ends, strict=False)
        )

    @property
    def seconds(self) -> float:
        """Total duration of all outages."""
        return sum(end - start for start, end in zip(self.started, self.ended, strict=False))
