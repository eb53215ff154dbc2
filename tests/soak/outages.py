"""When the database was away: only then may the target say that it cannot serve."""

import time
from dataclasses import dataclass, field

__all__ = ["Outages", "Unexpected"]


class Unexpected(Exception):
    """An answer was not what the request deserves.

    `excused` says that it is so when the database crashed meanwhile.
    """

    def __init__(self, message: str, *, excused: bool = False) -> None:
        super().__init__(message)
        self.excused = excused


@dataclass
class Outages:
    """The times in which the database was away, by the monotonic clock."""

    begun: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)

    def begin(self) -> None:
        """Note that it goes away now."""
        self.begun.append(time.monotonic())

    def end(self) -> None:
        """Note that it accepts connections again."""
        self.ended.append(time.monotonic())

    def touch(self, began: float, ended: float) -> bool:
        """Tell whether it was away at any time between two times."""
        ends = [*self.ended, float("inf")]
        return any(
            began <= end and begin <= ended for begin, end in zip(self.begun, ends, strict=False)
        )

    @property
    def seconds(self) -> float:
        """How long it was away in all."""
        return sum(end - begin for begin, end in zip(self.begun, self.ended, strict=False))
