"""A signed request is answered while its date is near, and once."""

import asyncio
from typing import Any

import pytest

from flinkjobs_target.storage import open_data


@pytest.fixture(autouse=True)
def jobs(load: Any, make_job: Any) -> None:
    """Have something to list."""
    load(make_job("a"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-11-22T12:00:00",
        "2026-11-22 12:00:00Z",
        "2026-11-22T12:00:00+00:00",
        "2026-11-22T12:00:00.000Z",
        "2026-02-30T12:00:00Z",
        "20261122T120000Z",
        "0000-11-22T12:00:00Z",
        "٢٠٢٦-11-22T12:00:00Z",
    ],
)
def test_a_date_of_another_form_is_refused(owner: Any, text: str) -> None:
    """Only UTC to the second will do."""
    answer = owner.list_changed("x-acs-date", text)

    assert (400, "InvalidTimeStamp.Format") == (answer.status, answer.code)


@pytest.mark.parametrize("minutes", [-15, 15, 0])
def test_a_date_within_15_minutes_is_accepted(owner: Any, clock: Any, minutes: int) -> None:
    """Either way, and the last second counts as well."""
    request = owner.request()
    headers = owner.sign(request)
    clock.move(minutes=minutes)

    assert 200 == owner.send(request, headers).status


@pytest.mark.parametrize("seconds", [-901, 901, 10**9])
def test_a_date_further_off_is_refused(owner: Any, clock: Any, seconds: int) -> None:
    """A clock that is wrong is told the right time."""
    request = owner.request()
    headers = owner.sign(request)
    clock.move(seconds=seconds)

    answer = owner.send(request, headers)

    assert (400, "InvalidTimeStamp.Expired") == (answer.status, answer.code)
    assert f"it is {clock.now:%FT%TZ} here" in answer.body["Message"]


def test_a_request_is_answered_once(owner: Any) -> None:
    """A replay is refused, whoever sends it."""
    request = owner.request()
    headers = owner.sign(request)

    assert 200 == owner.send(request, headers).status
    replayed = owner.send(request, headers)
    assert (400, "SignatureNonceUsed") == (replayed.status, replayed.code)


def test_a_nonce_is_remembered_as_long_as_its_date_is_accepted(owner: Any, clock: Any) -> None:
    """From the first use of a date to come until the last moment, and past a restart."""
    clock.move(minutes=15)
    request = owner.request()
    headers = owner.sign(request)
    clock.move(minutes=-15)
    assert 200 == owner.send(request, headers).status

    for _ in range(30):
        clock.move(minutes=1)
        for _ in range(20):
            owner.list()

        assert "SignatureNonceUsed" == owner.send(request, headers).code


def test_nonces_outlive_the_program(place: Any) -> None:
    """A restart opens no door to replays; what has expired is forgotten."""
    uses = []
    for now in (10, 20, 91):
        with open_data(place) as data:
            use = data.nonces.use("key", "nonce", expires_at=now + 10, now=now)
            uses.append(asyncio.run(use))

    assert [True, False, True] == uses


def test_expired_nonces_are_forgotten_while_the_program_runs(data: Any) -> None:
    """What is remembered does not grow for ever."""

    async def use(nonce: str, expires_at: int, now: int) -> bool:
        fresh: bool = await data.nonces.use("key", nonce, expires_at=expires_at, now=now)
        return fresh

    async def use_many() -> bool:
        await use("old", expires_at=20, now=10)
        for number in range(300):
            await use(f"new {number}", expires_at=120, now=90)
        return await use("old", expires_at=120, now=90)

    assert asyncio.run(use_many())


def test_of_requests_that_come_in_together_one_has_the_nonce(data: Any) -> None:
    """They are written together, and each hears of its own."""

    async def use_together() -> list[bool]:
        nonces = [*(f"n{number}" for number in range(300)), "n7", "n299", "n7"]
        uses = (data.nonces.use("key", nonce, expires_at=60, now=30) for nonce in nonces)
        return list(await asyncio.gather(*uses))

    assert [True] * 300 + [False] * 3 == asyncio.run(use_together())


def test_who_hangs_up_takes_no_other_nonce_along(data: Any) -> None:
    """A caller that is gone before the nonces are written is no reason to fail the others."""

    async def use_and_leave() -> bool:
        leaving, staying = (
            asyncio.ensure_future(data.nonces.use("key", nonce, expires_at=60, now=30))
            for nonce in ("one", "two")
        )
        await asyncio.sleep(0)
        leaving.cancel()
        return bool(await staying)

    assert asyncio.run(use_and_leave())


def test_keys_do_not_share_nonces(owner: Any, keyring: Any, call_as: Any) -> None:
    """Two callers may choose the same nonce."""
    other = call_as(keyring.create())
    other.nonces = iter([0])
    owner.nonces = iter([0])

    assert (200, 200) == (owner.list().status, other.list().status)


def test_a_wrong_signature_uses_up_no_nonce(owner: Any) -> None:
    """Nobody can spoil a request by guessing its nonce."""
    request = owner.request()
    headers = owner.sign(request)
    owner.send(request, [*headers, ("workspace", "v")])

    assert 200 == owner.send(request, headers).status


def test_a_nonce_outlives_a_clock_that_is_ahead(place: Any) -> None:
    """A process that is some seconds ahead forgets none that its neighbour would still accept."""
    with open_data(place) as one, open_data(place) as ahead:

        async def use(data: Any, now: int) -> bool:
            fresh: bool = await data.nonces.use("key", "nonce", expires_at=100, now=now)
            return fresh

        async def sweep() -> None:
            for number in range(300):
                await ahead.nonces.use("key", f"new {number}", expires_at=1000, now=130)

        assert asyncio.run(use(one, now=99))
        asyncio.run(sweep())

        assert not asyncio.run(use(one, now=99))


def test_what_a_loop_left_behind_holds_nobody_up(data: Any) -> None:
    """A caller that is cancelled as its loop ends leaves no trace for the next loop."""

    async def leave() -> None:
        leaving = asyncio.ensure_future(data.nonces.use("key", "one", expires_at=60, now=30))
        await asyncio.sleep(0)
        leaving.cancel()

    asyncio.run(leave())

    assert asyncio.run(data.nonces.use("key", "two", expires_at=60, now=30))
