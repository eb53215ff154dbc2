"""The users of accounts: those that have policies or access keys."""

from collections.abc import Sequence

from msgspec import Struct

from .keys import KeyStore

__all__ = ["UserRecord", "UserStore"]


class UserRecord(Struct, frozen=True, kw_only=True):
    """A user of an account, with the numbers of its policies and access keys."""

    account: str
    user: str
    policies: int
    keys: int


class UserStore:
    """The users in a key store; a change takes effect with the next request."""

    def __init__(self, keys: KeyStore) -> None:
        self._database = keys._database

    def all(self) -> Sequence[UserRecord]:
        """Return all users, by account and name."""
        rows = self._database.all(
            "SELECT account, user_name, SUM(policies), SUM(keys) FROM ("
            "SELECT account, user_name, 1 AS policies, 0 AS keys FROM policies UNION ALL "
            "SELECT account, user_name, 0, 1 FROM access_keys WHERE user_name IS NOT NULL"
            ") AS parts GROUP BY account, user_name ORDER BY account, user_name"
        )
        return [
            UserRecord(account=account, user=user, policies=int(policies), keys=int(keys))
            for account, user, policies, keys in rows
        ]

    def exists(self, account: str, user: str) -> bool:
        """Whether an account has a user."""
        return any((account, user) == (record.account, record.user) for record in self.all())

    def set_policies(self, account: str, user: str, policies: Sequence[str]) -> None:
        """Replace all policies of a user of an existing account."""
        with self._database.transaction():
            self._remove_policies(account, user)
            self._database.run_each(
                "INSERT INTO policies (account, user_name, position, document) VALUES (?, ?, ?, ?)",
                [(account, user, position, document) for position, document in enumerate(policies)],
            )

    def remove(self, account: str, user: str) -> None:
        """Delete a user with its policies and access keys."""
        with self._database.transaction():
            self._remove_policies(account, user)
            self._database.run(
                "DELETE FROM access_keys WHERE account = ? AND user_name = ?", (account, user)
            )

    def _remove_policies(self, account: str, user: str) -> None:
        self._database.run(
            "DELETE FROM policies WHERE account = ? AND user_name = ?", (account, user)
        )
