"""The users of accounts, with their policies."""

from collections.abc import Sequence

from ..errors import TargetError
from ..store.keys import KeyStore
from ..store.users import UserRecord, UserStore
from .keyring import Keyring
from .ram_policy import parse_policy

__all__ = ["Users"]

_ALLOW_NOTHING = '{"Version": "1", "Statement": []}'
"""The policy of a user without policies."""


class Users:
    """The users in a key store."""

    def __init__(self, keys: KeyStore) -> None:
        self._keyring = Keyring(keys)
        self._store = UserStore(keys)

    def all(self) -> Sequence[UserRecord]:
        """Return all users, by account and name."""
        return self._store.all()

    def create(self, account: str, user: str, policies: Sequence[str]) -> None:
        """Create a user with policies, JSON texts; raise TargetError when the user exists."""
        self._keyring.require_account(account)
        if self._store.exists(account, user):
            raise TargetError(
                f"account {account} already has a user {user}; "
                f"change its policies with: flinkjobs-target users permit {user} --policy FILE"
            )
        self._set(account, user, policies or (_ALLOW_NOTHING,))

    def permit(self, account: str, user: str, policies: Sequence[str]) -> None:
        """Replace all policies of a user."""
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
