"""Token buckets per access key, shared by all processes on one store.

A bucket is stored as one number: the time when it will be full. A full bucket needs no row.
"""

from contextlib import suppress

from .database.interface import AsyncDatabase, UnavailableError

__all__ = ["BucketStore"]

_SECOND = 1_000_000
_TOLERANCE = 60 * _SECOND
"""A bucket whose time is later than possible by more than this is reset: a clock went back, or the
limit was raised."""
_SWEEP_EVERY = 256
_SWEEP_LIMIT = 1024


class BucketStore:
    """The token buckets of all access keys. Its caller closes the database."""

    def __init__(self, requests: AsyncDatabase) -> None:
        self._requests = requests
        self._taken = 0

    async def take(self, key_id: str, *, now: int, interval: int, burst: int) -> int:
        """Take one token of a key; return the time to wait when there is none left, else 0.

        All times are in microseconds. A bucket holds `burst` tokens and gains one every `interval`.
        """
        if self._taken % _SWEEP_EVERY == 0:
            self._taken += 1  # before waiting: concurrent requests do not sweep, too
            await self._sweep(now)
        else:
            self._taken += 1
        latest = now + (burst - 1) * interval
        taken = await self._requests.all(
            "INSERT INTO buckets (access_key, full_at) VALUES (?, ?) "
            "ON CONFLICT (access_key) DO UPDATE SET full_at = "
            "CASE WHEN buckets.full_at BETWEEN ? AND ? THEN buckets.full_at + ? "
            "ELSE excluded.full_at END "
            "WHERE buckets.full_at <= ? OR buckets.full_at > ? RETURNING access_key",
            (key_id, now + interval, now, latest, interval, latest, latest + interval + _TOLERANCE),
        )
        return 0 if taken else max(1, await self._full_at(key_id, now) - latest)

    async def _full_at(self, key_id: str, now: int) -> int:
        rows = await self._requests.all(
            "SELECT full_at FROM buckets WHERE access_key = ?", (key_id,)
        )
        return int(rows[0][0]) if rows else now

    async def _sweep(self, now: int) -> None:
        """Delete some rows of full buckets."""
        delete = (
            "DELETE FROM buckets WHERE access_key IN "
            f"(SELECT access_key FROM buckets WHERE full_at < ? LIMIT ?{self._requests.skip_locked})"
        )
        values = (now - _TOLERANCE, _SWEEP_LIMIT)
        with suppress(UnavailableError):  # it can wait; a request that cannot raises the same error
            await self._requests.call(lambda database: database.run(delete, values))
