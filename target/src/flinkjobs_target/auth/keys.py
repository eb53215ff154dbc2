"""The keyring: access keys are made, found, and tied to accounts, users and policies."""

import secrets
import string
from collections.abc import Callable, Sequence
from typing import TypeAlias

from ..clock import Clock, utc_now
from ..errors import TargetError
from ..store.keys import KeyRecord, KeyStore
from .ram import Policy, parse_policy

__all__ = ["FIRST_ACCOUNT", "Keyring", "RandomText", "random_text"]

FIRST_ACCOUNT = "owner"
RandomText: TypeAlias = Callable[[int], str]
_ALPHABET = string.ascii_letters + string.digits


def random_text(length: int) -> str:
    """Make up letters and digits that nobody can guess."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


class Keyring:
    """The access keys of a key store. No key exists that was not made here."""

    def __init__(
        self, store: KeyStore, *, clock: Clock = utc_now, random_text: RandomText = random_text
    ) -> None:
        self._store = store
        self._clock = clock
        self._random_text = random_text

    def create_first(self) -> KeyRecord | None:
        """Make the first account and its key; None when there is an account already."""
        return self.create(FIRST_ACCOUNT) if self._store.first_account() is None else None

    def create(
        self,
        account: str | None = None,
        user: str | None = None,
        *,
        policies: Sequence[str] | None = None,
        security_token: bool = False,
    ) -> KeyRecord:
        """Make a key of an account (else the first one) or of a user of it.

        With `policies`, JSON texts, they are all that the user has from now on; raises TargetError
        for one that could not be judged. With `security_token` the key needs a token beside its
        secret, as temporary keys do.
        """
        for policy in policies or ():
            parse_policy(policy)
        key = KeyRecord(
            id=f"FJ{self._random_text(22)}",
            secret=self._random_text(40),
            security_token=self._random_text(64) if security_token else None,
            account=account or self.first_account(),
            user=user,
            active=True,
            created_at=int(self._clock().timestamp()),
        )
        self._store.add(key, policies)
        return key

    def find(self, key_id: str) -> KeyRecord | None:
        """Find a key by its id."""
        return self._store.find(key_id)

    def all(self) -> Sequence[KeyRecord]:
        """Give all keys, oldest first."""
        return self._store.all()

    def set_active(self, key_id: str, active: bool) -> None:
        """Enable or disable a key, from the next request on."""
        if not self._store.set_active(key_id, active):
            raise _unknown(key_id)

    def remove(self, key_id: str) -> None:
        """Remove a key, from the next request on."""
        if not self._store.remove(key_id):
            raise _unknown(key_id)

    def policies(self, account: str, user: str) -> list[Policy]:
        """Give the policies of a user."""
        return [parse_policy(document) for document in self._store.policies(account, user)]

    def first_account(self) -> str:
        """Give the account that was made first."""
        return self._store.first_account() or FIRST_ACCOUNT

    def require_account(self, account: str) -> None:
        """Raise TargetError unless an account exists."""
        if not self._store.has_account(account):
            raise TargetError(
                f"there is no account {account}; "
                f"make it with: flinkjobs-target keys create --account {account}"
            )


def _unknown(key_id: str) -> TargetError:
    return TargetError(f"there is no access key {key_id}; see: flinkjobs-target keys list")
