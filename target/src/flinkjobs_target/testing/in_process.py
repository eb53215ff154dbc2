"""A target in a thread of this process: its clock can be moved, and faults can be ordered."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from ..app import create_app
from ..auth.keyring import Keyring
from ..clock import MovableClock
from ..errors import TargetError
from ..fault_injection import Faults, FaultyApp
from ..granian_server import Listener, Port, reserve_port, serve
from ..storage import open_data

__all__ = ["ThreadedTarget", "threaded_target"]

_PATIENCE = 30.0


class ThreadedTarget(Struct, frozen=True, kw_only=True):
    """Where a target runs, what moves its time, and what makes its answers fail."""

    endpoint: str
    data: Path
    clock: MovableClock
    faults: Faults


@contextmanager
def threaded_target(path: Path) -> Iterator[ThreadedTarget]:
    """Run a target on a data directory in a thread; stop it whatever happens."""
    clock, faults = MovableClock(), Faults()
    with reserve_port("127.0.0.1", 0) as port:
        server = _Server(path, port, clock, faults)
        try:
            endpoint = server.start()
            yield ThreadedTarget(endpoint=endpoint, data=path, clock=clock, faults=faults)
        finally:
            server.stop()


class _Server:
    """A server in a thread, where its databases are opened and closed, too."""

    def __init__(self, path: Path, port: Port, clock: MovableClock, faults: Faults) -> None:
        self._thread = threading.Thread(target=self._run, name="flinkjobs-target", daemon=True)
        self._path = path
        self._port = port
        self._clock = clock
        self._faults = faults
        self._ready = threading.Event()
        self._endpoint: str | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    def start(self) -> str:
        """Start; wait until connections are accepted, and say where."""
        self._thread.start()
        self._ready.wait(_PATIENCE)
        if self._endpoint is None:
            raise TargetError("the target did not start; what it printed says why")
        return self._endpoint

    def stop(self) -> None:
        """Stop, and wait until it has."""
        if self._loop and self._stop and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        with open_data(self._path) as data:
            app = create_app(
                jobs=data.jobs,
                keyring=Keyring(data.keys, clock=self._clock),
                nonces=data.nonces,
                clock=self._clock,
            )
            listener = Listener(app=FaultyApp(app, self._faults), port=self._port)

            def ready() -> None:
                self._endpoint = listener.url
                self._ready.set()

            await serve([listener], self._stop, ready, stop_seconds=1.0)
