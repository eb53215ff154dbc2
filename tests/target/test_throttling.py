"""An access key has one measure of requests, however many processes answer it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest

from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.auth.rate_limit_guard import ThrottleGuard
from flinkjobs_target.storage import Data, open_data
from flinkjobs_target.store.keys import KeyRecord

from .conftest import Answer, Caller, Clock

RATE, BURST = 2.0, 3
Start: TypeAlias = Callable[..., Caller]


@pytest.fixture
def start(place: Path | str, data: Data, clock: Clock) -> Iterator[Start]:
    """Start another target on the same store, with a limit; give a caller with a key there."""
    nonces = count()
    with ExitStack() as stack:

        def start(key: KeyRecord, rate: float = RATE) -> Caller:
            opened = stack.enter_context(open_data(place))
            app = create_app(
                jobs=opened.jobs,
                keyring=Keyring(opened.keys),
                nonces=opened.nonces,
                clock=clock,
                throttle=ThrottleGuard(opened.buckets, rate, BURST, clock=clock),
            )
            return Caller(app, key, clock, nonces)

        yield start


@pytest.fixture
def key(keyring: Keyring) -> KeyRecord:
    """The first account's key."""
    return keyring.create()


def codes(answers: list[Answer]) -> list[str]:
    """Give the codes; an answer of the service is that there is no such workspace."""
    return [answer.code for answer in answers]


ANSWERED, THROTTLED = "990301", "Throttling.User"


def test_two_targets_count_together(start: Start, key: KeyRecord, clock: Clock) -> None:
    """What one of them has answered is gone at the other, and both say when there is more."""
    one, other = start(key), start(key)

    first = [caller.list() for caller in (one, other, one, other, one)]
    clock.move(seconds=0.5)
    later = [caller.list() for caller in (other, one)]

    assert [ANSWERED] * 3 + [THROTTLED] * 2 == codes(first)
    assert ["500", "500"] == [answer.headers["x-acs-retry-after"] for answer in first[3:]]
    assert [ANSWERED, THROTTLED] == codes(later)


def test_a_restart_gives_nothing_away(start: Start, key: KeyRecord) -> None:
    """A bucket outlives whoever counted."""
    assert [ANSWERED] * BURST == codes([start(key).list() for _ in range(BURST)])

    assert THROTTLED == start(key).list().code


def test_a_bucket_fills_up_to_its_brim(start: Start, key: KeyRecord, clock: Clock) -> None:
    """A key that was silent for long may send as many at once as any other."""
    caller = start(key)
    caller.list()
    clock.move(hours=10)

    assert [ANSWERED] * BURST + [THROTTLED] == codes([caller.list() for _ in range(BURST + 1)])


def test_keys_do_not_share_a_measure(start: Start, key: KeyRecord, keyring: Keyring) -> None:
    """Not even those of one account."""
    one, other = start(key), start(keyring.create())

    assert [ANSWERED] * BURST == codes([one.list() for _ in range(BURST)])
    assert ANSWERED == other.list().code


def test_of_requests_at_once_no_more_are_answered(data: Data, place: Path | str) -> None:
    """Eight processes ask for one key at the same time."""
    with ExitStack() as stack, ThreadPoolExecutor(8) as threads:
        stores = [stack.enter_context(open_data(place)).buckets for _ in range(8)]
        waits = threads.map(
            lambda number: stores[number % 8].take("key", now=10**15, interval=1000, burst=50),
            range(200),
        )

    assert [0] * 50 + [1000] * 150 == sorted(waits)


def test_a_clock_that_went_back_shuts_nobody_out(
    start: Start, key: KeyRecord, clock: Clock
) -> None:
    """A bucket that could not have become so empty counts as full."""
    caller = start(key)
    for _ in range(BURST + 1):
        caller.list()
    clock.move(hours=-1)

    assert [ANSWERED] * BURST + [THROTTLED] == codes([caller.list() for _ in range(BURST + 1)])


def test_a_limit_that_is_raised_counts_at_once(start: Start, key: KeyRecord) -> None:
    """Nobody waits as long as the limit before it would have had them wait."""
    slow = start(key, rate=0.001)
    for _ in range(BURST + 1):
        slow.list()

    assert ANSWERED == start(key, rate=10.0).list().code


def test_buckets_that_are_full_are_forgotten(data: Data) -> None:
    """What is kept does not grow with the keys of the past."""
    minute = 60_000_000
    for number in range(300):
        data.buckets.take(f"key {number}", now=number * minute, interval=1, burst=1)

    kept = data.buckets._database.all("SELECT access_key FROM buckets")

    assert len(kept) < 100
