"""Proxies of the environment: HTTP_PROXY, HTTPS_PROXY and NO_PROXY."""

import os
import sys
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import unquote, urlsplit

from ..client.settings import Endpoint

__all__ = ["bypasses_proxy", "find_proxy", "split_credentials"]

_PORTS = {"http": 80, "https": 443}


def find_proxy(endpoint: Endpoint) -> str | None:
    """Return the URL of the proxy for an endpoint, with user and password; None without a proxy."""
    proxies = _proxies()
    url = proxies.get(endpoint.scheme) or proxies.get("all")
    if not url or bypasses_proxy(endpoint, proxies.get("no", "")):
        return None
    return url if "://" in url else f"http://{url}"


def _proxies() -> dict[str, str]:
    """Return the proxies of the environment, or of a system that keeps them elsewhere."""
    in_environment = any(name.lower().endswith("_proxy") for name in os.environ)
    if not in_environment and sys.platform not in ("darwin", "win32"):
        return {}
    from urllib.request import getproxies

    return getproxies()


def bypasses_proxy(endpoint: Endpoint, no_proxy: str) -> bool:
    """Whether NO_PROXY names an endpoint.

    Its entries, separated by commas or spaces, are `*` for all, a domain (which includes its
    subdomains, with or without a leading dot), an address, or a network such as 10.0.0.0/8;
    a domain or an address may have a port. No name is resolved.
    """
    host, explicit_port = _split_port(endpoint.host)
    port = explicit_port or _PORTS[endpoint.scheme]
    return any(_matches(entry, host, port) for entry in no_proxy.lower().replace(",", " ").split())


def _matches(entry: str, host: str, port: int) -> bool:
    if entry == "*":
        return True
    address = _address(host)
    if "/" in entry:
        return address is not None and _is_in_network(address, entry)
    name, entry_port = _split_port(entry)
    if entry_port not in (None, port):
        return False
    if address is not None:
        return _address(name) == address
    domain = name.removeprefix("*").strip(".")
    host = host.rstrip(".")
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


def _split_port(text: str) -> tuple[str, int | None]:
    """Split a host from its port; an IPv6 address with a port is in brackets."""
    if _address(text) is not None:
        return text, None
    host, colon, port = text.rpartition(":")
    has_port = bool(colon) and port.isdecimal()
    return (host if has_port else text).strip("[]"), int(port) if has_port else None


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_in_network(address: IPv4Address | IPv6Address, network: str) -> bool:
    try:
        return address in ip_network(network, strict=False)
    except ValueError:
        return False


def split_credentials(url: str) -> tuple[str, str | None]:
    """Return a URL without its user and password, and both as `user:password`."""
    parts = urlsplit(url)
    if parts.username is None:
        return url, None
    plain = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    return plain, f"{unquote(parts.username)}:{unquote(parts.password or '')}"
