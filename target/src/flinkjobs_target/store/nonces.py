"""Nonces that were used, until no request with them could be accepted any more."""

import hashlib
from pathlib import Path

from .schema import NONCES
from .sqlite import open_database

__all__ = ["NonceStore"]

_SWEEP_EVERY = 256
_SWEEP_AT_MOST = 1024


class NonceStore:
    """The nonces of all access keys; they outlive the program.

    A file of its own, and written without waiting for the disk: after a crash of the machine
    the last of them may be forgotten, at the price of one replay within 15 minutes.
    """

    def __init__(self, path: Path) -> None:
        self._connection = open_database(path, NONCES, synchronous="NORMAL")
        self._uses = 0

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def use(self, key_id: str, nonce: str, *, expires_at: int, now: int) -> bool:
        """Use a nonce of an access key; tell whether it was fresh. Times are in seconds."""
        if self._uses % _SWEEP_EVERY == 0:
            self._sweep(now)
        self._uses += 1
        digest = hashlib.sha256(f"{key_id}\n{nonce}".encode()).digest()
        inserted = self._connection.execute(
            "INSERT INTO nonces (digest, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (digest, expires_at),
        )
        return inserted.rowcount == 1

    def _sweep(self, now: int) -> None:
        """Forget some of those that expired: more than come in meanwhile, but never many."""
        self._connection.execute(
            "DELETE FROM nonces WHERE digest IN "
            "(SELECT digest FROM nonces WHERE expires_at < ? LIMIT ?)",
            (now, _SWEEP_AT_MOST),
        )
