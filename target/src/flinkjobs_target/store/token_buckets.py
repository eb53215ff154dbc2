"""What is left of each access key's measure of requests, for all processes on one store together.

A bucket that holds some requests and fills again steadily is told by one number: when it will be
full. One that is full already is the same as none.
"""

from contextlib import suppress

from .database.interface import Database, UnavailableError

__all__ = ["BucketStore"]

_SECOND = 1_000_000
_ODD = 60 * _SECOND
"""How much later than it could be a bucket is full when a clock went back, or a limit was raised."""
_SWEEP_EVERY = 256
_SWEEP_AT_MOST = 1024


class BucketStore:
    """The buckets of all access keys. The database is closed by whoever opened it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._taken = 0

    def take(self, key_id: str, *, now: int, interval: int, burst: int) -> int:
        """Take one request of a key; give the time to wait when there is none left.

        All times are in microseconds. A bucket holds `burst`, and gains one every `interval`.
        """
        if self._taken % _SWEEP_EVERY == 0:
            self._sweep(now)
        self._taken += 1
        latest = now + (burst - 1) * interval
        taken = self._database.run(
            "INSERT INTO buckets (access_key, full_at) VALUES (?, ?) "
            "ON CONFLICT (access_key) DO UPDATE SET full_at = "
            "CASE WHEN buckets.full_at BETWEEN ? AND ? THEN buckets.full_at + ? "
            "ELSE excluded.full_at END "
            "WHERE buckets.full_at <= ? OR buckets.full_at > ?",
            (key_id, now + interval, now, latest, interval, latest, latest + interval + _ODD),
        )
        return 0 if taken else max(1, self._full_at(key_id, now) - latest)

    def _full_at(self, key_id: str, now: int) -> int:
        rows = self._database.all("SELECT full_at FROM buckets WHERE access_key = ?", (key_id,))
        return int(rows[0][0]) if rows else now

    def _sweep(self, now: int) -> None:
        """Forget some of those that are full, by any clock."""
        with suppress(UnavailableError):  # there is time; what cannot wait will say so
            self._database.run(
                "DELETE FROM buckets WHERE access_key IN "
                "(SELECT access_key FROM buckets WHERE full_at < ? LIMIT ?"
                f"{self._database.skip_locked})",
                (now - _ODD, _SWEEP_AT_MOST),
            )
