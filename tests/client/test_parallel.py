"""Pages read at once, for bulk export, and the page that the asynchronous client reads ahead."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from flinkjobs import AsyncClient, Client, ServerError, Surroundings, UsageError
from flinkjobs._runtime.pagination.seen import Given

from .scripted import Answer, Asked, Script, envelope, page_of, refusal

SETTINGS: dict[str, Any] = {
    "workspace": "w1",
    "namespace": "n1",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "retries": 0,
    "surroundings": Surroundings(environ={}),
}
Export = Callable[..., list[str | None]]


@pytest.fixture(params=["sync", "async"])
def export(request: pytest.FixtureRequest, script: Script) -> Export:
    """Give the ids of all jobs, with either client."""

    def run(parallel: int = 4, first: int | None = None) -> list[str | None]:
        given: Any = {"deployment_id": "d1", "page_size": 2, "page_index": first}
        with Client(endpoint=script.url, **SETTINGS) as client:
            return [job.job_id for job in client.jobs.list(**given).iterate(parallel=parallel)]

    async def run_async(parallel: int = 4, first: int | None = None) -> list[str | None]:
        given: Any = {"deployment_id": "d1", "page_size": 2, "page_index": first}
        async with AsyncClient(endpoint=script.url, **SETTINGS) as client:
            listing = client.jobs.list(**given)
            return [job.job_id async for job in listing.iterate(parallel=parallel)]

    return run if request.param == "sync" else lambda *a, **k: asyncio.run(run_async(*a, **k))


def ids(count: int) -> list[str]:
    return [f"j{number}" for number in range(1, count + 1)]


def jobs(count: int) -> list[dict[str, str]]:
    return [{"jobId": one} for one in ids(count)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 8, 9, 10, 11, 40])
@pytest.mark.parametrize("parallel", [1, 2, 4, 100])
def test_every_job_once(export: Export, script: Script, count: int, parallel: int) -> None:
    """Every page is read once, and its jobs are given in order."""
    script.answer = page_of(jobs(count))

    assert ids(count) == export(parallel)
    assert max(1, -(-count // 2)) == len(script.asked)


def test_from_a_page_on(export: Export, script: Script) -> None:
    """Pages before the one asked for are left alone."""
    script.answer = page_of(jobs(40))

    assert ids(40)[6:] == export(first=4)


def test_so_many_at_once(export: Export, script: Script) -> None:
    """So many requests are under way, and no more; each uses a connection at most."""
    pages, lock = page_of(jobs(60)), threading.Lock()
    now = most = 0

    def answer(asked: Asked) -> Answer:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02)
        with lock:
            now -= 1
        return pages(asked)

    script.answer = answer

    assert ids(60) == export()
    assert 4 == most
    assert len({asked.peer for asked in script.asked}) <= 5


def test_totals_differ(export: Export, script: Script) -> None:
    """A window whose totals differ is read again one by one, and nothing is missed."""
    known = jobs(16)
    pages, lock = page_of(known), threading.Lock()

    def answer(asked: Asked) -> Answer:
        with lock:
            found = pages(asked)
            if len(script.asked) == 3:
                known.insert(0, {"jobId": "new"})
            return found

    script.answer = answer
    found = [one for one in export() if one != "new"]

    assert ids(16) == found
    assert len(script.asked) > 9


def test_failure(export: Export, script: Script) -> None:
    """A page that fails ends the loop with its error, after the windows before it."""
    pages = page_of(jobs(40))
    script.answer = lambda asked: (
        refusal(503, "ServiceUnavailable") if asked.query["pageIndex"] == "7" else pages(asked)
    )
    with pytest.raises(ServerError):
        export()


@pytest.mark.parametrize("parallel", [0, 101, -1, True, 2.0, None])
def test_nonsense(export: Export, script: Script, parallel: Any) -> None:
    """A number of pages that makes no sense is refused before they are read."""
    script.answer = page_of(jobs(4))
    with pytest.raises(UsageError) as caught:
        export(parallel)

    assert f"parallel must be an integer from 1 to 100, not {parallel!r}" == str(caught.value)


def test_raw(script: Script) -> None:
    """Items as they came may be had in parallel, too."""
    script.answer = page_of(jobs(9))
    with Client(endpoint=script.url, **SETTINGS) as client:
        page = client.jobs.list(deployment_id="d1", page_size=2)

        assert list(page.iterate_raw()) == list(page.iterate_raw(parallel=3))


def silent_after_the_first(script: Script) -> None:
    script.answer = lambda asked: (
        envelope([{"jobId": "j1"}], totalSize=20)
        if asked.query["pageIndex"] == "1"
        else Answer(waits=True)
    )


@pytest.mark.parametrize("parallel", [1, 4])
def test_leaving_cancels(script: Script, parallel: int) -> None:
    """Leaving an asynchronous loop cancels what is under way: no task is left."""
    silent_after_the_first(script)

    async def run() -> int:
        async with AsyncClient(endpoint=script.url, **SETTINGS) as client:
            page = await client.jobs.list(deployment_id="d1", page_size=1)
            items = page.iterate(parallel=parallel)
            pending = asyncio.create_task(_exhaust(items))
            while len(script.asked) < 1 + parallel:
                await asyncio.sleep(0.01)
            pending.cancel()
            await asyncio.gather(pending, return_exceptions=True)
            await items.aclose()
            return len(asyncio.all_tasks())

    begin = time.monotonic()

    assert 1 == asyncio.run(run())
    assert time.monotonic() - begin < 2


async def _exhaust(items: Any) -> None:
    async for _ in items:
        pass


def test_leaving_a_loop_early(script: Script) -> None:
    """Leaving a synchronous loop drops what has not been sent, and its threads end."""
    pages = page_of(jobs(200))
    script.answer = pages
    before = threading.active_count()
    with Client(endpoint=script.url, **SETTINGS) as client:
        for job in client.jobs.list(deployment_id="d1", page_size=1).iterate(parallel=4):
            if job.job_id == "j6":
                break
    time.sleep(0.3)
    asked = len(script.asked)
    time.sleep(0.1)

    assert asked == len(script.asked) < 25
    assert threading.active_count() <= before + 6  # the server's own, one a connection


def test_one_page_ahead(script: Script) -> None:
    """The asynchronous client reads the next page while this one is used, and no further."""
    script.answer = page_of(jobs(20))

    async def run() -> list[int]:
        seen = []
        async with AsyncClient(endpoint=script.url, **SETTINGS) as client:
            async for _ in client.jobs.list(deployment_id="d1", page_size=5):
                await asyncio.sleep(0.05)
                seen.append(len(script.asked))
        return seen

    assert [2] * 5 + [3] * 5 + [4] * 10 == asyncio.run(run())


def test_given_remembers() -> None:
    """What was taken in is known, what was not is not; each key counts once."""
    keys: list[object] = [*ids(5000), *range(5000), "", "\0", ("a", 1)]
    given = Given()
    found = [given.add(key) for key in keys + keys]

    assert [True] * len(keys) + [False] * len(keys) == found
    assert len(keys) == len(given)
    assert all(key in given for key in keys)
    assert not any(f"other-{number}" in given for number in range(5000))


@pytest.mark.parametrize("count", [10_000, 43_000, 100_000])
def test_given_is_small(count: int) -> None:
    """A key is remembered in 24 to 48 bytes."""
    given = Given()
    for number in range(count):
        given.add(f"58718c99-3b29-4c5e-93bb-{number:012}")
    size = given._halves.itemsize * len(given._halves) + given._others.itemsize * len(given._others)

    assert 24 <= size / count <= 48
