"""At most so many attempts a second, spread evenly over all threads of a client."""

from collections.abc import Callable

from ..errors import UsageError
from ..transport.fork_safe_lock import ForkSafeLock

__all__ = ["Pace"]


class Pace:
    """Gives each attempt its turn; without a limit, at once."""

    def __init__(self, per_second: float | None, monotonic: Callable[[], float]) -> None:
        if per_second is not None and not 0 < per_second < 1e6:
            raise UsageError(f"max_per_second must be above 0, not {per_second!r}")
        self._between = 0.0 if per_second is None else 1 / per_second
        self._monotonic = monotonic
        self._free_at = 0.0
        self._lock = ForkSafeLock()

    def wait(self) -> float:
        """Take the next turn; give the seconds until it comes."""
        if not self._between:
            return 0.0
        with self._lock:
            now = self._monotonic()
            turn = max(now, self._free_at)
            self._free_at = turn + self._between
            return turn - now
