"""An ASGI application behind a port of this machine, served by a thread of this process."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flinkjobs_target.granian_server import Listener, reserve_port
from flinkjobs_target.serving import serve

__all__ = ["serving"]

_SECONDS = 30.0


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve an application at the URL that is yielded; stop in the end."""
    with reserve_port("127.0.0.1", 0) as port:
        server = _Server(Listener(app=app, port=port))
        try:
            server.start()
            yield server.listener.url
        finally:
            server.stop()


class _Server:
    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._ready = threading.Event()

    def start(self) -> None:
        """Start; return when connections are accepted."""
        self._thread.start()
        if not self._ready.wait(_SECONDS) or not self._thread.is_alive():
            raise RuntimeError("the server did not start; see its output")

    def stop(self) -> None:
        """Stop, and wait for the thread."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_SECONDS)

    def _run(self) -> None:
        running = serve([self.listener], self._stop, self._ready.set, stop_seconds=1.0)
        try:
            self._loop.run_until_complete(running)
        finally:
            self._loop.close()
            self._ready.set()
