"""The pause between polls of one cluster, with exponential backoff."""

__all__ = ["PollInterval"]

_SLOW_SHARE = 0.5
"""Share of the interval beyond which a job listing counts as slow."""
_MAX_FACTOR = 16
"""Largest backoff factor."""


class PollInterval:
    """Poll interval in seconds, doubled after each slow or failed poll up to a limit.

    After a failure, the first success resets the backoff; after slow listings it is halved each time.
    """

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._slow_factor = 1
        self._failure_factor = 1

    @property
    def regular(self) -> float:
        """The seconds between two polls of a cluster that responds."""
        return self._interval * self._slow_factor

    def record_success(self, listing_seconds: float) -> None:
        """Record a successful poll and how long its job listing took."""
        self._failure_factor = 1
        is_slow = listing_seconds > self._interval * _SLOW_SHARE
        self._slow_factor = (
            _doubled(self._slow_factor) if is_slow else max(1, self._slow_factor // 2)
        )

    def record_failure(self) -> None:
        """Record a failed poll."""
        self._failure_factor = _doubled(self._failure_factor)

    def pause(self, elapsed: float) -> float:
        """Return how long to sleep after a poll that took `elapsed` seconds."""
        factor = max(self._slow_factor, self._failure_factor)
        return max(self._interval * factor - elapsed, self._interval * 0.1)


def _doubled(factor: int) -> int:
    return min(_MAX_FACTOR, factor * 2)
