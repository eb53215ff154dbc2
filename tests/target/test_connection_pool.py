"""Requests on PostgreSQL: statements are pipelined, and a slow one does not block the event loop."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.store.connect import open_pool
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.database.pool import ConnectionPool

from .conftest import SigningClient
from .postgresql import Server


@pytest.fixture
def location(postgresql_server: Server) -> str:
    """A schema without tables."""
    return postgresql_server.new_location()


@pytest.fixture
def pool(location: str) -> Iterator[ConnectionPool]:
    """A pool of connections."""
    opened = open_pool(location)
    assert opened is not None
    yield opened
    opened.close()


def test_each_statement_has_its_own_result(pool: ConnectionPool) -> None:
    """Of many in one iteration of the event loop."""

    async def run() -> list[object]:
        return list(await asyncio.gather(*(pool.all("SELECT ?::bigint", (n,)) for n in range(100))))

    assert asyncio.run(run()) == [[(n,)] for n in range(100)]


def test_a_failure_is_that_of_its_statement_only(pool: ConnectionPool) -> None:
    """Those sent with it succeed."""

    async def run() -> list[object]:
        statements = ("SELECT 1", "SELECT 1 / 0", "SELECT 2")
        return list(await asyncio.gather(*map(pool.all, statements), return_exceptions=True))

    first, second, third = asyncio.run(run())
    assert (first, third) == ([(1,)], [(2,)])
    assert isinstance(second, UnavailableError)
    assert "division by zero" in str(second)


def test_a_slow_statement_does_not_block_the_event_loop(pool: ConnectionPool) -> None:
    """Nor statements of other requests, which another connection takes."""

    async def run() -> tuple[bool, float]:
        slow = pool.all("SELECT 1 FROM pg_sleep(1)")
        await asyncio.sleep(0.3)
        began = time.monotonic()
        await pool.all("SELECT 1")
        seconds, finished = time.monotonic() - began, slow.done()
        await slow
        return finished, seconds

    finished, seconds = asyncio.run(run())
    assert not finished
    assert seconds < 0.6


def test_the_delay_is_that_of_the_oldest_statement(pool: ConnectionPool) -> None:
    """While all connections are busy."""

    async def run() -> float:
        tasks = []
        for _ in range(3):
            tasks.append(pool.all("SELECT 1 FROM pg_sleep(0.6)"))
            await asyncio.sleep(0.1)
        delay = pool.delay()
        await asyncio.gather(*tasks)
        return delay

    assert asyncio.run(run()) >= 0.09
    assert pool.delay() == 0.0


def test_a_changed_key_counts_for_the_next_request(
    data: Storage, location: str, owner: SigningClient
) -> None:
    """Though the signature is checked with the key as it was last read."""
    owner.list()
    assert data.keys.recall(owner.key.id) is not None
    with open_storage(location) as other:
        keyring = Keyring(other.keys)
        keyring.set_active(owner.key.id, False)
        disabled = owner.list()
        keyring.set_active(owner.key.id, True)
        enabled = owner.list()
        keyring.remove(owner.key.id)
        removed = owner.list()

    assert [disabled.code, enabled.code, removed.code] == [
        "InvalidAccessKeyId.Inactive",
        "990301",
        "InvalidAccessKeyId.NotFound",
    ]
