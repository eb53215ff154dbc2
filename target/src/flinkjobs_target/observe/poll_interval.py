"""How long to wait for the next look: a cluster that is slow is asked less often."""

__all__ = ["Pace"]

_SLOW = 0.5
"""Part of the interval that a listing may take."""
_LONGEST = 16
"""How many intervals to wait at most."""


class Pace:
    """Waits an interval, in seconds; twice as long after each slow or failed look, up to a limit.

    One that was away is asked as often as before once it answers; one that was slow, little by
    little.
    """

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._slow = 1
        self._away = 1

    def answered(self, seconds: float) -> None:
        """Note how long the listing of jobs took."""
        self._away = 1
        is_slow = seconds > self._interval * _SLOW
        self._slow = _longer(self._slow) if is_slow else max(1, self._slow // 2)

    def failed(self) -> None:
        """Note that there was no answer."""
        self._away = _longer(self._away)

    def wait(self, spent: float) -> float:
        """Give the time to wait after a look that took `spent` seconds."""
        factor = max(self._slow, self._away)
        return max(self._interval * factor - spent, self._interval * 0.1)


def _longer(factor: int) -> int:
    return min(_LONGEST, factor * 2)
