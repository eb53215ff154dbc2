"""Nonces that were used, until no request with them could be accepted any more."""

import hashlib
import secrets

from .database import Database

__all__ = ["NonceStore"]

_SWEEP_EVERY = 256
_SWEEP_AT_MOST = 1024


class NonceStore:
    """The nonces of all access keys; they outlive the program.

    They are written without waiting for the disk: after a crash of the machine the last of them
    may be forgotten, at the price of one replay within 15 minutes.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._uses = 0

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def use(self, key_id: str, nonce: str, *, expires_at: int, now: int) -> bool:
        """Use a nonce of an access key; tell whether it was fresh. Times are in seconds."""
        if self._uses % _SWEEP_EVERY == 0:
            self._sweep(now)
        self._uses += 1
        digest = hashlib.sha256(f"{key_id}\n{nonce}".encode()).digest()
        inserted = self._database.run(
            "INSERT INTO nonces (digest, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (digest, expires_at),
        )
        return inserted == 1

    def check(self, now: int) -> None:
        """Raise UnavailableError when no nonce can be written; time is in seconds."""
        self.use("", secrets.token_hex(16), expires_at=now, now=now)

    def _sweep(self, now: int) -> None:
        """Forget some of those that expired: more than come in meanwhile, but never many."""
        self._database.run(
            "DELETE FROM nonces WHERE digest IN "
            "(SELECT digest FROM nonces WHERE expires_at < ? LIMIT ?"
            f"{self._database.skip_locked})",
            (now, _SWEEP_AT_MOST),
        )
