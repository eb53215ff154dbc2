"""Accounts, the policies of their users, and access keys. Their file is for its owner only."""

import stat
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from ..errors import TargetError
from .schema import KEYS
from .sqlite import open_database, transaction

__all__ = ["KeyRecord", "KeyStore"]

_COLUMNS = "id, secret, security_token, account, user, active, created_at"


class KeyRecord(Struct, frozen=True, kw_only=True):
    """An access key of an account or, when `user` is set, of a user of it.

    `created_at` is in seconds. The repr hides what is secret.
    """

    id: str
    secret: str
    security_token: str | None
    account: str
    user: str | None
    active: bool
    created_at: int

    def __repr__(self) -> str:
        return f"KeyRecord(id={self.id!r}, account={self.account!r}, user={self.user!r})"


class KeyStore:
    """All access keys; a change counts from the next request on."""

    def __init__(self, path: Path) -> None:
        if path.exists():
            _require_private(path)
        self._connection = open_database(path, KEYS)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def find(self, key_id: str) -> KeyRecord | None:
        """Find a key by its id."""
        return next(iter(self._keys("WHERE id = ?", key_id)), None)

    def all(self) -> Sequence[KeyRecord]:
        """Give all keys, oldest first."""
        return self._keys("ORDER BY created_at, id")

    def first_account(self) -> str | None:
        """Give the account that was made first; None when there is none yet."""
        row: tuple[str] | None = self._connection.execute(
            "SELECT account FROM accounts ORDER BY position LIMIT 1"
        ).fetchone()
        return row[0] if row else None

    def has_account(self, account: str) -> bool:
        """Tell whether an account exists."""
        found = self._connection.execute("SELECT 1 FROM accounts WHERE account = ?", (account,))
        return found.fetchone() is not None

    def add(self, key: KeyRecord, policies: Sequence[str] | None = None) -> None:
        """Add a key, and its account when that is new.

        With `policies`, they are its user's only ones from now on.
        """
        values = (key.id, key.secret, key.security_token, key.account, key.user)
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO accounts (account) VALUES (?) ON CONFLICT DO NOTHING", (key.account,)
            )
            self._connection.execute(
                f"INSERT INTO access_keys ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*values, key.active, key.created_at),
            )
            if key.user is not None and policies is not None:
                self._set_policies(key.account, key.user, policies)

    def set_active(self, key_id: str, active: bool) -> bool:
        """Enable or disable a key; tell whether there is one."""
        update = "UPDATE access_keys SET active = ? WHERE id = ?"
        with transaction(self._connection):
            return self._connection.execute(update, (active, key_id)).rowcount > 0

    def remove(self, key_id: str) -> bool:
        """Remove a key; tell whether there was one."""
        delete = "DELETE FROM access_keys WHERE id = ?"
        with transaction(self._connection):
            return self._connection.execute(delete, (key_id,)).rowcount > 0

    def policies(self, account: str, user: str) -> tuple[str, ...]:
        """Give the policies of a user."""
        rows = self._connection.execute(
            "SELECT document FROM policies WHERE account = ? AND user = ? ORDER BY position",
            (account, user),
        )
        return tuple(document for (document,) in rows)

    def _keys(self, clause: str, *values: str) -> list[KeyRecord]:
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM access_keys {clause}", values)
        return [
            KeyRecord(
                id=id,
                secret=secret,
                security_token=token,
                account=account,
                user=user,
                active=bool(active),
                created_at=created_at,
            )
            for id, secret, token, account, user, active, created_at in rows
        ]

    def _set_policies(self, account: str, user: str, policies: Sequence[str]) -> None:
        self._connection.execute(
            "DELETE FROM policies WHERE account = ? AND user = ?", (account, user)
        )
        self._connection.executemany(
            "INSERT INTO policies (account, user, position, document) VALUES (?, ?, ?, ?)",
            [(account, user, position, document) for position, document in enumerate(policies)],
        )


def _require_private(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise TargetError(
            f"{path}: holds secrets, but others may read or change it (mode {mode:04o}); "
            f"run: chmod 600 {path}"
        )
