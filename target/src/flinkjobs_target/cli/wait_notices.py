"""When somebody who waits says again what for: at once, then after ever longer times."""

from collections.abc import Callable

__all__ = ["Waiting"]

_FIRST = 10.0
_LONGEST = 600.0


class Waiting:
    """Remembers what was told, and when; `seconds` is a clock that only goes forward."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._said: str | None = None
        self._due = 0.0
        self._pause = _FIRST

    @property
    def told(self) -> bool:
        """Whether anything was."""
        return self._said is not None

    def is_to_be_told(self, what: str) -> bool:
        """Tell whether it is something new, or long enough ago; the pauses double up to a limit."""
        now = self._seconds()
        if what == self._said and now < self._due:
            return False
        self._pause = min(_LONGEST, self._pause * 2) if what == self._said else _FIRST
        self._said, self._due = what, now + self._pause
        return True
