"""The keyring: creates and finds access keys, with their accounts, users and policies."""

import secrets
import string
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from ..clock import Clock, utc_now
from ..errors import TargetError
from ..store.keys import Credential, KeyRecord, KeyStore
from .ram_policy import Policy, parse_policy

__all__ = ["FIRST_ACCOUNT", "Keyring", "RandomText", "expiry_of", "random_text"]

FIRST_ACCOUNT = "owner"
RandomText: TypeAlias = Callable[[int], str]
_ALPHABET = string.ascii_letters + string.digits


def random_text(length: int) -> str:
    """Return random letters and digits from a cryptographic source."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def expiry_of(key: KeyRecord) -> datetime | None:
    """Return the expiry of a temporary key; None for a permanent key.

    It is a part of the security token, `RANDOM.SECONDS`. The token is stored and compared as a
    whole, so that a client cannot change the expiry.
    """
    _, dot, seconds = (key.security_token or "").rpartition(".")
    return datetime.fromtimestamp(int(seconds), UTC) if dot else None


class Keyring:
    """The access keys of a key store; all of them are created here."""

    def __init__(
        self, store: KeyStore, *, clock: Clock = utc_now, random_text: RandomText = random_text
    ) -> None:
        self._store = store
        self._clock = clock
        self._random_text = random_text

    def create_first(self) -> KeyRecord | None:
        """Create the first account and its key; None when an account exists already."""
        return self.create(FIRST_ACCOUNT) if self._store.first_account() is None else None

    def create(
        self,
        account: str | None = None,
        user: str | None = None,
        *,
        policies: Sequence[str] | None = None,
        expires_in: timedelta | None = None,
    ) -> KeyRecord:
        """Create a key of an account (default: the first one), or of one of its users.

        `policies`, JSON texts, replace those of the user; raises TargetError for an unsupported one.
        With `expires_in` the key is temporary: it has a security token and expires after that time.
        """
        for policy in policies or ():
            parse_policy(policy)
        now = self._clock()
        key = KeyRecord(
            id=f"FJ{self._random_text(22)}",
            secret=self._random_text(40),
            security_token=self._security_token(now + expires_in) if expires_in else None,
            account=account or self.first_account(),
            user=user,
            active=True,
            created_at=int(now.timestamp()),
        )
        self._store.add(key, policies)
        return key

    def _security_token(self, expiry: datetime) -> str:
        return f"{self._random_text(64)}.{int(expiry.timestamp())}"

    def find(self, key_id: str) -> KeyRecord | None:
        """Return a key by its id; None when there is none."""
        return self._store.find(key_id)

    async def credential(self, key_id: str) -> Credential | None:
        """Return a key with the policies of its user, for a request; None when there is none."""
        return await self._store.credential(key_id)

    def recall(self, key_id: str) -> Credential | None:
        """Return a key as it was last read, where reading it again takes a round trip; else None."""
        return self._store.recall(key_id)

    def all(self) -> Sequence[KeyRecord]:
        """Return all keys, oldest first."""
        return self._store.all()

    def set_active(self, key_id: str, active: bool) -> None:
        """Enable or disable a key, from the next request on."""
        if not self._store.set_active(key_id, active):
            raise _not_found(key_id)

    def remove(self, key_id: str) -> None:
        """Remove a key, from the next request on."""
        if not self._store.remove(key_id):
            raise _not_found(key_id)

    def policies(self, account: str, user: str) -> list[Policy]:
        """Return the policies of a user."""
        return [parse_policy(document) for document in self._store.policies(account, user)]

    def has_accounts(self) -> bool:
        """Whether any account exists."""
        return self._store.first_account() is not None

    def first_account(self) -> str:
        """Return the account that was created first."""
        return self._store.first_account() or FIRST_ACCOUNT

    def require_account(self, account: str) -> None:
        """Raise TargetError unless an account exists."""
        if not self._store.has_account(account):
            raise TargetError(
                f"there is no account {account}; "
                f"create it with: flinkjobs-target keys create --account {account}"
            )


def _not_found(key_id: str) -> TargetError:
    return TargetError(f"there is no access key {key_id}; see: flinkjobs-target keys list")
