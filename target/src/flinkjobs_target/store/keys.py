"""The store of accounts, of their users' policies, and of access keys."""

import stat
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from ..errors import TargetError
from .database.direct import DirectAccess
from .database.interface import AsyncDatabase, Database, Row
from .database.versioned_cache import VersionedCache

__all__ = ["Credential", "KeyRecord", "KeyStore", "require_private"]

_COLUMNS = "id, secret, security_token, account, user_name, active, created_at"
_SELECT_CREDENTIAL = (
    "SELECT id, secret, security_token, access_keys.account, access_keys.user_name, active, "
    "created_at, position, document FROM access_keys LEFT JOIN policies "
    "ON policies.account = access_keys.account AND policies.user_name = access_keys.user_name "
    "WHERE id = ?"
)
_MAX_REMEMBERED = 1024


class KeyRecord(Struct, frozen=True, kw_only=True):
    """An access key of an account or, when `user` is set, of a user of it.

    `created_at` is in seconds. The repr omits the secrets.
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


class Credential(Struct, frozen=True):
    """An access key with the policies of its user, as JSON texts; an owner has none."""

    key: KeyRecord
    policies: tuple[str, ...] = ()


class KeyStore:
    """All access keys; a change takes effect with the next request.

    Requests await `credential`, which reads through `requests`; commands use the other methods.
    """

    def __init__(self, database: Database, requests: AsyncDatabase | None = None) -> None:
        self._database = database
        self._requests = requests or DirectAccess(database)
        self._by_id = VersionedCache[Credential | None](self._requests.version)
        self._remembered: dict[str, Credential] = {}

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def backup(self, path: Path) -> None:
        """Copy one state to a new file, while others read and write."""
        self._database.backup(path)

    def find(self, key_id: str) -> KeyRecord | None:
        """Return a key by its id; None when there is none."""
        if "\x00" in key_id:
            return None  # PostgreSQL accepts no NUL in a text
        return next(iter(self._keys("WHERE id = ?", key_id)), None)

    async def credential(self, key_id: str) -> Credential | None:
        """Return a key with its policies, as they are now; None when there is none."""
        if "\x00" in key_id:
            return None
        return await self._by_id.get(key_id, lambda: self._read_credential(key_id))

    async def check(self) -> None:
        """Raise UnavailableError when keys cannot be read."""
        await self._requests.call(lambda database: database.check())
        await self._requests.all(_SELECT_CREDENTIAL, ("",))

    def recall(self, key_id: str) -> Credential | None:
        """Return a key as it was when it was last read, where reading it again is a round trip.

        None when it was not read yet, or when `credential` is as quick.
        """
        return self._remembered.get(key_id)

    async def _read_credential(self, key_id: str) -> Credential | None:
        rows = await self._requests.all(_SELECT_CREDENTIAL, (key_id,))
        if not rows:
            self._remembered.pop(key_id, None)
            return None
        policies = sorted(row[-2:] for row in rows if row[-1] is not None)
        credential = Credential(_key(rows[0][:-2]), tuple(document for _, document in policies))
        if self._requests.version() is None:
            if len(self._remembered) >= _MAX_REMEMBERED:
                self._remembered = {}
            self._remembered[key_id] = credential
        return credential

    def all(self) -> Sequence[KeyRecord]:
        """Return all keys, oldest first."""
        return self._keys("ORDER BY created_at, id")

    def first_account(self) -> str | None:
        """Return the account that was created first; None when there is none yet."""
        rows = self._database.all("SELECT account FROM accounts ORDER BY position, account LIMIT 1")
        return rows[0][0] if rows else None

    def has_account(self, account: str) -> bool:
        """Whether an account exists."""
        return bool(self._database.all("SELECT 1 FROM accounts WHERE account = ?", (account,)))

    def add(self, key: KeyRecord, policies: Sequence[str] | None = None) -> None:
        """Add a key, and its account when that is new.

        With `policies`, they replace those of its user.
        """
        values = (key.id, key.secret, key.security_token, key.account, key.user)
        with self._database.transaction():
            self._add_account(key.account)
            self._database.run(
                f"INSERT INTO access_keys ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*values, int(key.active), key.created_at),
            )
            if key.user is not None and policies is not None:
                self._set_policies(key.account, key.user, policies)

    def set_active(self, key_id: str, active: bool) -> bool:
        """Enable or disable a key; return whether it exists."""
        update = "UPDATE access_keys SET active = ? WHERE id = ?"
        return self._database.run(update, (int(active), key_id)) > 0

    def remove(self, key_id: str) -> bool:
        """Delete a key; return whether it existed."""
        return self._database.run("DELETE FROM access_keys WHERE id = ?", (key_id,)) > 0

    def policies(self, account: str, user: str) -> tuple[str, ...]:
        """Return the policies of a user."""
        rows = self._database.all(
            "SELECT document FROM policies WHERE account = ? AND user_name = ? ORDER BY position",
            (account, user),
        )
        return tuple(document for (document,) in rows)

    def _keys(self, clause: str, *values: str) -> list[KeyRecord]:
        rows = self._database.all(f"SELECT {_COLUMNS} FROM access_keys {clause}", values)
        return [_key(row) for row in rows]

    def _add_account(self, account: str) -> None:
        if not self.has_account(account):
            [(position,)] = self._database.all("SELECT COALESCE(MAX(position), 0) FROM accounts")
            self._database.run(
                "INSERT INTO accounts (account, position) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (account, position + 1),
            )

    def _set_policies(self, account: str, user: str, policies: Sequence[str]) -> None:
        self._database.run(
            "DELETE FROM policies WHERE account = ? AND user_name = ?", (account, user)
        )
        self._database.run_each(
            "INSERT INTO policies (account, user_name, position, document) VALUES (?, ?, ?, ?)",
            [(account, user, position, document) for position, document in enumerate(policies)],
        )


def _key(row: Row) -> KeyRecord:
    id, secret, token, account, user, active, created_at = row
    return KeyRecord(
        id=id,
        secret=secret,
        security_token=token,
        account=account,
        user=user,
        active=bool(active),
        created_at=created_at,
    )


def require_private(path: Path) -> None:
    """Raise TargetError when others than its owner may access a file with secrets."""
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0
    if mode & 0o077:
        raise TargetError(
            f"{path}: contains secrets, but other users can read or change it (mode {mode:04o}); "
            f"run: chmod 600 {path}"
        )
