"""Which proxy the environment asks for: HTTP_PROXY, HTTPS_PROXY and NO_PROXY."""

import urllib.request
from urllib.parse import unquote, urlsplit

from .settings import Endpoint

__all__ = ["find_proxy", "without_user"]


def find_proxy(endpoint: Endpoint) -> str | None:
    """Give the URL of the proxy for an endpoint, user and password included, if there is one."""
    url = urllib.request.getproxies().get(endpoint.scheme)
    if not url or urllib.request.proxy_bypass(endpoint.host):
        return None
    return url if "://" in url else f"http://{url}"


def without_user(url: str) -> tuple[str, str | None]:
    """Take user and password out of a URL; give both as `user:password`."""
    parts = urlsplit(url)
    if parts.username is None:
        return url, None
    plain = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    return plain, f"{unquote(parts.username)}:{unquote(parts.password or '')}"
