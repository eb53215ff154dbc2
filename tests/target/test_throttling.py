"""Rate limits: one token bucket per access key, shared by all processes."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest

from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.auth.rate_limit_guard import RateLimitGuard
from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.store.keys import KeyRecord

from .conftest import FakeClock, Response, SigningClient

RATE, BURST = 2.0, 3
Start: TypeAlias = Callable[..., SigningClient]


@pytest.fixture
def start(location: Path | str, data: Storage, clock: FakeClock) -> Iterator[Start]:
    """Start another target on the same storage with a rate limit; return a client of it."""
    nonces = count()
    with ExitStack() as stack:

        def start(key: KeyRecord, rate: float = RATE) -> SigningClient:
            opened = stack.enter_context(open_storage(location))
            app = create_app(
                opened,
                keyring=Keyring(opened.keys),
                clock=clock,
                rate_limit=RateLimitGuard(opened.buckets, rate, BURST, clock=clock),
            )
            return SigningClient(app, key, clock, nonces)

        yield start


@pytest.fixture
def key(keyring: Keyring) -> KeyRecord:
    """The first account's key."""
    return keyring.create()


def codes(responses: list[Response]) -> list[str]:
    """Return the codes; that of an accepted request is a missing workspace."""
    return [response.code for response in responses]


ACCEPTED, THROTTLED = "990301", "Throttling.User"


def test_two_targets_share_a_bucket(start: Start, key: KeyRecord, clock: FakeClock) -> None:
    """Both state the time to wait."""
    first_target, second_target = start(key), start(key)

    first = [
        client.list()
        for client in (first_target, second_target, first_target, second_target, first_target)
    ]
    clock.move(seconds=0.5)
    later = [client.list() for client in (second_target, first_target)]

    assert codes(first) == [ACCEPTED] * 3 + [THROTTLED] * 2
    assert [response.headers["x-acs-retry-after"] for response in first[3:]] == ["500", "500"]
    assert codes(later) == [ACCEPTED, THROTTLED]


def test_a_restart_does_not_refill_a_bucket(start: Start, key: KeyRecord) -> None:
    """Buckets are stored."""
    assert codes([start(key).list() for _ in range(BURST)]) == [ACCEPTED] * BURST

    assert start(key).list().code == THROTTLED


def test_a_bucket_holds_at_most_its_burst(start: Start, key: KeyRecord, clock: FakeClock) -> None:
    """However long a key was unused."""
    client = start(key)
    client.list()
    clock.move(hours=10)

    assert codes([client.list() for _ in range(BURST + 1)]) == [ACCEPTED] * BURST + [THROTTLED]


def test_keys_do_not_share_a_bucket(start: Start, key: KeyRecord, keyring: Keyring) -> None:
    """Not even keys of one account."""
    first_target, second_target = start(key), start(keyring.create())

    assert codes([first_target.list() for _ in range(BURST)]) == [ACCEPTED] * BURST
    assert second_target.list().code == ACCEPTED


def test_concurrent_requests_do_not_exceed_the_burst(data: Storage, location: Path | str) -> None:
    """Of eight processes with one key."""
    with ExitStack() as stack, ThreadPoolExecutor(8) as threads:
        stores = [stack.enter_context(open_storage(location)).buckets for _ in range(8)]
        waits = threads.map(
            lambda number: asyncio.run(
                stores[number % 8].take("key", now=10**15, interval=1000, burst=50)
            ),
            range(200),
        )

    assert sorted(waits) == [0] * 50 + [1000] * 150


def test_a_clock_that_went_back_locks_no_key_out(
    start: Start, key: KeyRecord, clock: FakeClock
) -> None:
    """An impossible fill level counts as full."""
    client = start(key)
    for _ in range(BURST + 1):
        client.list()
    clock.move(hours=-1)

    assert codes([client.list() for _ in range(BURST + 1)]) == [ACCEPTED] * BURST + [THROTTLED]


def test_a_raised_limit_takes_effect_at_once(start: Start, key: KeyRecord) -> None:
    """Whatever the wait under the former limit."""
    slow = start(key, rate=0.001)
    for _ in range(BURST + 1):
        slow.list()

    assert start(key, rate=10.0).list().code == ACCEPTED


def test_full_buckets_are_deleted(data: Storage) -> None:
    """The table does not grow with unused keys."""
    minute = 60_000_000
    for number in range(300):
        asyncio.run(data.buckets.take(f"key {number}", now=number * minute, interval=1, burst=1))

    async def kept() -> int:
        return len(await data.buckets._requests.all("SELECT access_key FROM buckets"))

    assert asyncio.run(kept()) < 100
