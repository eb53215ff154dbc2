"""The interface of a replay cache."""

from typing import Protocol

__all__ = ["CLOCK_TOLERANCE", "ReplayCache"]

CLOCK_TOLERANCE = 60
"""Seconds that a nonce is kept after it expired, for another process whose clock is behind."""


class ReplayCache(Protocol):
    """The used nonces of all access keys, kept until no request with them could be accepted.

    They outlive the process. All times are in seconds; every method raises UnavailableError when
    nothing can be written.
    """

    async def use(self, key_id: str, nonce: str, *, expires_at: int, now: int) -> bool:
        """Record a nonce of an access key; return whether it was fresh."""

    async def check(self, now: int) -> None:
        """Raise UnavailableError when no nonce can be written."""

    def close(self) -> None:
        """Close the cache."""
