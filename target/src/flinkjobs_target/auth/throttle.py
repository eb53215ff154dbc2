"""The guard that slows down who asks too often: each access key has a bucket of its own.

A bucket holds `burst` requests and fills again at `rate` a second. Buckets live in this process:
with several processes on one store, each allows as much.
"""

import math
from collections.abc import Callable

from msgspec import Struct

from flinkjobs.server import Exchange, Refusal

__all__ = ["ThrottleGuard"]


class _Bucket(Struct):
    left: float
    filled_at: float


class ThrottleGuard:
    """Refuses a key's requests beyond its rate, and says when the next one will be accepted.

    `clock` gives seconds that never go back.
    """

    def __init__(self, rate: float, burst: int, *, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    async def __call__(self, exchange: Exchange) -> None:
        """Take one request from the bucket of the caller's key."""
        wait = self._take(exchange.access_key_id or "")
        if wait > 0:
            milliseconds = math.ceil(wait * 1000)
            raise Refusal(
                "Throttling.User",
                f"this access key may send {self._rate:g} requests a second, and {self._burst} at "
                f"once; send the next one in {milliseconds} ms",
                headers={"x-acs-retry-after": str(milliseconds)},
            )

    def _take(self, key_id: str) -> float:
        """Take a request; give the seconds to wait when there is none left."""
        now = self._clock()
        bucket = self._buckets.setdefault(key_id, _Bucket(self._burst, now))
        gained = (now - bucket.filled_at) * self._rate
        bucket.left, bucket.filled_at = min(self._burst, bucket.left + gained), now
        if bucket.left < 1:
            return (1 - bucket.left) / self._rate
        bucket.left -= 1
        return 0.0
