"""First use from many threads and event loops, the end of loops, and what a client cannot do."""

import asyncio
import gc
import os
import pickle
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from flinkjobs import AsyncClient, Client, Environment, UsageError
from flinkjobs._runtime.transport.aiohttp_transport import AiohttpTransport
from flinkjobs._runtime.transport.urllib3_transport import Urllib3Transport

from .scripted import CannedResponse, ReceivedRequest, ScriptedServer, envelope, page_of

SETTINGS: dict[str, Any] = {
    "workspace": "w1",
    "namespace": "n1",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "environment": Environment(environ={}),
}


@pytest.fixture
def transports(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The transports that are made during a test."""
    made: list[object] = []
    for transport in (Urllib3Transport, AiohttpTransport):
        original = transport.__init__

        def record(self: Any, *, original: Any = original, **settings: Any) -> None:
            made.append(self)
            original(self, **settings)

        monkeypatch.setattr(transport, "__init__", record)
    return made


def test_many_threads(server: ScriptedServer, transports: list[object]) -> None:
    """Sixteen threads that begin at once use one transport, and a connection each at most."""
    server.response = envelope([])
    barrier = threading.Barrier(16)
    with Client(endpoint=server.url, **SETTINGS) as client, ThreadPoolExecutor(16) as pool:

        def call(_: int) -> None:
            barrier.wait()
            for _ in range(3):
                client.jobs.list(deployment_id="d")

        list(pool.map(call, range(16)))

    assert len(transports) == 1
    assert len({request.peer for request in server.requests}) <= 16


def test_many_loops(server: ScriptedServer, transports: list[object]) -> None:
    """Event loops of many threads use one transport; tasks of one loop one session."""
    server.response = envelope([])
    barrier = threading.Barrier(8)
    client = AsyncClient(endpoint=server.url, **SETTINGS)

    async def call() -> None:
        await asyncio.gather(*(client.jobs.list(deployment_id="d") for _ in range(4)))
        await client.close()

    def run(_: int) -> None:
        barrier.wait()
        asyncio.run(call())

    with warnings.catch_warnings(record=True) as caught, ThreadPoolExecutor(8) as pool:
        warnings.simplefilter("always")
        list(pool.map(run, range(8)))
        gc.collect()

    assert len(transports) == 1
    assert [str(warning.message) for warning in caught if "nclosed" in str(warning.message)] == []
    assert len(server.requests) == 32


# asyncio itself warns of a transport that its loop did not close.
@pytest.mark.filterwarnings("ignore:unclosed transport:ResourceWarning")
@pytest.mark.skipif(not os.path.exists("/proc/net/tcp"), reason="counts the connections in /proc")
def test_loops_that_ended(server: ScriptedServer) -> None:
    """The sockets of event loops that ended are closed, by the next loop and by closing."""
    server.response = envelope([])
    client = AsyncClient(endpoint=server.url, **SETTINGS)

    async def call() -> None:
        await client.jobs.list(deployment_id="d")

    counts = []
    for _ in range(5):
        asyncio.run(call())
        counts.append(connections_to(server))
    asyncio.run(client.close())
    gc.collect()

    assert counts == [1, 1, 1, 1, 1]
    assert connections_to(server) == 0


def connections_to(server: ScriptedServer) -> int:
    """Return the number of this process's connections to the server, seen from the client."""
    port = int(server.url.rpartition(":")[2])
    with open("/proc/net/tcp", encoding="ascii") as table:
        lines = [line.split() for line in table][1:]
    return sum(int(line[2].partition(":")[2], 16) == port and line[3] == "01" for line in lines)


def test_first_await_does_not_import(server: ScriptedServer) -> None:
    """A slow import happens when the client is made, not while an event loop waits."""
    program = (
        "import asyncio, sys\n"
        "from flinkjobs import AsyncClient\n"
        f"client = AsyncClient(endpoint={server.url!r}, workspace='w', namespace='n',"
        " access_key_id='i', access_key_secret='s')\n"
        "before = set(sys.modules)\n"
        "async def call():\n"
        "    await client.jobs.list(deployment_id='d')\n"
        "    await client.close()\n"
        "asyncio.run(call())\n"
        "print(sum(name.partition('.')[0] in ('aiohttp', 'yarl', 'ssl', 'multidict')"
        " for name in set(sys.modules) - before))\n"
    )
    server.response = envelope([])
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )

    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.parametrize("client_class", [Client, AsyncClient])
def test_pickle(client_class: Any) -> None:
    """A client and its parts are not pickled; the error says what to do."""
    client = client_class(region="cn-beijing", **SETTINGS)
    for part in (client, client.jobs, client.with_options(retries=1)):
        with pytest.raises(TypeError, match="make one where it is needed"):
            pickle.dumps(part)


def test_pickle_of_a_page(server: ScriptedServer) -> None:
    """A page is not pickled, its items are."""
    server.response = page_of([{"jobId": "j"}])
    with Client(endpoint=server.url, **SETTINGS) as client:
        page = client.jobs.list(deployment_id="d")

    with pytest.raises(TypeError, match="pickle its items"):
        pickle.dumps(page)
    assert pickle.loads(pickle.dumps(page.items)) == page.items


def test_no_event_loop(server: ScriptedServer) -> None:
    """Under another framework than asyncio, such as trio, the error says so."""
    client = AsyncClient(endpoint=server.url, **SETTINGS)

    async def call() -> None:
        await client.jobs.list(deployment_id="d")

    with pytest.raises(UsageError, match=r"needs a running asyncio event loop; under trio, call"):
        call().send(None)


class _InFlight:
    """The calls in progress, and the most at a time."""

    def __init__(self) -> None:
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._now -= 1


def _growing(server: ScriptedServer) -> Callable[[ReceivedRequest], CannedResponse]:
    """Return a function that responds with pages of a list to which each request adds an item."""
    totals = iter(range(400, 10**6))

    def respond(request: ReceivedRequest) -> CannedResponse:
        total = min(next(totals), 460)
        server.stopped.wait(0.005)
        index = int(request.query["pageIndex"])
        page = [{"jobId": f"j{total - number}"} for number in range(index * 5 - 5, index * 5)]
        return envelope(page, pageIndex=index, pageSize=5, totalSize=total)

    return respond


def test_reads_in_flight(server: ScriptedServer) -> None:
    """With a growing list, no more pages are read at once than asked for."""
    server.response, in_flight = _growing(server), _InFlight()

    class Counting(Urllib3Transport):
        def send(self, *arguments: Any) -> Any:
            with in_flight:
                return super().send(*arguments)

    with Client(endpoint=server.url, transport=Counting(), **SETTINGS) as client:
        list(client.jobs.list(deployment_id="d", page_size=5).iterate(parallel=4))

    assert in_flight.most == 4


def test_asynchronous_reads_in_flight(server: ScriptedServer) -> None:
    """The same holds for tasks."""
    server.response, in_flight = _growing(server), _InFlight()

    class Counting(AiohttpTransport):
        async def send(self, *arguments: Any) -> Any:
            with in_flight:
                return await super().send(*arguments)

    async def run() -> None:
        async with AsyncClient(endpoint=server.url, transport=Counting(), **SETTINGS) as client:
            listing = client.jobs.list(deployment_id="d", page_size=5)
            _ = [job async for job in listing.iterate(parallel=4)]

    asyncio.run(run())

    assert in_flight.most == 4
