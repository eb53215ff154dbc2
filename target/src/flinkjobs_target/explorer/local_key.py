"""An access key of the target that the explorer's page may sign with, on this machine only.

At a loopback address `serve` offers one unless `--no-explorer-key` forbids it; at any other address
there is none. The secret stays in the server: the page sends a canonical request and receives its
signature.
"""

import msgspec
from msgspec import Struct

from flinkjobs.server import ErrorResponse
from flinkjobs.signing import signature, string_to_sign

from ..auth.keyring import Keyring
from ..errors import TargetError
from ..store.keys import KeyRecord
from .own_page import is_loopback

__all__ = ["LocalKey", "SignRequest"]


class SignRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A request for the signature of a canonical request."""

    canonical_request: str


class LocalKey:
    """Signs for the page with a key of the keyring: the named one, or the oldest of the first account."""

    def __init__(self, keyring: Keyring, host: str, key_id: str | None = None) -> None:
        """Check a named key; raise TargetError unless it is permanent and the host is a loopback address."""
        self._keyring = keyring
        self._named = key_id
        if not is_loopback(host):
            raise TargetError(
                f"--explorer-key would let anyone who reaches {host} use the key; "
                "it requires --host 127.0.0.1"
            )
        if key_id is not None:
            _require_permanent(keyring, key_id)

    def find(self) -> KeyRecord | None:
        """Return the key as it is now; None when there is none.

        Without a name it is one that may do everything: permanent, active, and of no user.
        """
        if self._named is not None:
            return self._keyring.find(self._named)
        account = self._keyring.first_account()
        return next(
            (
                key
                for key in self._keyring.all()
                if key.active
                and key.account == account
                and key.user is None
                and key.security_token is None
            ),
            None,
        )

    def require(self) -> KeyRecord:
        """Return the key as it is now; raise ErrorResponse when there is none."""
        key = self.find()
        if key is None:
            message = "the key of the explorer was removed; reload the page, or type another key"
            raise ErrorResponse("InvalidAccessKeyId.NotFound", message)
        return key

    def sign(self, body: bytes) -> str:
        """Return the signature that a request's body asks for; raise ErrorResponse for an invalid one."""
        try:
            request = msgspec.json.decode(body, type=SignRequest)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ErrorResponse("InvalidBody", str(error), status=400) from None
        return signature(self.require().secret, string_to_sign(request.canonical_request))


def _require_permanent(keyring: Keyring, key_id: str) -> None:
    key = keyring.find(key_id)
    if key is None or key.security_token:
        problem = "there is no access key" if key is None else "--explorer-key is temporary:"
        raise TargetError(f"{problem} {key_id}; see: flinkjobs-target keys list")
