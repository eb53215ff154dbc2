"""Repeated notices of a wait, at exponentially growing intervals."""

from collections.abc import Callable

__all__ = ["WaitNotices"]

_FIRST_INTERVAL = 10.0
_MAX_INTERVAL = 600.0


class WaitNotices:
    """The last notice and its time; `seconds` is a monotonic clock."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._message: str | None = None
        self._due = 0.0
        self._interval = _FIRST_INTERVAL

    @property
    def any_sent(self) -> bool:
        """Whether any notice was due so far."""
        return self._message is not None

    def is_due(self, message: str) -> bool:
        """Whether a message is new, or its interval has passed; intervals double up to a limit."""
        now = self._seconds()
        if message == self._message and now < self._due:
            return False
        self._interval = (
            min(_MAX_INTERVAL, self._interval * 2) if message == self._message else _FIRST_INTERVAL
        )
        self._message, self._due = message, now + self._interval
        return True
