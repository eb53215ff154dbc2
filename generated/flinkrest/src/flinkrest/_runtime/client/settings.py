"""Where to call: the endpoint, from arguments, environment and the contract's regions."""

import re
from collections.abc import Mapping

from msgspec import Struct

from ..contract.api import Api
from ..errors import UsageError

__all__ = ["Endpoint", "checked_seconds", "find_endpoint", "find_setting"]

_REGION = "ALIBABA_CLOUD_REGION_ID"
_ENDPOINT = re.compile(
    r"((?P<scheme>https?)://)?(?P<host>[a-z0-9]([a-z0-9._-]*)|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?/?",
    re.ASCII | re.IGNORECASE,
)
_PATH = re.compile(
    r"(/(?!\.{1,2}(/|$))([a-z0-9._~!$&'()*+,;=:@-]|%[0-9a-f]{2})+)*/?", re.ASCII | re.IGNORECASE
)
_LONGEST_WAIT = 86400


class Endpoint(Struct, frozen=True):
    """A server: `https` or `http`, and host with port as the Host header has it."""

    scheme: str
    host: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}"

    @classmethod
    def parse(cls, text: str, *, allow_http: bool = False) -> "Endpoint":
        """Read `https://host[:port]` or a bare host; raise UsageError for anything else.

        Plain http is for this machine alone, unless `allow_http` says otherwise.
        """
        found = _ENDPOINT.fullmatch(text)
        if "@" in text:
            raise UsageError("endpoint must hold no user and no password; it is not shown here")
        if found is None or not _is_port(found["port"]):
            raise UsageError(
                f"endpoint {text!r} must be https://HOST or https://HOST:PORT, without a path"
            )
        scheme, host = (found["scheme"] or "https").lower(), found["host"].lower()
        if scheme == "http" and not allow_http and not _is_loopback(host.strip("[]")):
            raise UsageError(f"endpoint {text!r} is plain http; use https, or say allow_http=True")
        return cls(scheme, f"{host}:{found['port']}" if found["port"] else host)


def _is_port(text: str | None) -> bool:
    return text is None or 0 < int(text) < 65536


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_seconds(name: str, seconds: float) -> float:
    """Give a length of time back; raise UsageError when nobody can wait that long."""
    number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if number and 0 < seconds <= _LONGEST_WAIT:
        return seconds
    raise UsageError(
        f"{name} must be more than 0 and at most {_LONGEST_WAIT} seconds, not {seconds!r}"
    )


def find_setting(api: Api, name: str, value: str | None, environ: Mapping[str, str]) -> str | None:
    """Take a setting from its argument, else from the package's environment variable."""
    return value if value is not None else environ.get(api.variable(name)) or None


def find_endpoint(
    api: Api,
    endpoint: str | None,
    region: str | None,
    environ: Mapping[str, str],
    *,
    allow_http: bool,
) -> tuple[Endpoint, str]:
    """Take the endpoint as given, else the one of the region; and the path that it lies below.

    A signature covers the path that the server sees, which a proxy with a path of its own changes:
    only an API that does not sign may have one. Raises UsageError when there is no endpoint, or
    when the contract does not know the region.
    """
    given = endpoint or (None if region else environ.get(api.variable("endpoint")))
    if given:
        server, path = (given, "") if api.signer else _parted(given)
        return Endpoint.parse(server, allow_http=allow_http), path
    return Endpoint.parse(_stated(api, region, environ), allow_http=allow_http), ""


def _parted(text: str) -> tuple[str, str]:
    """Part a server from the path below which an API lies."""
    scheme, separator, rest = text.rpartition("://")
    host, slash, path = rest.partition("/")
    if "@" not in host and not _PATH.fullmatch(f"{slash}{path}"):
        raise UsageError(
            f"endpoint {text!r} must be https://HOST, https://HOST:PORT or either with a /PATH, "
            "percent-encoded, without dots alone, a query or a fragment"
        )
    return f"{scheme}{separator}{host}", f"{slash}{path}".rstrip("/")


def _stated(api: Api, region: str | None, environ: Mapping[str, str]) -> str:
    """Give the endpoint that the contract states."""
    region = region or environ.get(_REGION)
    if api.server and not api.regions:
        return api.server
    if not api.server:
        raise UsageError(f"no endpoint: pass endpoint, or set {api.variable('endpoint')}")
    if not region:
        raise UsageError(
            f"no endpoint: pass region or endpoint, or set {_REGION} or {api.variable('endpoint')}"
        )
    if region not in api.regions:
        known = ", ".join(api.regions)
        raise UsageError(
            f"region {region!r} is not one of {known}; give an endpoint (endpoint=, --endpoint) for another"
        )
    return api.server.replace("{region}", region)
