"""A replay cache in a table, for all processes that share a database."""

import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from ..database.interface import AsyncDatabase, Row, UnavailableError
from .interface import CLOCK_TOLERANCE

__all__ = ["NonceTable"]

_SWEEP_EVERY = 256
_SWEEP_LIMIT = 1024
_INSERT = (
    "INSERT INTO nonces (digest, expires_at, used_at, writer) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (digest) DO UPDATE SET writer = excluded.writer "
    "WHERE nonces.writer = excluded.writer AND nonces.used_at = excluded.used_at "
    "RETURNING digest"
)
"""Inserts a nonce; returns a row when this writer has inserted it, now or before."""


class NonceTable:
    """The used nonces of all access keys, in a database.

    Writes do not wait for the disk: a crash of the machine may lose the last ones, and so admit one
    replay within 15 minutes.

    Each row has its writer (this object) and the time of writing, which no other statement of this
    writer has. A statement that is repeated, since the connection was lost with the response,
    thereby recognizes its own row.
    """

    def __init__(
        self, requests: AsyncDatabase, *, nanoseconds: Callable[[], int] = time.time_ns
    ) -> None:
        self._requests = requests
        self._nanoseconds = nanoseconds
        self._writer = secrets.randbits(63)
        self._used_at = 0
        self._until_sweep = 0

    def close(self) -> None:
        """Close the connections."""
        self._requests.close()

    async def use(self, key_id: str, nonce: str, *, expires_at: int, now: int) -> bool:
        """Record a nonce of an access key; return whether it was fresh. Times are in seconds."""
        if self._until_sweep == 0:
            self._until_sweep = _SWEEP_EVERY
            await self._sweep(now)
        self._until_sweep -= 1
        digest = hashlib.sha256(f"{key_id}\n{nonce}".encode()).digest()
        return bool(await self._insert(digest, expires_at))

    def _insert(self, digest: bytes, expires_at: int) -> Awaitable[list[Row]]:
        """Insert a nonce; return a row when it was fresh."""
        self._used_at = max(self._nanoseconds(), self._used_at + 1)
        return self._requests.all(_INSERT, (digest, expires_at, self._used_at, self._writer))

    async def check(self, now: int) -> None:
        """Raise UnavailableError when no nonce can be written; time is in seconds."""
        await self._insert(secrets.token_bytes(32), now)

    async def _sweep(self, now: int) -> None:
        """Delete some expired nonces: more than arrive between two sweeps, but a limited number.

        Only those written first are considered, which are adjacent in an index.
        """
        delete = (
            "DELETE FROM nonces WHERE digest IN (SELECT digest FROM "
            "(SELECT digest, expires_at FROM nonces ORDER BY used_at LIMIT ?"
            f"{self._requests.skip_locked}) AS first_used WHERE expires_at < ?)"
        )
        values = (_SWEEP_LIMIT, now - CLOCK_TOLERANCE)
        with suppress(UnavailableError):  # it can wait; a request that cannot raises the same error
            await self._requests.call(lambda database: database.run(delete, values))
