"""What is read once for all requests of a turn is never older than any of them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from flinkjobs_target.store.loop_tick_cache import OncePerTurn


@pytest.fixture
def once() -> OncePerTurn[int]:
    """Have a value that is another one whenever it is read."""
    return OncePerTurn(count(1).__next__)


def test_a_turn_reads_once(once: OncePerTurn[int]) -> None:
    """However often it is asked for."""

    async def ask() -> list[int]:
        return [once.get(), once.get(), once.get()]

    assert [1, 1, 1] == asyncio.run(ask())


def test_the_next_turn_reads_anew(once: OncePerTurn[int]) -> None:
    """What was known is forgotten before anything of the next turn runs."""

    async def ask() -> list[int]:
        first = once.get()
        await asyncio.sleep(0)
        return [first, once.get()]

    assert [1, 2] == asyncio.run(ask())


def test_what_arrives_while_it_is_read_reads_anew() -> None:
    """A request that comes in just then may follow a change that was not seen."""
    seen: list[int] = []
    asked = count(1)

    def read() -> int:
        asyncio.get_running_loop().call_soon(lambda: seen.append(value.get()))
        return next(asked)

    value = OncePerTurn(read)

    async def ask() -> None:
        seen.append(value.get())
        await asyncio.sleep(0)

    asyncio.run(ask())

    assert [1, 2] == seen[:2]


def test_another_thread_has_no_turn_of_this_loop(once: OncePerTurn[int]) -> None:
    """It reads for itself, whatever the loop knows."""

    async def ask() -> list[int]:
        first = once.get()
        with ThreadPoolExecutor() as threads:
            return [first, threads.submit(once.get).result(), once.get()]

    assert [1, 2, 1] == asyncio.run(ask())


@pytest.mark.parametrize("between", [lambda: None, lambda: asyncio.run(asyncio.sleep(0))])
def test_without_a_loop_every_question_reads(
    once: OncePerTurn[int], between: Callable[[], None]
) -> None:
    """There are no turns; a loop that has ended leaves nothing behind."""

    async def ask() -> int:
        return once.get()

    first = asyncio.run(ask())
    between()

    assert [1, 2, 3] == [first, once.get(), once.get()]
