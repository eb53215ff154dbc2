"""Client-side rate limit: attempts evenly spaced over all threads of a client."""

from collections.abc import Callable

from ..errors import UsageError
from ..messages import Message
from ..transport.fork_safe_lock import ForkSafeLock

__all__ = ["RateLimiter"]


class RateLimiter:
    """Assigns a time slot to each attempt; without a limit, the current time."""

    def __init__(self, max_per_second: float | None, monotonic: Callable[[], float]) -> None:
        if max_per_second is not None and not 0 < max_per_second < 1e6:
            raise UsageError(
                Message(
                    "max_per_second must be above 0, not {max_per_second}",
                    max_per_second=repr(max_per_second),
                )
            )
        self._interval = 0.0 if max_per_second is None else 1 / max_per_second
        self._monotonic = monotonic
        self._next_slot = 0.0
        self._lock = ForkSafeLock()

    def reserve(self) -> float:
        """Reserve the next slot; return the seconds until it."""
        if not self._interval:
            return 0.0
        with self._lock:
            now = self._monotonic()
            slot = max(now, self._next_slot)
            self._next_slot = slot + self._interval
            return slot - now
