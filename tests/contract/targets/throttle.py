"""Throttling that is off until a test wants it: who tests calls more often than anybody else."""

from collections.abc import Iterator
from contextlib import contextmanager

from flinkjobs.server import Exchange
from flinkjobs_target.auth.rate_limit_guard import ThrottleGuard
from flinkjobs_target.clock import Clock
from flinkjobs_target.store.token_buckets import BucketStore

__all__ = ["LabThrottle"]


class LabThrottle(ThrottleGuard):
    """Lets a key send `BURST` requests at once, and one more every half second."""

    BURST = 3
    _RATE = 2.0

    def __init__(self, buckets: BucketStore, clock: Clock) -> None:
        super().__init__(buckets, self._RATE, self.BURST, clock=clock)
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
