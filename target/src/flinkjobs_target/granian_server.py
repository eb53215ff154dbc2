"""The HTTP server: granian, with a graceful shutdown."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server
from msgspec import Struct

from .errors import TargetError

__all__ = ["Listener", "ReservedPort", "Tls", "reserve_port", "serve"]

_MAX_HEAD = 512 * 1024
"""Larger than the application's limits, which respond with an error of the contract; granian only
closes the connection."""
_logger = logging.getLogger(__name__)


class Tls(Struct, frozen=True):
    """A certificate with its chain and its private key, as PEM files."""

    certificate: Path
    key: Path


class ReservedPort(Struct, frozen=True):
    """An address, with the socket that reserves it until the server listens there."""

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
    """Reserve a port for the server; port 0 is any free one.

    Raises TargetError when it is in use, which granian would not notice: it shares ports.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        reserved = socket.socket(family, socket.SOCK_STREAM)
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind((host, port))
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TargetError(f"{host}:{port}: {reason}; choose another {flags}") from error
    with reserved:
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        address: tuple[str, int] = reserved.getsockname()[:2]
        yield ReservedPort(address[0], address[1], reserved)


async def serve(
    listeners: Sequence[Listener],
    stop: asyncio.Event,
    ready: Callable[[], None],
    *,
    stop_seconds: float,
) -> None:
    """Serve until `stop` is set; call `ready` once connections are accepted.

    The first listener stops first, so that the others can report on it until the end. Requests in
    progress have `stop_seconds` to finish.
    """
    async with AsyncExitStack() as stack:
        servers = [
            await stack.enter_async_context(_running(listener, stop_seconds))
            for listener in reversed(listeners)
        ]
        ready()
        stop_requested = asyncio.create_task(stop.wait())
        await asyncio.wait([stop_requested, *servers], return_when=asyncio.FIRST_COMPLETED)
        if not stop_requested.done():
            stop_requested.cancel()
            raise TargetError("the server stopped unexpectedly; see the log lines above")


@asynccontextmanager
async def _running(listener: Listener, stop_seconds: float) -> AsyncIterator["asyncio.Task[None]"]:
    server = _server(listener)
    serving = asyncio.create_task(server.serve())
    try:
        await _wait_until_accepting(listener.port, serving)
        listener.port.socket.close()
        yield serving
    finally:
        server.stop()  # type: ignore[no-untyped-call]
        _, unfinished = await asyncio.wait([serving], timeout=stop_seconds)
        if unfinished:
            _logger.warning("stopped after %g s, before all responses were finished", stop_seconds)
            serving.cancel()


def _server(listener: Listener) -> Server:
    tls = listener.tls
    return Server(
        listener.app,
        address=listener.port.host,
        port=listener.port.number,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=round(listener.idle_seconds * 1000), max_buffer_size=_MAX_HEAD
        ),
        websockets=False,
        backlog=listener.connections,
        backpressure=listener.connections,
        log_level=LogLevels.error,
        ssl_cert=tls.certificate if tls else None,
        ssl_key=tls.key if tls else None,
        ssl_protocol_min=SSLProtocols.tls12,
    )


async def _wait_until_accepting(port: ReservedPort, serving: "asyncio.Task[None]") -> None:
    """Wait until the server accepts a connection, or has failed."""
    while not serving.done():
        try:
            _, writer = await asyncio.open_connection(port.host, port.number)
        except OSError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            return
