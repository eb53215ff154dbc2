"""Parallel prefetch for bulk export, and the page that the asynchronous client prefetches."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from flinkjobs import AsyncClient, Client, Environment, ServerError, UsageError
from flinkjobs._runtime.pagination.seen import SeenKeys

from .scripted import CannedResponse, ReceivedRequest, ScriptedServer, envelope, page_of, refusal

SETTINGS: dict[str, Any] = {
    "workspace": "w1",
    "namespace": "n1",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "retries": 0,
    "environment": Environment(environ={}),
}
Export = Callable[..., list[str | None]]


@pytest.fixture(params=["sync", "async"])
def export(request: pytest.FixtureRequest, server: ScriptedServer) -> Export:
    """A function that returns the ids of all jobs, with either client."""

    def run(parallel: int = 4, first: int | None = None) -> list[str | None]:
        arguments: Any = {"deployment_id": "d1", "page_size": 2, "page_index": first}
        with Client(endpoint=server.url, **SETTINGS) as client:
            return [job.job_id for job in client.jobs.list(**arguments).iterate(parallel=parallel)]

    async def run_async(parallel: int = 4, first: int | None = None) -> list[str | None]:
        arguments: Any = {"deployment_id": "d1", "page_size": 2, "page_index": first}
        async with AsyncClient(endpoint=server.url, **SETTINGS) as client:
            listing = client.jobs.list(**arguments)
            return [job.job_id async for job in listing.iterate(parallel=parallel)]

    return run if request.param == "sync" else lambda *a, **k: asyncio.run(run_async(*a, **k))


def ids(count: int) -> list[str]:
    return [f"j{number}" for number in range(1, count + 1)]


def jobs(count: int) -> list[dict[str, str]]:
    return [{"jobId": job_id} for job_id in ids(count)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 8, 9, 10, 11, 40])
@pytest.mark.parametrize("parallel", [1, 2, 4, 100])
def test_every_job_once(export: Export, server: ScriptedServer, count: int, parallel: int) -> None:
    """Every page is read once, and its jobs are yielded in order."""
    server.response = page_of(jobs(count))

    assert export(parallel) == ids(count)
    assert len(server.requests) == max(1, -(-count // 2))


def test_from_a_page_on(export: Export, server: ScriptedServer) -> None:
    """Pages before the first requested one are not read."""
    server.response = page_of(jobs(40))

    assert export(first=4) == ids(40)[6:]


def test_parallel_requests(export: Export, server: ScriptedServer) -> None:
    """As many requests are in progress, and no more; each uses one connection at most."""
    pages, lock = page_of(jobs(60)), threading.Lock()
    running = peak = 0

    def respond(request: ReceivedRequest) -> CannedResponse:
        nonlocal running, peak
        with lock:
            running += 1
            peak = max(peak, running)
        time.sleep(0.02)
        with lock:
            running -= 1
        return pages(request)

    server.response = respond

    assert export() == ids(60)
    assert peak == 4
    assert len({request.peer for request in server.requests}) <= 5


def test_totals_differ(export: Export, server: ScriptedServer) -> None:
    """A window whose totals differ is read again page by page, and no job is missed."""
    listing = jobs(16)
    pages, lock = page_of(listing), threading.Lock()

    def respond(request: ReceivedRequest) -> CannedResponse:
        with lock:
            response = pages(request)
            if len(server.requests) == 3:
                listing.insert(0, {"jobId": "new"})
            return response

    server.response = respond
    exported = [job_id for job_id in export() if job_id != "new"]

    assert exported == ids(16)
    assert len(server.requests) > 9


def test_failure(export: Export, server: ScriptedServer) -> None:
    """A page that fails ends the loop with its error, after the windows before it."""
    pages = page_of(jobs(40))
    server.response = lambda request: (
        refusal(503, "ServiceUnavailable") if request.query["pageIndex"] == "7" else pages(request)
    )
    with pytest.raises(ServerError):
        export()


@pytest.mark.parametrize("parallel", [0, 101, -1, True, 2.0, None])
def test_invalid_parallel(export: Export, server: ScriptedServer, parallel: Any) -> None:
    """An invalid number of parallel pages is refused before they are read."""
    server.response = page_of(jobs(4))
    with pytest.raises(UsageError) as caught:
        export(parallel)

    assert str(caught.value) == f"parallel must be an integer from 1 to 100, not {parallel!r}"


def test_raw(server: ScriptedServer) -> None:
    """Items as received can be read in parallel, too."""
    server.response = page_of(jobs(9))
    with Client(endpoint=server.url, **SETTINGS) as client:
        page = client.jobs.list(deployment_id="d1", page_size=2)

        assert list(page.iterate_raw(parallel=3)) == list(page.iterate_raw())


def silent_after_the_first(server: ScriptedServer) -> None:
    server.response = lambda request: (
        envelope([{"jobId": "j1"}], totalSize=20)
        if request.query["pageIndex"] == "1"
        else CannedResponse(waits=True)
    )


@pytest.mark.parametrize("parallel", [1, 4])
def test_leaving_cancels(server: ScriptedServer, parallel: int) -> None:
    """Leaving an asynchronous loop cancels pending reads: no task is left."""
    silent_after_the_first(server)

    async def run() -> int:
        async with AsyncClient(endpoint=server.url, **SETTINGS) as client:
            page = await client.jobs.list(deployment_id="d1", page_size=1)
            items = page.iterate(parallel=parallel)
            pending = asyncio.create_task(_exhaust(items))
            while len(server.requests) < 1 + parallel:
                await asyncio.sleep(0.01)
            pending.cancel()
            await asyncio.gather(pending, return_exceptions=True)
            await items.aclose()
            return len(asyncio.all_tasks())

    started = time.monotonic()

    assert asyncio.run(run()) == 1
    assert time.monotonic() - started < 2


async def _exhaust(items: Any) -> None:
    async for _ in items:
        pass


def test_leaving_a_loop_early(server: ScriptedServer) -> None:
    """Leaving a synchronous loop drops unsent requests, and its threads end."""
    pages = page_of(jobs(200))
    server.response = pages
    before = threading.active_count()
    with Client(endpoint=server.url, **SETTINGS) as client:
        for job in client.jobs.list(deployment_id="d1", page_size=1).iterate(parallel=4):
            if job.job_id == "j6":
                break
    time.sleep(0.3)
    count = len(server.requests)
    time.sleep(0.1)

    assert count == len(server.requests) < 25
    assert threading.active_count() <= before + 6  # the server's own, one a connection


def test_one_page_ahead(server: ScriptedServer) -> None:
    """The asynchronous client reads the next page while this one is used, and no further."""
    server.response = page_of(jobs(20))

    async def run() -> list[int]:
        seen = []
        async with AsyncClient(endpoint=server.url, **SETTINGS) as client:
            async for _ in client.jobs.list(deployment_id="d1", page_size=5):
                await asyncio.sleep(0.05)
                seen.append(len(server.requests))
        return seen

    assert asyncio.run(run()) == [2] * 5 + [3] * 5 + [4] * 10


def test_seen_keys() -> None:
    """Keys that were added are contained, others are not; each key is new once."""
    keys: list[object] = [*ids(5000), *range(5000), "", "\0", ("a", 1)]
    seen = SeenKeys()
    added = [seen.add(key) for key in keys + keys]

    assert added == [True] * len(keys) + [False] * len(keys)
    assert len(seen) == len(keys)
    assert all(key in seen for key in keys)
    assert not any(f"other-{number}" in seen for number in range(5000))


@pytest.mark.parametrize("count", [10_000, 43_000, 100_000])
def test_seen_keys_are_small(count: int) -> None:
    """A key takes 24 to 48 bytes."""
    seen = SeenKeys()
    for number in range(count):
        seen.add(f"58718c99-3b29-4c5e-93bb-{number:012}")
    size = seen._first.itemsize * len(seen._first) + seen._second.itemsize * len(seen._second)

    assert 24 <= size / count <= 48
