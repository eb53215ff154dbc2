"""An access key of the operator that the explorer's page may sign with, on this machine only.

Off unless `serve --explorer-key` names a key. The secret stays in the server: the page sends a
canonical request and receives its signature. A request is accepted by its source address, its Host
and its Origin, so that no other machine and no other page can use the key.
"""

import ipaddress
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from flinkjobs.server import ErrorResponse
from flinkjobs.signing import signature, string_to_sign

from ..auth.keyring import Keyring
from ..errors import TargetError

__all__ = ["LocalKey", "SignRequest"]

_LOOPBACK_NAMES = {"localhost"}


class SignRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A request for the signature of a canonical request."""

    canonical_request: str


class LocalKey:
    """Signs for the page with one key of the keyring."""

    def __init__(self, keyring: Keyring, key_id: str, host: str) -> None:
        """Find the key; raise TargetError unless it is permanent and the host is a loopback address."""
        self.key_id = key_id
        self._keyring = keyring
        if not _is_loopback(host):
            raise TargetError(
                f"--explorer-key would let anyone who reaches {host} use the key; "
                "it requires --host 127.0.0.1"
            )
        key = keyring.find(key_id)
        if key is None or key.security_token:
            problem = "there is no access key" if key is None else "--explorer-key is temporary:"
            raise TargetError(f"{problem} {key_id}; see: flinkjobs-target keys list")

    def sign(self, request: SignRequest) -> str:
        """Return the signature of a canonical request; raise ErrorResponse when the key is gone."""
        key = self._keyring.find(self.key_id)
        if key is None:
            raise ErrorResponse(
                "InvalidAccessKeyId.NotFound", "the key of --explorer-key was removed"
            )
        return signature(key.secret, string_to_sign(request.canonical_request))

    def handle(self, client: str | None, headers: Mapping[str, Sequence[str]], body: bytes) -> str:
        """Sign a request of the page; raise ErrorResponse for other clients and invalid bodies."""
        _require_own_page(client, headers)
        try:
            return self.sign(msgspec.json.decode(body, type=SignRequest))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ErrorResponse("InvalidBody", str(error), status=400) from None


def _require_own_page(client: str | None, headers: Mapping[str, Sequence[str]]) -> None:
    """Raise ErrorResponse unless a page that this machine loaded from this server sent the request."""
    hosts, origins = headers.get("host", ()), headers.get("origin", ())
    own_host = len(hosts) == 1 and _is_loopback(_host_name(hosts[0]))
    same_origin = len(origins) == 1 and origins[0].partition("://")[2] == "".join(hosts)
    content_type = headers.get("content-type", ("",))[0]
    if not (
        client
        and _is_loopback(client)
        and own_host
        and same_origin
        and content_type == "application/json"
    ):
        message = "the explorer's key signs for the explorer's own page on this machine only"
        raise ErrorResponse("Forbidden.RAM", message, status=403)


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(address: str) -> bool:
    try:
        return (
            address in _LOOPBACK_NAMES
            or ipaddress.ip_address(address.partition("%")[0]).is_loopback
        )
    except ValueError:
        return False
