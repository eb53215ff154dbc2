"""What is asked of those who keep the nonces that were used, wherever they keep them."""

from typing import Protocol

__all__ = ["CLOCKS_DIFFER", "Nonces"]

CLOCKS_DIFFER = 60
"""Seconds that a nonce is kept beyond its time, for another process whose clock is behind."""


class Nonces(Protocol):
    """The nonces of all access keys, until no request with them could be accepted any more.

    They outlive the program. All times are in seconds; every method raises UnavailableError when
    nothing can be written.
    """

    async def use(self, key_id: str, nonce: str, *, expires_at: int, now: int) -> bool:
        """Use a nonce of an access key; tell whether it was fresh."""

    def check(self, now: int) -> None:
        """Do nothing when a nonce could be written."""

    def close(self) -> None:
        """Let go of them."""
