"""Serving listeners until the process stops, with certificates that can be read again."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from .errors import TargetError
from .granian_server import AcceptingServer, Listener, build_server

__all__ = ["serve"]

_HANDSHAKE_SECONDS = 10.0
"""granian's limit for a TLS handshake."""
_logger = logging.getLogger(__name__)


async def serve(
    listeners: Sequence[Listener],
    stop: asyncio.Event,
    ready: Callable[[], None],
    *,
    stop_seconds: float,
    reload: asyncio.Event | None = None,
) -> None:
    """Serve until `stop` is set; call `ready` once connections are accepted.

    Certificates are read again whenever `reload` is set. The first listener stops first, so that the
    others can report on it until the end. Requests in progress have `stop_seconds` to finish.
    """
    reload = reload or asyncio.Event()
    async with AsyncExitStack() as stack:
        running = [
            await stack.enter_async_context(_running(listener, stop_seconds))
            for listener in reversed(listeners)
        ]
        ready()
        while await _wait_for_reload(stop, reload, running):
            reload.clear()
            for listener in running:
                listener.read_certificate()


async def _wait_for_reload(
    stop: asyncio.Event, reload: asyncio.Event, running: Sequence["RunningListener"]
) -> bool:
    """Wait for an event; return False when it is `stop`, and raise TargetError when a server stopped."""
    events = [asyncio.create_task(event.wait()) for event in (stop, reload)]
    servers = [listener.serving for listener in running]
    await asyncio.wait([*events, *servers], return_when=asyncio.FIRST_COMPLETED)
    for event in events:
        event.cancel()
    if stop.is_set():
        return False
    if not reload.is_set():
        raise TargetError("the server stopped unexpectedly; see the log lines above")
    return True


class RunningListener:
    """A listener that is being served.

    A new certificate needs a new server, which accepts connections from the same socket. The former
    one finishes what it has accepted: no connection is lost, except that a client which was silent
    for some seconds has to connect again.
    """

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        _listen(listener)
        self._server, self.serving = self._start()
        self._former: dict[asyncio.Task[None], AcceptingServer] = {}

    def read_certificate(self) -> None:
        """Serve new connections with the certificate that is in the files now, if that is valid."""
        tls = self._listener.tls
        if tls is None:
            return
        try:
            server, serving = self._start()
        except TargetError as error:
            _logger.error("%s; still using the former certificate", error)
            return
        former = self._server
        self._former[self.serving] = former
        self.serving.add_done_callback(self._former.pop)
        self._server, self.serving = server, serving
        former.stop_accepting()
        asyncio.get_running_loop().call_later(_HANDSHAKE_SECONDS, former.stop)
        _logger.warning("%s: read again, for new connections", tls.certificate)

    async def stop(self, seconds: float) -> None:
        """Stop; requests in progress have some seconds to finish."""
        self._listener.port.socket.close()
        for server in (self._server, *self._former.values()):
            server.stop()  # type: ignore[no-untyped-call]
        _, unfinished = await asyncio.wait([self.serving, *self._former], timeout=seconds)
        if unfinished:
            _logger.warning("stopped after %g s, before all responses were finished", seconds)
        for serving in unfinished:
            serving.cancel()

    def _start(self) -> tuple[AcceptingServer, "asyncio.Task[None]"]:
        server = build_server(self._listener)
        return server, asyncio.create_task(server.serve())


def _listen(listener: Listener) -> None:
    port = listener.port
    try:
        port.socket.listen(listener.connections)
    except OSError as error:
        raise TargetError(
            f"{port.host}:{port.number}: {error.strerror}; choose another port"
        ) from None


@asynccontextmanager
async def _running(listener: Listener, stop_seconds: float) -> AsyncIterator[RunningListener]:
    running = RunningListener(listener)
    try:
        yield running
    finally:
        await running.stop(stop_seconds)
