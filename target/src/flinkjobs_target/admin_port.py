"""The address of health and metrics, which others may reach only when that is allowed."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import TargetError
from .granian_server import ReservedPort, reserve_port

__all__ = ["require_loopback", "reserve_admin_port"]


@contextmanager
def reserve_admin_port(address: str, flag: str, *, allow_plaintext: bool) -> Iterator[ReservedPort]:
    """Reserve HOST:PORT, the value of a flag; raise TargetError for one that others can reach."""
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise TargetError(f"{flag} must be HOST:PORT, not {address}")
    with reserve_port(host.strip("[]"), int(port), flag) as reserved:
        if not allow_plaintext:
            require_loopback(reserved, f"a loopback address for {flag}")
        yield reserved


def require_loopback(port: ReservedPort, remedy: str) -> None:
    """Raise TargetError when other machines can reach a port, where traffic would be in plain text."""
    if not ipaddress.ip_address(port.host.partition("%")[0]).is_loopback:
        raise TargetError(
            f"{port.host} can be reached by other machines, and traffic would be in plain text; "
            f"use {remedy}, or pass --allow-plaintext"
        )
