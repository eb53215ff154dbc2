"""The server process: granian, until it is told to stop."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from flinkjobs.server import App

from .errors import TargetError

__all__ = ["endpoint_of", "reserve_port", "serve"]

_BACKLOG = 16384
"""Connections that may be open; with granian's own default about 2,000 idle ones starve others."""
_LARGEST_HEAD = 64 * 1024


@contextmanager
def reserve_port(host: str, port: int) -> Iterator[socket.socket]:
    """Hold a port for the server; port 0 is any free one.

    Raises TargetError when it is taken, which granian itself would not notice: it shares ports.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        reserved = socket.socket(family, socket.SOCK_STREAM)
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind((host, port))
    except OSError as error:
        reason = error.strerror or str(error)
        raise TargetError(f"{host}:{port}: {reason}; choose another --host or --port") from error
    with reserved:
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        yield reserved


def endpoint_of(reserved: socket.socket) -> str:
    """Give the address under which a reserved port is reached."""
    host, port = reserved.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: App, reserved: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; call `ready` once connections are accepted."""
    asyncio.run(_serve(app, reserved, ready))


async def _serve(app: App, reserved: socket.socket, ready: Callable[[], None]) -> None:
    host, port = reserved.getsockname()[:2]
    server = Server(
        app,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=_LARGEST_HEAD),
        websockets=False,
        backlog=_BACKLOG,
        log_level=LogLevels.error,
    )
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, server.stop)
    serving = asyncio.create_task(server.serve())
    await _reach(host, port, serving)
    reserved.close()
    ready()
    await serving
    if server.interrupt_children:
        raise TargetError("the server stopped by itself; the lines above say why")


async def _reach(host: str, port: int, serving: asyncio.Task[None]) -> None:
    """Wait until the server accepts a connection, or has failed."""
    while not serving.done():
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            return
