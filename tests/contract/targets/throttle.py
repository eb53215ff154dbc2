"""A rate limit that is off until a test switches it on, since tests call often."""

from collections.abc import Iterator
from contextlib import contextmanager

from flinkjobs.server import RequestContext
from flinkjobs_target.auth.rate_limit_guard import RateLimitGuard
from flinkjobs_target.clock import Clock
from flinkjobs_target.store.token_buckets import BucketStore

__all__ = ["SwitchableThrottle"]


class SwitchableThrottle(RateLimitGuard):
    """Allows `BURST` requests of a key at once, and one more every half second."""

    BURST = 3
    _RATE = 2.0

    def __init__(self, buckets: BucketStore, clock: Clock) -> None:
        super().__init__(buckets, self._RATE, self.BURST, clock=clock)
        self._on = False

    async def __call__(self, context: RequestContext) -> None:
        """Throttle, while it is switched on."""
        if self._on:
            await super().__call__(context)

    @contextmanager
    def enabled(self) -> Iterator[None]:
        """Switch it on until the end of the block."""
        self._on = True
        try:
            yield
        finally:
            self._on = False
