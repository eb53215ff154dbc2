"""Users of accounts, and the policies that say what each may do."""

from collections.abc import Sequence

from ..errors import TargetError
from ..store.keys import KeyStore
from ..store.users import UserRecord, UserStore
from .keyring import Keyring
from .ram_policy import parse_policy

__all__ = ["Users"]

_NOTHING = '{"Version": "1", "Statement": []}'
"""The policy of a user who has none: it allows nothing."""


class Users:
    """The users in a key store."""

    def __init__(self, keys: KeyStore) -> None:
        self._keyring = Keyring(keys)
        self._store = UserStore(keys)

    def all(self) -> Sequence[UserRecord]:
        """Give all users, by account and name."""
        return self._store.all()

    def create(self, account: str, user: str, policies: Sequence[str]) -> None:
        """Make a user with policies, JSON texts; raise TargetError when there is one already."""
        self._keyring.require_account(account)
        if self._store.exists(account, user):
            raise TargetError(
                f"account {account} has a user {user} already; "
                f"change what it may do with: flinkjobs-target users permit {user} --policy FILE"
            )
        self._set(account, user, policies or (_NOTHING,))

    def permit(self, account: str, user: str, policies: Sequence[str]) -> None:
        """Put policies in place of all those that a user has."""
        self._require(account, user)
        self._set(account, user, policies)

    def remove(self, account: str, user: str) -> None:
        """Remove a user with its policies and access keys."""
        self._require(account, user)
        self._store.remove(account, user)

    def _set(self, account: str, user: str, policies: Sequence[str]) -> None:
        for policy in policies:
            parse_policy(policy)
        self._store.set_policies(account, user, policies)

    def _require(self, account: str, user: str) -> None:
        if not self._store.exists(account, user):
            raise TargetError(
                f"account {account} has no user {user}; see: flinkjobs-target users list"
            )
