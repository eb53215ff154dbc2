"""Nonces in a table, for all processes that share a database."""

import asyncio
import hashlib
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

from msgspec import Struct

from ..database.interface import Database, UnavailableError
from .interface import CLOCKS_DIFFER

__all__ = ["NonceTable"]

_SWEEP_EVERY = 256
_SWEEP_AT_MOST = 1024
_TOGETHER = 128


class _Use(Struct, eq=False):
    """A nonce that waits to be written, and whoever waits to hear whether it was fresh."""

    digest: bytes
    expires_at: int
    fresh: "asyncio.Future[bool]"


class NonceTable:
    """The nonces of all access keys, in a database; they outlive the program.

    Those that are used in one turn of the event loop are written together, which takes half the
    time. They are written without waiting for the disk: after a crash of the machine the last of
    them may be forgotten, at the price of one replay within 15 minutes.

    Each is kept with its writer, this object, and when it wrote: so a statement that is run once
    more, because a connection was lost and with it the answer, knows what it has written itself.
    """

    def __init__(
        self, database: Database, *, nanoseconds: Callable[[], int] = time.time_ns
    ) -> None:
        self._database = database
        self._nanoseconds = nanoseconds
        self._writer = secrets.randbits(63)
        self._used_at = 0
        self._waiting: list[_Use] = []
        self._until_sweep = 0

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    async def use(self, key_id: str, nonce: str, *, expires_at: int, now: int) -> bool:
        """Use a nonce of an access key; tell whether it was fresh. Times are in seconds."""
        if self._until_sweep == 0:
            self._sweep(now)
            self._until_sweep = _SWEEP_EVERY
        self._until_sweep -= 1
        digest = hashlib.sha256(f"{key_id}\n{nonce}".encode()).digest()
        loop = asyncio.get_running_loop()
        if not self._waiting or self._waiting[-1].fresh.get_loop() is not loop:
            loop.call_soon(self._write)
        fresh = loop.create_future()
        self._waiting.append(_Use(digest, expires_at, fresh))
        is_fresh: bool = await fresh
        return is_fresh

    def _write(self) -> None:
        """Write what waits, and tell those who wait."""
        waiting, self._waiting = self._waiting, []
        for start in range(0, len(waiting), _TOGETHER):
            self._write_together(waiting[start : start + _TOGETHER])

    def _write_together(self, uses: Sequence[_Use]) -> None:
        try:
            fresh = self._insert({use.digest: use.expires_at for use in uses})
        except Exception as error:  # whatever it is, those who wait must hear of it
            for use in uses:
                if not use.fresh.done():
                    use.fresh.set_exception(error)
            return
        for use in uses:
            is_fresh = use.digest in fresh
            fresh.discard(use.digest)  # the same nonce twice at once: the first one has it
            if not use.fresh.done():
                use.fresh.set_result(is_fresh)

    def _insert(self, expiries: Mapping[bytes, int]) -> set[bytes]:
        """Write nonces, in an order that lets no two writers wait for each other; give the fresh."""
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
        """Forget some of those that expired: more than come in meanwhile, but never many.

        They are looked for among those that were used first, which are next to each other.
        """
        with suppress(UnavailableError):  # there is time; what cannot wait will say so
            self._database.run(
                "DELETE FROM nonces WHERE digest IN (SELECT digest FROM "
                "(SELECT digest, expires_at FROM nonces ORDER BY used_at LIMIT ?"
                f"{self._database.skip_locked}) AS first_used WHERE expires_at < ?)",
                (_SWEEP_AT_MOST, now - CLOCKS_DIFFER),
            )


@lru_cache
def _insert_statement(count: int) -> str:
    """Give the statement that writes nonces and gives those that are its own."""
    return (
        "INSERT INTO nonces (digest, expires_at, used_at, writer) VALUES "
        f"{', '.join(['(?, ?, ?, ?)'] * count)} ON CONFLICT (digest) DO UPDATE "
        "SET writer = excluded.writer "
        "WHERE nonces.writer = excluded.writer AND nonces.used_at = excluded.used_at "
        "RETURNING digest"
    )
