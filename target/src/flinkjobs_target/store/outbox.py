"""The outbox: notices that wait to be delivered, each for one channel.

An entry is written in the transaction of the change that it tells of, and removed when its channel
has taken it: whatever is killed in between, it is delivered at least once.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

from .database.interface import Database

__all__ = ["OutboxEntry", "OutboxStore"]


class OutboxEntry(Struct, frozen=True, kw_only=True):
    """A notice for a channel, due at a time in seconds; `document` is the notice."""

    notice_id: str
    channel: str
    due: int
    document: bytes
    attempts: int = 0


class OutboxStore:
    """The outbox of all accounts. It does not own the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, account: str, entries: Iterable[OutboxEntry]) -> None:
        """Insert entries, inside the transaction of the caller; those that exist stay as they are."""
        self._database.run_each(
            "INSERT INTO outbox (account, channel, notice_id, due, attempts, document) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [
                (
                    account,
                    entry.channel.encode(),
                    entry.notice_id.encode(),
                    entry.due,
                    entry.attempts,
                    entry.document,
                )
                for entry in entries
            ],
        )

    def due(self, account: str, channel: str, now: int, limit: int) -> Sequence[OutboxEntry]:
        """Return entries that are due, the longest due first."""
        rows = self._database.all(
            "SELECT notice_id, due, attempts, document FROM outbox "
            "WHERE account = ? AND channel = ? AND due <= ? ORDER BY due LIMIT ?",
            (account, channel.encode(), now, limit),
        )
        return [
            OutboxEntry(
                notice_id=id.decode(),
                channel=channel,
                due=due,
                attempts=attempts,
                document=document,
            )
            for id, due, attempts, document in rows
        ]

    def claim(self, entry: OutboxEntry, until: int) -> OutboxEntry | None:
        """Postpone an entry that is about to be delivered; None when another process has taken it."""
        changed = self._database.run(
            "UPDATE outbox SET due = ?, attempts = ? "
            "WHERE notice_id = ? AND channel = ? AND attempts = ?",
            (until, entry.attempts + 1, *_key(entry), entry.attempts),
        )
        return structs.replace(entry, due=until, attempts=entry.attempts + 1) if changed else None

    def postpone(self, entry: OutboxEntry, due: int) -> None:
        """Make an entry due later."""
        self._database.run(
            "UPDATE outbox SET due = ? WHERE notice_id = ? AND channel = ? AND attempts = ?",
            (due, *_key(entry), entry.attempts),
        )

    def remove(self, entry: OutboxEntry) -> None:
        """Remove an entry that was delivered."""
        self._database.run("DELETE FROM outbox WHERE notice_id = ? AND channel = ?", _key(entry))

    def waiting(self, account: str) -> dict[str, int]:
        """Return the number of entries of each channel."""
        rows = self._database.all(
            "SELECT channel, COUNT(*) FROM outbox WHERE account = ? GROUP BY channel", (account,)
        )
        return {channel.decode(): int(count) for channel, count in rows}


def _key(entry: OutboxEntry) -> tuple[bytes, bytes]:
    return entry.notice_id.encode(), entry.channel.encode()
