"""Which proxy the environment asks for: HTTP_PROXY, HTTPS_PROXY and NO_PROXY."""

import os
import sys
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import unquote, urlsplit

from ..client.settings import Endpoint

__all__ = ["find_proxy", "is_exempt", "without_user"]

_PORTS = {"http": 80, "https": 443}


def find_proxy(endpoint: Endpoint) -> str | None:
    """Give the URL of the proxy for an endpoint, user and password included, if there is one."""
    proxies = _stated()
    url = proxies.get(endpoint.scheme) or proxies.get("all")
    if not url or is_exempt(endpoint, proxies.get("no", "")):
        return None
    return url if "://" in url else f"http://{url}"


def _stated() -> dict[str, str]:
    """Read the proxies of the environment, or of a system that keeps them elsewhere."""
    named = any(name.lower().endswith("_proxy") for name in os.environ)
    if not named and sys.platform not in ("darwin", "win32"):
        return {}
    from urllib.request import getproxies

    return getproxies()


def is_exempt(endpoint: Endpoint, no_proxy: str) -> bool:
    """Tell whether NO_PROXY names an endpoint.

    Its entries, parted by commas or blanks, are `*` for all, a domain (which stands for what is
    below it, too, with or without a dot before it), an address, or a network such as 10.0.0.0/8;
    a domain or an address may have a port. No name is looked up.
    """
    host, port = _parted(endpoint.host)
    wanted = host, port or _PORTS[endpoint.scheme]
    return any(_names(entry, *wanted) for entry in no_proxy.lower().replace(",", " ").split())


def _names(entry: str, host: str, port: int) -> bool:
    if entry == "*":
        return True
    address = _address(host)
    if "/" in entry:
        return address is not None and _within(address, entry)
    name, only = _parted(entry)
    if only not in (None, port):
        return False
    if address is not None:
        return _address(name) == address
    domain = name.removeprefix("*").strip(".")
    host = host.rstrip(".")
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


def _parted(text: str) -> tuple[str, int | None]:
    """Part a host from its port; an IPv6 address with a port stands in brackets."""
    if _address(text) is not None:
        return text, None
    host, colon, port = text.rpartition(":")
    known = bool(colon) and port.isdecimal()
    return (host if known else text).strip("[]"), int(port) if known else None


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def _within(address: IPv4Address | IPv6Address, network: str) -> bool:
    try:
        return address in ip_network(network, strict=False)
    except ValueError:
        return False


def without_user(url: str) -> tuple[str, str | None]:
    """Take user and password out of a URL; give both as `user:password`."""
    parts = urlsplit(url)
    if parts.username is None:
        return url, None
    plain = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    return plain, f"{unquote(parts.username)}:{unquote(parts.password or '')}"
