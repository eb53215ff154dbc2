"""Links to the next page (RFC 8288): reading of the Link header, and the target of a link."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit

from ..client.settings import Endpoint
from ..errors import InvalidResponseError
from ..messages import Message

__all__ = ["link_target", "next_link"]

_VALUE = r'"(?:[^"\\]|\\.)*"|[^\s",;]*'
_LINK = re.compile(
    rf"\s*<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:{_VALUE}))?)*)\s*(?:,|$)"
)
_PARAMETER = re.compile(rf";\s*([\w!#$&+.^`|~*-]+)\s*(?:=\s*({_VALUE}))?")
_TARGET = re.compile(r"[!-~]*")
_PORTS = {"http": 80, "https": 443}


def next_link(header: str) -> str | None:
    """Return the target of the first link whose relation is `next`; None where there is none."""
    position = 0
    while link := _LINK.match(header, position):
        parameters: dict[str, str] = {}
        for name, value in _PARAMETER.findall(link[2]):
            parameters.setdefault(name.lower(), re.sub(r"\\(.)", r"\1", value.strip('"')))
        if "next" in parameters.get("rel", "").lower().split() and "anchor" not in parameters:
            return link[1].strip()
        position = link.end()
    return None


def link_target(endpoint: Endpoint, path: str, link: str) -> tuple[str, str]:
    """Return path and query of a link in the response to a request to `path`.

    Raises InvalidResponseError for a link to another server: credentials go to the endpoint only.
    """
    try:
        own, url = urlsplit(str(endpoint)), urlsplit(urljoin(f"{endpoint}{path}", link))
        is_own = _origin(own) == _origin(url) and "@" not in url.netloc
    except ValueError:
        is_own = False
    if not is_own or not _TARGET.fullmatch(url.path + url.query):
        raise InvalidResponseError(
            Message(
                "the service links to a next page that is not on {endpoint}; "
                "requests go to that server only",
                endpoint=endpoint,
            )
        )
    return url.path or "/", url.query


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or _PORTS.get(url.scheme)
