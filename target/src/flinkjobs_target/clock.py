"""The time, passed in wherever it is needed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

__all__ = ["Clock", "MovableClock", "utc_now"]

Clock: TypeAlias = Callable[[], datetime]


def utc_now() -> datetime:
    """Give the time of this moment."""
    return datetime.now(UTC)


class MovableClock:
    """The time of this moment, moved as a test wants it."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._moved = timedelta()

    def __call__(self) -> datetime:
        """Give the time."""
        return self._clock() + self._moved

    def move(self, **by: float) -> None:
        """Let time pass, or go back: `move(minutes=20)`, `move(hours=-1)`."""
        self._moved += timedelta(**by)

    def reset(self) -> None:
        """Go back to the real time."""
        self._moved = timedelta()
