"""A replay cache in a table, for all processes that share a database."""

import asyncio
import hashlib
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

from msgspec import Struct

from ..database.interface import Database, UnavailableError
from .interface import CLOCK_TOLERANCE

__all__ = ["NonceTable"]

_SWEEP_EVERY = 256
_SWEEP_LIMIT = 1024
_BATCH = 128


class _PendingNonce(Struct, eq=False):
    """A nonce to be written, and the future of the request that waits for the result."""

    digest: bytes
    expires_at: int
    fresh: "asyncio.Future[bool]"


class NonceTable:
    """The used nonces of all access keys, in a database.

    Nonces used in one iteration of the event loop are written by one statement, which takes half
    the time. Writes do not wait for the disk: a crash of the machine may lose the last ones, and so
    admit one replay within 15 minutes.

    Each row has its writer (this object) and the time of writing. A statement that is repeated,
    since the connection was lost with the response, thereby recognizes its own rows.
    """

    def __init__(
        self, database: Database, *, nanoseconds: Callable[[], int] = time.time_ns
    ) -> None:
        self._database = database
        self._nanoseconds = nanoseconds
        self._writer = secrets.randbits(63)
        self._used_at = 0
        self._pending: list[_PendingNonce] = []
        self._until_sweep = 0

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    async def use(self, key_id: str, nonce: str, *, expires_at: int, now: int) -> bool:
        """Record a nonce of an access key; return whether it was fresh. Times are in seconds."""
        if self._until_sweep == 0:
            self._sweep(now)
            self._until_sweep = _SWEEP_EVERY
        self._until_sweep -= 1
        digest = hashlib.sha256(f"{key_id}\n{nonce}".encode()).digest()
        loop = asyncio.get_running_loop()
        if not self._pending or self._pending[-1].fresh.get_loop() is not loop:
            loop.call_soon(self._write)
        fresh = loop.create_future()
        self._pending.append(_PendingNonce(digest, expires_at, fresh))
        is_fresh: bool = await fresh
        return is_fresh

    def _write(self) -> None:
        """Write the pending nonces and resolve their futures."""
        pending, self._pending = self._pending, []
        for start in range(0, len(pending), _BATCH):
            self._write_batch(pending[start : start + _BATCH])

    def _write_batch(self, batch: Sequence[_PendingNonce]) -> None:
        try:
            fresh = self._insert({nonce.digest: nonce.expires_at for nonce in batch})
        except Exception as error:  # any error must reach the waiting requests
            for nonce in batch:
                if not nonce.fresh.done():
                    nonce.fresh.set_exception(error)
            return
        for nonce in batch:
            is_fresh = nonce.digest in fresh
            fresh.discard(nonce.digest)  # of two equal nonces in a batch, the first is fresh
            if not nonce.fresh.done():
                nonce.fresh.set_result(is_fresh)

    def _insert(self, expiries: Mapping[bytes, int]) -> set[bytes]:
        """Insert nonces, sorted so that writers cannot deadlock; return the fresh ones."""
        self._used_at = max(self._nanoseconds(), self._used_at + 1)
        rows = self._database.all(
            _insert_statement(len(expiries)),
            [
                value
                for digest in sorted(expiries)
                for value in (digest, expiries[digest], self._used_at, self._writer)
            ],
        )
        return {digest for (digest,) in rows}

    def check(self, now: int) -> None:
        """Raise UnavailableError when no nonce can be written; time is in seconds."""
        self._insert({secrets.token_bytes(32): now})

    def _sweep(self, now: int) -> None:
        """Delete some expired nonces: more than arrive between two sweeps, but a limited number.

        Only those written first are considered, which are adjacent in an index.
        """
        with suppress(UnavailableError):  # it can wait; a request that cannot raises the same error
            self._database.run(
                "DELETE FROM nonces WHERE digest IN (SELECT digest FROM "
                "(SELECT digest, expires_at FROM nonces ORDER BY used_at LIMIT ?"
                f"{self._database.skip_locked}) AS first_used WHERE expires_at < ?)",
                (_SWEEP_LIMIT, now - CLOCK_TOLERANCE),
            )


@lru_cache
def _insert_statement(count: int) -> str:
    """Return the statement that inserts nonces and returns those that this writer inserted."""
    return (
        "INSERT INTO nonces (digest, expires_at, used_at, writer) VALUES "
        f"{', '.join(['(?, ?, ?, ?)'] * count)} ON CONFLICT (digest) DO UPDATE "
        "SET writer = excluded.writer "
        "WHERE nonces.writer = excluded.writer AND nonces.used_at = excluded.used_at "
        "RETURNING digest"
    )
