"""The HTTP server: granian, on a socket that several servers can accept from."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketHolder  # type: ignore[attr-defined]
from granian.server.embed import Server
from msgspec import Struct

from .errors import TargetError

__all__ = ["AcceptingServer", "Listener", "ReservedPort", "Tls", "build_server", "reserve_port"]

_MAX_HEAD = 512 * 1024
"""Larger than the application's limits, which respond with an error of the contract; granian only
closes the connection."""


class Tls(Struct, frozen=True):
    """A certificate with its chain and its private key, as PEM files."""

    certificate: Path
    key: Path


class ReservedPort(Struct, frozen=True):
    """An address, with the socket that is bound to it."""

    host: str
    number: int
    socket: socket.socket


class Listener(Struct, frozen=True, kw_only=True):
    """An ASGI application at an address, with the limits of its connections."""

    app: Any
    port: ReservedPort
    tls: Tls | None = None
    connections: int = 16384
    idle_seconds: float = 30.0

    @property
    def url(self) -> str:
        """The URL of the application."""
        host, scheme = self.port.host, "https" if self.tls else "http"
        bracketed = f"[{host}]" if ":" in host else host
        return f"{scheme}://{bracketed}:{self.port.number}"


@contextmanager
def reserve_port(host: str, port: int, flags: str = "--host or --port") -> Iterator[ReservedPort]:
    """Reserve a port for the server; port 0 is any free one. Raises TargetError when it is in use."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        reserved = socket.socket(family, socket.SOCK_STREAM)
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind((host, port))
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TargetError(f"{host}:{port}: {reason}; choose another {flags}") from error
    with reserved:
        reserved.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        address: tuple[str, int] = reserved.getsockname()[:2]
        yield ReservedPort(address[0], address[1], reserved)


class AcceptingServer(Server):
    """A server that accepts connections from the socket of its listener, which servers can share.

    granian opens a socket for each server; the kernel resets the connections that wait in that of a
    server that stops.
    """

    def __init__(self, listener: Listener, **options: Any) -> None:
        self._listener = listener
        self._descriptor = -1
        self._closing = False
        super().__init__(self._application(), backlog=listener.connections, **options)

    def stop_accepting(self) -> None:
        """Accept no more connections; go on with those that are accepted, up to their next response.

        The server's descriptor now is a socket that nobody connects to. `stop` would close
        connections whose TLS handshake is not finished.
        """
        self._closing = True
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            unused.listen()
            unused.setblocking(False)
            os.dup2(unused.fileno(), self._descriptor)

    def _application(self) -> Any:
        """Return the application; with TLS, its last responses ask clients for new connections."""
        app = self._listener.app
        if self._listener.tls is None:
            return app

        async def respond(scope: Any, receive: Any, send: Any) -> None:
            await app(scope, receive, partial(_send_last, send) if self._closing else send)

        return respond

    def _init_shared_socket(self) -> None:
        """Take a descriptor of the socket, which granian closes."""
        is_unix = False
        self._descriptor = os.dup(self._listener.port.socket.fileno())
        backlog = (self.backlog,) if sys.platform == "linux" else ()
        holder: Any = SocketHolder  # its stubs lack the constructor
        self._shd = holder(self._descriptor, is_unix, *backlog)


async def _send_last(send: Any, message: dict[str, Any]) -> None:
    """Send a message of the last response of a connection."""
    if message["type"] == "http.response.start":
        message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
    await send(message)


def build_server(listener: Listener) -> AcceptingServer:
    """Build a server; raise TargetError when its certificate is missing or invalid."""
    try:
        return _build(listener, listener.tls)
    except OSError as error:  # such as ssl.SSLError
        if listener.tls is None:
            raise
        files = f"{listener.tls.certificate} and {listener.tls.key}"
        raise TargetError(
            f"{files}: are not a certificate and its private key in PEM ({error.strerror})"
        ) from None


def _build(listener: Listener, tls: Tls | None) -> AcceptingServer:
    return AcceptingServer(
        listener,
        address=listener.port.host,
        port=listener.port.number,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=round(listener.idle_seconds * 1000), max_buffer_size=_MAX_HEAD
        ),
        websockets=False,
        backpressure=listener.connections,
        log_level=LogLevels.error,
        ssl_cert=tls.certificate if tls else None,
        ssl_key=tls.key if tls else None,
        ssl_protocol_min=SSLProtocols.tls12,
    )
