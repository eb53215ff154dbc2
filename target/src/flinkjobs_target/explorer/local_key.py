"""A key of the operator that the page may sign with, where nobody but this machine can ask.

Off unless `serve --explorer-key` names a key. The secret stays here: the page sends what is to be
signed and gets the signature. Who may ask is decided by the connection, by the name that the
browser was told, and by the page that asks; so no other machine and no other page can.
"""

import ipaddress
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from flinkjobs.server import Refusal
from flinkjobs.signing import signature, string_to_sign

from ..auth.keyring import Keyring
from ..errors import TargetError

__all__ = ["LocalKey", "Order"]

_NAMES = {"localhost"}


class Order(Struct, frozen=True, forbid_unknown_fields=True):
    """The canonical request to sign."""

    canonical_request: str


class LocalKey:
    """Signs for the page with one key of the keyring."""

    def __init__(self, keyring: Keyring, key_id: str, listens_at: str) -> None:
        """Take a key; raise TargetError unless it is a lasting one and the target is for this machine."""
        self.key_id = key_id
        self._keyring = keyring
        if not _is_loopback(listens_at):
            raise TargetError(
                f"--explorer-key lets whoever reaches {listens_at} call with the key; "
                "it is for --host 127.0.0.1 only"
            )
        key = keyring.find(key_id)
        if key is None or key.security_token:
            what = "there is no access key" if key is None else "--explorer-key is temporary:"
            raise TargetError(f"{what} {key_id}; see: flinkjobs-target keys list")

    def sign(self, order: Order) -> str:
        """Give the signature of a canonical request; raise Refusal when the key is gone."""
        key = self._keyring.find(self.key_id)
        if key is None:
            raise Refusal("InvalidAccessKeyId.NotFound", "the key of --explorer-key was removed")
        return signature(key.secret, string_to_sign(order.canonical_request))

    def answer(self, client: str | None, headers: Mapping[str, Sequence[str]], body: bytes) -> str:
        """Sign what the page asks for; raise Refusal for any other who asks, or for nonsense."""
        _require_own_page(client, headers)
        try:
            return self.sign(msgspec.json.decode(body, type=Order))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Refusal("InvalidBody", str(error), status=400) from None


def _require_own_page(client: str | None, headers: Mapping[str, Sequence[str]]) -> None:
    """Let through only requests of a page that this machine loaded from this server."""
    hosts, origins = headers.get("host", ()), headers.get("origin", ())
    own = len(hosts) == 1 and _is_loopback(_host_name(hosts[0]))
    same = len(origins) == 1 and origins[0].partition("://")[2] == "".join(hosts)
    kind = headers.get("content-type", ("",))[0]
    if not (client and _is_loopback(client) and own and same and kind == "application/json"):
        message = "the explorer's key signs for the explorer's own page on this machine only"
        raise Refusal("Forbidden.RAM", message, status=403)


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(address: str) -> bool:
    try:
        return address in _NAMES or ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False
