"""The guard that slows down who asks too often: each access key has a bucket of its own.

A bucket holds `burst` requests and fills again at `rate` a second. Buckets are in the store, so
that a key has its measure once, however many processes answer it.
"""

import math

from flinkjobs.server import Exchange, Refusal

from ..clock import Clock
from ..store.token_buckets import BucketStore

__all__ = ["ThrottleGuard"]

_SECOND = 1_000_000


class ThrottleGuard:
    """Refuses a key's requests beyond its rate, and says when the next one will be accepted."""

    def __init__(self, buckets: BucketStore, rate: float, burst: int, *, clock: Clock) -> None:
        self._buckets = buckets
        self._rate = rate
        self._interval = max(1, round(_SECOND / rate))
        self._burst = burst
        self._clock = clock

    async def __call__(self, exchange: Exchange) -> None:
        """Take one request from the bucket of the caller's key."""
        wait = self._buckets.take(
            exchange.access_key_id or "",
            now=round(self._clock().timestamp() * _SECOND),
            interval=self._interval,
            burst=self._burst,
        )
        if wait > 0:
            milliseconds = math.ceil(wait / 1000)
            raise Refusal(
                "Throttling.User",
                f"this access key may send {self._rate:g} requests a second, and {self._burst} at "
                f"once; send the next one in {milliseconds} ms",
                headers={"x-acs-retry-after": str(milliseconds)},
            )
