"""A target in a thread of this process, with a movable clock, faults and scripts of jobs."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from ..app import create_app
from ..auth.keyring import Keyring
from ..clock import MovableClock
from ..engine.reconciler import Reconciler
from ..engine.simulated.counters import read_counters
from ..engine.simulated.engine import SimulatedEngine
from ..errors import TargetError
from ..fault_injection import FaultMiddleware, Faults
from ..granian_server import Listener, ReservedPort, reserve_port
from ..serving import serve
from ..storage import Storage, open_storage
from ..value_cipher import temporary_cipher
from .job_script import JobScripts, ScriptMiddleware

__all__ = ["ThreadedTarget", "threaded_target"]

_TIMEOUT = 30.0
ResultT = TypeVar("ResultT")


class ThreadedTarget(Struct, frozen=True, kw_only=True):
    """A running target: its endpoint and data directory, its clock, faults, scripts and engine.

    Whenever the clock is moved, the engine takes the steps that are due. `counters` returns those of
    all simulated jobs and savepoints.
    """

    endpoint: str
    data: Path
    clock: MovableClock
    faults: Faults
    scripts: JobScripts
    engine: SimulatedEngine
    counters: Callable[[], Mapping[str, int]]


@contextmanager
def threaded_target(path: Path) -> Iterator[ThreadedTarget]:
    """Run a target on a data directory in a thread; stop it on exit."""
    clock, faults, scripts = MovableClock(), Faults(), JobScripts()
    with reserve_port("127.0.0.1", 0) as port:
        server = _Server(path, port, clock, faults, scripts)
        try:
            endpoint = server.start()
            clock.on_move = server.step
            yield ThreadedTarget(
                endpoint=endpoint,
                data=path,
                clock=clock,
                faults=faults,
                scripts=scripts,
                engine=server.engine,
                counters=server.counters,
            )
        finally:
            clock.on_move = lambda: None
            server.stop()


class _Server:
    """A server in a thread that also opens and closes its storage."""

    def __init__(
        self,
        path: Path,
        port: ReservedPort,
        clock: MovableClock,
        faults: Faults,
        scripts: JobScripts,
    ) -> None:
        self._thread = threading.Thread(target=self._run, name="flinkjobs-target", daemon=True)
        self._path = path
        self._port = port
        self._clock = clock
        self._faults = faults
        self._scripts = scripts
        self.engine = SimulatedEngine()
        self._reconciler: Reconciler | None = None
        self._storage: Storage | None = None
        self._ready = threading.Event()
        self._endpoint: str | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    def start(self) -> str:
        """Start; wait until connections are accepted, and return the endpoint."""
        self._thread.start()
        self._ready.wait(_TIMEOUT)
        if self._endpoint is None:
            raise TargetError("the target did not start; see its output")
        return self._endpoint

    def stop(self) -> None:
        """Stop, and wait for the thread."""
        if self._loop and self._stop and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_TIMEOUT)

    def step(self) -> None:
        """Let the engine take all steps that are due."""
        assert self._reconciler is not None
        self._call(self._reconciler.step())

    def counters(self) -> Mapping[str, int]:
        """Return the counters of all simulated jobs and savepoints."""
        assert self._storage is not None and self._reconciler is not None
        now = self._reconciler.now()
        return self._call(self._storage.deploying.read(lambda tables: read_counters(tables, now)))

    def _call(self, call: Coroutine[Any, Any, ResultT]) -> ResultT:
        """Await a call in the thread of the server."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(call, self._loop).result(_TIMEOUT)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        with open_storage(self._path) as storage:
            self._storage = storage
            self._reconciler = Reconciler(storage.deploying, self.engine, self._clock)
            app = create_app(
                storage,
                engine=self.engine,
                cipher=temporary_cipher(),
                keyring=Keyring(storage.keys, clock=self._clock),
                clock=self._clock,
            )
            scripted = ScriptMiddleware(app, self._scripts, storage.jobs)
            listener = Listener(app=FaultMiddleware(scripted, self._faults), port=self._port)

            def ready() -> None:
                self._endpoint = listener.url
                self._ready.set()

            await serve([listener], self._stop, ready, stop_seconds=1.0)
