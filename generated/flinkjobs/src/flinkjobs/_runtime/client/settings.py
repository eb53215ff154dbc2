"""Settings of a client: the endpoint, checks of values, and environment variables."""

import re
from collections.abc import Mapping

from msgspec import Struct

from ..contract.api import Api
from ..errors import UsageError
from ..messages import Argument, Message

__all__ = ["Endpoint", "ServerUrl", "check_seconds", "find_endpoint", "find_server", "find_setting"]

_ENDPOINT = re.compile(
    r"((?P<scheme>https?)://)?(?P<host>[a-z0-9]([a-z0-9._-]*)|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?/?",
    re.ASCII | re.IGNORECASE,
)
_PATH = re.compile(
    r"(/(?!\.{1,2}(/|$))([a-z0-9._~!$&'()*+,;=:@-]|%[0-9a-f]{2})+)*/?", re.ASCII | re.IGNORECASE
)
_MAX_SECONDS = 86400
_ALLOW_HTTP = Argument(
    "say allow_http=True",
    option=Message("call from Python with {argument}", argument="allow_http=True"),
)


class Endpoint(Struct, frozen=True):
    """A server: `https` or `http`, and host with port as in the Host header."""

    scheme: str
    host: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}"

    @classmethod
    def parse(cls, text: str, *, allow_http: bool = False) -> "Endpoint":
        """Parse `https://host[:port]` or a bare host; raise UsageError for anything else.

        Plain http is allowed to this machine only, unless `allow_http` is set.
        """
        match = _ENDPOINT.fullmatch(text)
        if "@" in text:
            raise UsageError(
                Message("endpoint must hold no user and no password; it is not shown here")
            )
        if match is None or not _is_port(match["port"]):
            raise UsageError(
                Message(
                    "endpoint {text} must be https://HOST or https://HOST:PORT, without a path",
                    text=repr(text),
                )
            )
        scheme, host = (match["scheme"] or "https").lower(), match["host"].lower()
        if scheme == "http" and not allow_http and not _is_loopback(host.strip("[]")):
            raise UsageError(
                Message(
                    "endpoint {text} is plain http; use https, or {way}",
                    way=_ALLOW_HTTP,
                    text=repr(text),
                )
            )
        return cls(scheme, f"{host}:{match['port']}" if match["port"] else host)


class ServerUrl(Struct, frozen=True, kw_only=True):
    """The URL of a server of the contract; its path stands in place of `replaced_path` in those of operations."""

    url: str
    replaced_path: str = ""


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


def check_seconds(name: str, seconds: float) -> float:
    """Return a duration unchanged; raise UsageError when it is not positive, or longer than a day."""
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if is_number and 0 < seconds <= _MAX_SECONDS:
        return seconds
    raise UsageError(
        Message(
            "{name} must be more than 0 and at most {max_seconds} seconds, not {seconds}",
            name=name,
            max_seconds=_MAX_SECONDS,
            seconds=repr(seconds),
        )
    )


def find_setting(api: Api, name: str, value: str | None, environ: Mapping[str, str]) -> str | None:
    """Return a setting from its argument, else from the package's environment variable."""
    return value if value is not None else environ.get(api.variable(name)) or None


def find_endpoint(
    api: Api, argument: str | None, environ: Mapping[str, str], *, allow_http: bool
) -> tuple[Endpoint, str]:
    """Return the endpoint and its base path, from the argument, the environment or the contract.

    A signature covers the path that the server sees, which a proxy with a base path changes: only
    an API that does not sign may have one. Raises UsageError when there is no endpoint.
    """
    text = argument or environ.get(api.variable("endpoint"))
    if text:
        server, path = (text, "") if api.signed else _split_path(text)
        return Endpoint.parse(server, allow_http=allow_http), path
    if not api.server:
        raise UsageError(
            Message(
                "no endpoint: pass {argument}, or set {variable}",
                argument=Argument("endpoint"),
                variable=api.variable("endpoint"),
            )
        )
    return Endpoint.parse(api.server, allow_http=allow_http), ""


def find_server(server: ServerUrl, *, allow_http: bool) -> tuple[Endpoint, str]:
    """Return the endpoint and the base path of a server; raise UsageError for an invalid URL."""
    host, path = _split_path(server.url)
    return Endpoint.parse(host, allow_http=allow_http), path


def _split_path(text: str) -> tuple[str, str]:
    """Split the URL of an endpoint into server and base path."""
    scheme, separator, rest = text.rpartition("://")
    host, slash, path = rest.partition("/")
    if "@" not in host and not _PATH.fullmatch(f"{slash}{path}"):
        raise UsageError(
            Message(
                "endpoint {text} must be https://HOST, https://HOST:PORT or either with a /PATH, percent-encoded, without dots alone, a query or a fragment",
                text=repr(text),
            )
        )
    return f"{scheme}{separator}{host}", f"{slash}{path}".rstrip("/")
