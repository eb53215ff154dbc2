"""Clocks: the current time, injected where it is needed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

__all__ = ["Clock", "MovableClock", "utc_now"]

Clock: TypeAlias = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the current time."""
    return datetime.now(UTC)


class MovableClock:
    """A clock that tests can move."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._offset = timedelta()
        self.on_move: Callable[[], object] = lambda: None
        """Called after each change."""

    def __call__(self) -> datetime:
        """Return the moved time."""
        return self._clock() + self._offset

    def move(self, **by: float) -> None:
        """Move the clock forward, or back: `move(minutes=20)`, `move(hours=-1)`."""
        self._offset += timedelta(**by)
        self.on_move()

    def reset(self) -> None:
        """Return to the real time."""
        self._offset = timedelta()
        self.on_move()
