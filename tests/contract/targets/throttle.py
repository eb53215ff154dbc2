"""Throttling that is off until a test wants it: who tests calls more often than anybody else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from flinkjobs.server import Exchange
from flinkjobs_target.auth.throttle import ThrottleGuard

__all__ = ["LabThrottle"]


class LabThrottle(ThrottleGuard):
    """Lets a key send `BURST` requests at once, and one more every half second."""

    BURST = 3
    _RATE = 2.0

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(self._RATE, self.BURST, clock=lambda: clock().timestamp())
        self._on = False

    async def __call__(self, exchange: Exchange) -> None:
        """Throttle, while it is wanted."""
        if self._on:
            await super().__call__(exchange)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Throttle until the end of this."""
        self._on = True
        try:
            yield
        finally:
            self._on = False
