"""The check that a request comes from the explorer's own page, opened on this machine.

Loopback alone does not suffice: pages of other sites run on this machine too, and a proxy on it
forwards requests of other machines.
"""

import ipaddress
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from flinkjobs.server import ErrorResponse

__all__ = ["is_loopback", "is_this_machine", "require_own_page"]

_LOOPBACK_NAMES = {"localhost"}
_FORWARDING_HEADERS = {"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"}

Headers = Mapping[str, Sequence[str]]


def require_own_page(client: str | None, headers: Headers) -> None:
    """Raise ErrorResponse unless a page that this machine loaded from this server sent the request."""
    hosts, origins = headers.get("host", ()), headers.get("origin", ())
    same_origin = len(origins) == 1 and origins[0].partition("://")[2] == "".join(hosts)
    content_type = headers.get("content-type", ("",))[0]
    if not (
        is_this_machine(client, headers) and same_origin and content_type == "application/json"
    ):
        message = "the explorer's key is for the explorer's own page on this machine only"
        raise ErrorResponse("Forbidden.RAM", message, status=403)


def is_this_machine(client: str | None, headers: Headers) -> bool:
    """Whether a request came from this machine, by a loopback name, and through no proxy that says so."""
    hosts = headers.get("host", ())
    return bool(
        client
        and is_loopback(client)
        and len(hosts) == 1
        and is_loopback(_host_name(hosts[0]))
        and _FORWARDING_HEADERS.isdisjoint(headers)
    )


def is_loopback(address: str) -> bool:
    """Whether an address or host name is this machine's own."""
    try:
        return (
            address in _LOOPBACK_NAMES
            or ipaddress.ip_address(address.partition("%")[0]).is_loopback
        )
    except ValueError:
        return False


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
