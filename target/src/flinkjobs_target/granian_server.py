"""The server process: granian, until it is told to stop; then it finishes what is under way."""

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

__all__ = ["Listener", "Port", "Tls", "reserve_port", "serve"]

_LARGEST_HEAD = 512 * 1024
"""Larger than any limit of our own, which answers as the contract has it; granian just hangs up."""
_logger = logging.getLogger(__name__)


class Tls(Struct, frozen=True):
    """A certificate with its chain and its private key, as PEM files."""

    certificate: Path
    key: Path


class Port(Struct, frozen=True):
    """An address that is held for the server until that listens itself."""

    host: str
    number: int
    held: socket.socket


class Listener(Struct, frozen=True, kw_only=True):
    """An ASGI application at an address, and how its connections are treated."""

    app: Any
    port: Port
    tls: Tls | None = None
    connections: int = 16384
    idle_seconds: float = 30.0

    @property
    def url(self) -> str:
        """The address under which it is reached."""
        host, scheme = self.port.host, "https" if self.tls else "http"
        shown = f"[{host}]" if ":" in host else host
        return f"{scheme}://{shown}:{self.port.number}"


@contextmanager
def reserve_port(host: str, port: int, flags: str = "--host or --port") -> Iterator[Port]:
    """Hold a port for the server; port 0 is any free one.

    Raises TargetError when it is taken, which granian itself would not notice: it shares ports.
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
        yield Port(address[0], address[1], reserved)


async def serve(
    listeners: Sequence[Listener],
    stop: asyncio.Event,
    ready: Callable[[], None],
    *,
    stop_seconds: float,
) -> None:
    """Serve until `stop` is set; call `ready` once connections are accepted.

    The first listener stops first, so that the others tell of it until the end. What is under way
    when it stops has `stop_seconds` to be finished.
    """
    async with AsyncExitStack() as stack:
        running = [
            await stack.enter_async_context(_running(listener, stop_seconds))
            for listener in reversed(listeners)
        ]
        ready()
        asked = asyncio.create_task(stop.wait())
        await asyncio.wait([asked, *running], return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            asked.cancel()
            raise TargetError("the server stopped by itself; the lines above say why")


@asynccontextmanager
async def _running(listener: Listener, stop_seconds: float) -> AsyncIterator["asyncio.Task[None]"]:
    server = _server(listener)
    serving = asyncio.create_task(server.serve())
    try:
        await _reach(listener.port, serving)
        listener.port.held.close()
        yield serving
    finally:
        server.stop()  # type: ignore[no-untyped-call]
        _, late = await asyncio.wait([serving], timeout=stop_seconds)
        if late:
            _logger.warning("stopped before every answer was finished, after %g s", stop_seconds)
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
            header_read_timeout=round(listener.idle_seconds * 1000), max_buffer_size=_LARGEST_HEAD
        ),
        websockets=False,
        backlog=listener.connections,
        backpressure=listener.connections,
        log_level=LogLevels.error,
        ssl_cert=tls.certificate if tls else None,
        ssl_key=tls.key if tls else None,
        ssl_protocol_min=SSLProtocols.tls12,
    )


async def _reach(port: Port, serving: "asyncio.Task[None]") -> None:
    """Wait until the server accepts a connection, or has failed."""
    while not serving.done():
        try:
            _, writer = await asyncio.open_connection(port.host, port.number)
        except OSError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            return
