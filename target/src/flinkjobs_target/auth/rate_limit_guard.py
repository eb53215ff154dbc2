"""The guard that limits the rate of requests, with a token bucket per access key.

A bucket holds `burst` tokens and gains `rate` a second. Buckets are in the store, so that all
processes enforce one limit together.
"""

import math

from flinkjobs.server import ErrorResponse, RequestContext

from ..clock import Clock
from ..store.token_buckets import BucketStore

__all__ = ["RateLimitGuard"]

_SECOND = 1_000_000


class RateLimitGuard:
    """Refuses a key's requests beyond its rate, with the time until the next one is accepted."""

    def __init__(self, buckets: BucketStore, rate: float, burst: int, *, clock: Clock) -> None:
        self._buckets = buckets
        self._rate = rate
        self._interval = max(1, round(_SECOND / rate))
        self._burst = burst
        self._clock = clock

    async def __call__(self, context: RequestContext) -> None:
        """Take one token from the bucket of the caller's key."""
        wait = await self._buckets.take(
            context.credential_id or "",
            now=round(self._clock().timestamp() * _SECOND),
            interval=self._interval,
            burst=self._burst,
        )
        if wait > 0:
            milliseconds = math.ceil(wait / 1000)
            raise ErrorResponse(
                "Throttling.User",
                f"this access key may send {self._rate:g} requests a second, and {self._burst} at "
                f"once; send the next one in {milliseconds} ms",
                headers={"x-acs-retry-after": str(milliseconds)},
            )
