"""Clients across forks, interrupts, threads, event loops and closing."""

import asyncio
import contextlib
import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from flinkjobs import AsyncClient, Client, Environment

from .scripted import CannedResponse, ReceivedRequest, ScriptedServer, envelope

SETTINGS: dict[str, Any] = {
    "workspace": "w1",
    "namespace": "n1",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "retries": 0,
    "timeout": 10,
    "environment": Environment(environ={}),
}


@pytest.fixture(autouse=True)
def one_job(server: ScriptedServer) -> None:
    """Answer everything with one job."""
    server.response = envelope([{"jobId": "j1"}])


def call(client: Client) -> str | None:
    return client.jobs.list(deployment_id="d1").items[0].job_id


async def call_async(client: AsyncClient) -> str | None:
    page = await client.jobs.list(deployment_id="d1")
    return page.items[0].job_id


def peers(server: ScriptedServer) -> list[int]:
    return [request.peer for request in server.requests]


def exit_code_of_child(run: Callable[[], object]) -> int:
    """Fork, as a server that forks workers does; return 0 when the child succeeded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            run()
            code = 0
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_fork(server: ScriptedServer) -> None:
    """After a fork the child connects anew, and the parent goes on with what it had."""
    with Client(endpoint=server.url, **SETTINGS) as client:
        call(client)
        code = exit_code_of_child(lambda: call(client))
        call(client)
    first, second, third = peers(server)

    assert code == 0
    assert first == third != second


def test_fork_async(server: ScriptedServer) -> None:
    """The same holds for the asynchronous client, in a loop of the child's own."""
    client = AsyncClient(endpoint=server.url, **SETTINGS)
    with asyncio.Runner() as runner:
        runner.run(call_async(client))
        code = exit_code_of_child(lambda: asyncio.run(call_async(client)))
        runner.run(call_async(client))
        runner.run(client.close())
    first, second, third = peers(server)

    assert code == 0
    assert first == third != second


@pytest.mark.parametrize("start", ["fork", "spawn", "forkserver"])
def test_multiprocessing(server: ScriptedServer, start: str) -> None:
    """Processes of multiprocessing call with clients of their own, however they are started."""
    with warnings.catch_warnings(), Client(endpoint=server.url, **SETTINGS) as client:
        warnings.simplefilter("ignore", DeprecationWarning)
        call(client)
        context: Any = multiprocessing.get_context(start)
        child = context.Process(target=_call_anew, args=(server.url,))
        child.start()
        child.join(20)
        call(client)

    assert child.exitcode == 0
    assert len(set(peers(server))) == 2


def _call_anew(url: str) -> None:
    with Client(endpoint=url, **SETTINGS) as client:
        assert call(client) == "j1"


INTERRUPTED = """
import asyncio, sys
from flinkjobs import AsyncClient, Client
settings = dict(endpoint=sys.argv[2], workspace="w", namespace="n", access_key_id="i", access_key_secret="s")
async def run():
    async with AsyncClient(**settings) as client:
        async for job in client.jobs.list(deployment_id="d", page_size=1).iterate(parallel=int(sys.argv[3])):
            print(job.job_id, flush=True)
try:
    if sys.argv[1] == "async":
        asyncio.run(run())
    with Client(**settings) as client:
        for job in client.jobs.list(deployment_id="d", page_size=1).iterate(parallel=int(sys.argv[3])):
            print(job.job_id, flush=True)
except KeyboardInterrupt:
    sys.exit(99)
"""


@pytest.mark.parametrize("parallel", ["1", "4"])
@pytest.mark.parametrize("way", ["sync", "async"])
def test_interrupt(server: ScriptedServer, way: str, parallel: str) -> None:
    """Ctrl-C ends a program within half a second while the server is silent."""
    second = threading.Event()

    def respond(request: ReceivedRequest) -> CannedResponse:
        if request.query["pageIndex"] == "1":
            return envelope([{"jobId": "j1"}], totalSize=9)
        second.set()
        return CannedResponse(waits=True)

    server.response = respond
    command = [sys.executable, "-c", INTERRUPTED, way, server.url, parallel]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert second.wait(10)
        time.sleep(0.1)
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        code = process.wait(10)
        took = time.monotonic() - begin

    assert code == 99
    assert took < 0.5


def test_connections_are_as_many_as_calls(server: ScriptedServer) -> None:
    """So many calls at once use as many connections at most, and all of them are kept."""
    with Client(endpoint=server.url, **SETTINGS) as client, ThreadPoolExecutor(8) as threads:
        for _ in range(3):
            assert list(threads.map(lambda _: call(client), range(40))) == ["j1"] * 40

    assert len(set(peers(server))) <= 8


def test_connections_are_as_many_as_calls_async(server: ScriptedServer) -> None:
    """So many asynchronous calls at once use as many connections at most."""

    async def run() -> None:
        async with AsyncClient(endpoint=server.url, **SETTINGS) as client:
            for _ in range(5):
                await asyncio.gather(*(call_async(client) for _ in range(8)))

    asyncio.run(run())

    assert len(set(peers(server))) <= 8


def test_cancelling(server: ScriptedServer) -> None:
    """A call that is cancelled ends at once, and leaves the client as usable as before."""

    async def run() -> tuple[float, list[str | None]]:
        async with AsyncClient(endpoint=server.url, **SETTINGS) as client:
            server.response = CannedResponse(waits=True)
            tasks = [asyncio.create_task(call_async(client)) for _ in range(3)]
            while len(server.requests) < 3:
                await asyncio.sleep(0.01)
            begin = time.monotonic()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            took = time.monotonic() - begin
            server.response = envelope([{"jobId": "j2"}])
            return took, await asyncio.gather(*(call_async(client) for _ in range(3)))

    took, actual = asyncio.run(run())

    assert took < 0.2
    assert actual == ["j2"] * 3


def test_loops_one_after_the_other(server: ScriptedServer) -> None:
    """One client serves several event loops in turn, closed in each or not."""
    client = AsyncClient(endpoint=server.url, **SETTINGS)

    async def call_and_close() -> str | None:
        async with client:
            return await call_async(client)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the first loop ends with it open
        actual = [asyncio.run(call_async(client)), asyncio.run(call_and_close())]
        gc.collect()

    assert [*actual, asyncio.run(call_and_close())] == ["j1", "j1", "j1"]


def test_loops_at_once(server: ScriptedServer) -> None:
    """One client serves the event loops of several threads at the same time."""
    client = AsyncClient(endpoint=server.url, **SETTINGS)

    async def several() -> list[str | None]:
        async with client:
            return [await call_async(client) for _ in range(10)]

    with ThreadPoolExecutor(4) as threads:
        actual = list(threads.map(lambda _: asyncio.run(several()), range(4)))

    assert actual == [["j1"] * 10] * 4
    assert len(set(peers(server))) == 4


CLOSED = """
import asyncio, gc, os, sys, warnings
from flinkjobs import AsyncClient, Client
settings = dict(endpoint=sys.argv[2], workspace="w", namespace="n", access_key_id="i", access_key_secret="s")
async def run():
    async with AsyncClient(**settings) as client:
        await asyncio.gather(*(client.jobs.list(deployment_id="d")._first() for _ in range(4)))
if sys.argv[1] == "async":
    asyncio.run(run())
else:
    with Client(**settings) as client:
        client.jobs.list(deployment_id="d")
gc.collect()
with os.scandir("/proc/self/fd") as found:
    names = [os.readlink(one.path) for one in found]
print([name for name in names if name.startswith("socket")])
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="counts sockets as Linux does")
@pytest.mark.parametrize("way", ["sync", "async"])
def test_closing(server: ScriptedServer, way: str) -> None:
    """A client that was closed leaves no socket and no warning behind."""
    command = [sys.executable, "-W", "always", "-c", CLOSED, way, server.url]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)

    assert (ended.stderr, ended.stdout) == ("", "[]\n")
