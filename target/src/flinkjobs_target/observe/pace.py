"""How long to wait for the next look: a cluster that is slow is asked less often."""

__all__ = ["Pace"]

_SLOW = 0.5
"""Part of the interval that a listing may take."""
_LONGEST = 16
"""How many intervals to wait at most."""


class Pace:
    """Waits an interval, in seconds; twice as long after each slow or failed look, up to a limit."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._factor = 1

    def answered(self, seconds: float) -> None:
        """Note how long the listing of jobs took."""
        if seconds > self._interval * _SLOW:
            self.failed()
        else:
            self._factor = max(1, self._factor // 2)

    def failed(self) -> None:
        """Note that there was no answer."""
        self._factor = min(_LONGEST, self._factor * 2)

    def wait(self, spent: float) -> float:
        """Give the time to wait after a look that took `spent` seconds."""
        return max(self._interval * self._factor - spent, self._interval * 0.1)
