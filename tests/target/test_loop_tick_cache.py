"""LoopTickCache: a value is never older than any request that reads it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from flinkjobs_target.store.loop_tick_cache import LoopTickCache


@pytest.fixture
def cache() -> LoopTickCache[int]:
    """A cache whose value differs with every read."""
    return LoopTickCache(count(1).__next__)


def test_an_iteration_reads_once(cache: LoopTickCache[int]) -> None:
    """However often the value is requested."""

    async def ask() -> list[int]:
        return [cache.get(), cache.get(), cache.get()]

    assert asyncio.run(ask()) == [1, 1, 1]


def test_the_next_iteration_reads_again(cache: LoopTickCache[int]) -> None:
    """The cache is cleared before anything of it runs."""

    async def ask() -> list[int]:
        first = cache.get()
        await asyncio.sleep(0)
        return [first, cache.get()]

    assert asyncio.run(ask()) == [1, 2]


def test_a_request_during_the_read_reads_again() -> None:
    """It may follow a change that the read missed."""
    seen: list[int] = []
    asked = count(1)

    def read() -> int:
        asyncio.get_running_loop().call_soon(lambda: seen.append(value.get()))
        return next(asked)

    value = LoopTickCache(read)

    async def ask() -> None:
        seen.append(value.get())
        await asyncio.sleep(0)

    asyncio.run(ask())

    assert seen[:2] == [1, 2]


def test_another_thread_reads_for_itself(cache: LoopTickCache[int]) -> None:
    """Whatever the loop has cached."""

    async def ask() -> list[int]:
        first = cache.get()
        with ThreadPoolExecutor() as threads:
            return [first, threads.submit(cache.get).result(), cache.get()]

    assert asyncio.run(ask()) == [1, 2, 1]


@pytest.mark.parametrize("between", [lambda: None, lambda: asyncio.run(asyncio.sleep(0))])
def test_without_a_loop_every_call_reads(
    cache: LoopTickCache[int], between: Callable[[], None]
) -> None:
    """Also after a loop has ended."""

    async def ask() -> int:
        return cache.get()

    first = asyncio.run(ask())
    between()

    assert [first, cache.get(), cache.get()] == [1, 2, 3]
