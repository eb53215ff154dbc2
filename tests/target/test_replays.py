"""Signed requests are accepted within their time window, and once."""

import asyncio
from typing import Any

import pytest

from flinkjobs_target.storage import open_storage


@pytest.fixture(autouse=True)
def jobs(load: Any, make_job: Any) -> None:
    """Load a job to list."""
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
def test_a_date_in_another_format_is_refused(owner: Any, text: str) -> None:
    """Only UTC to the second is accepted."""
    response = owner.list_changed("x-acs-date", text)

    assert (response.status, response.code) == (400, "InvalidTimeStamp.Format")


@pytest.mark.parametrize("minutes", [-15, 15, 0])
def test_a_date_within_15_minutes_is_accepted(owner: Any, clock: Any, minutes: int) -> None:
    """In both directions, to the second."""
    request = owner.request()
    headers = owner.sign(request)
    clock.move(minutes=minutes)

    assert owner.send(request, headers).status == 200


@pytest.mark.parametrize("seconds", [-901, 901, 10**9])
def test_a_date_further_off_is_refused(owner: Any, clock: Any, seconds: int) -> None:
    """The error has the time of the target."""
    request = owner.request()
    headers = owner.sign(request)
    clock.move(seconds=seconds)

    response = owner.send(request, headers)

    assert (response.status, response.code) == (400, "InvalidTimeStamp.Expired")
    assert f"the time here is {clock.now:%FT%TZ}" in response.body["Message"]


def test_a_request_is_accepted_once(owner: Any) -> None:
    """A replay is refused."""
    request = owner.request()
    headers = owner.sign(request)

    assert owner.send(request, headers).status == 200
    replayed = owner.send(request, headers)
    assert (replayed.status, replayed.code) == (400, "SignatureNonceUsed")


def test_a_nonce_is_stored_while_its_date_is_accepted(owner: Any, clock: Any) -> None:
    """Also that of a date in the future."""
    clock.move(minutes=15)
    request = owner.request()
    headers = owner.sign(request)
    clock.move(minutes=-15)
    assert owner.send(request, headers).status == 200

    for _ in range(30):
        clock.move(minutes=1)
        for _ in range(20):
            owner.list()

        assert owner.send(request, headers).code == "SignatureNonceUsed"


def test_nonces_outlive_the_process(location: Any) -> None:
    """Until they expire."""
    uses = []
    for now in (10, 20, 91):
        with open_storage(location) as data:
            use = data.nonces.use("key", "nonce", expires_at=now + 10, now=now)
            uses.append(asyncio.run(use))

    assert uses == [True, False, True]


def test_expired_nonces_are_deleted(data: Any) -> None:
    """The cache does not grow for ever."""

    async def use(nonce: str, expires_at: int, now: int) -> bool:
        fresh: bool = await data.nonces.use("key", nonce, expires_at=expires_at, now=now)
        return fresh

    async def use_many() -> bool:
        await use("old", expires_at=20, now=10)
        for number in range(300):
            await use(f"new {number}", expires_at=120, now=90)
        return await use("old", expires_at=120, now=90)

    assert asyncio.run(use_many())


def test_concurrent_requests_share_no_nonce(data: Any) -> None:
    """They are written together, and each gets its own result."""

    async def use_together() -> list[bool]:
        nonces = [*(f"n{number}" for number in range(300)), "n7", "n299", "n7"]
        uses = (data.nonces.use("key", nonce, expires_at=60, now=30) for nonce in nonces)
        return list(await asyncio.gather(*uses))

    assert asyncio.run(use_together()) == [True] * 300 + [False] * 3


def test_a_cancelled_request_does_not_fail_others(data: Any) -> None:
    """Cancelled before the nonces are written."""

    async def use_and_leave() -> bool:
        leaving, staying = (
            asyncio.ensure_future(data.nonces.use("key", nonce, expires_at=60, now=30))
            for nonce in ("one", "two")
        )
        await asyncio.sleep(0)
        leaving.cancel()
        return bool(await staying)

    assert asyncio.run(use_and_leave())


def test_keys_do_not_share_nonces(owner: Any, keyring: Any, client_for: Any) -> None:
    """Two keys may use the same nonce."""
    other = client_for(keyring.create())
    other.nonces = iter([0])
    owner.nonces = iter([0])

    assert (owner.list().status, other.list().status) == (200, 200)


def test_a_wrong_signature_uses_up_no_nonce(owner: Any) -> None:
    """So that nobody can spoil a request by guessing its nonce."""
    request = owner.request()
    headers = owner.sign(request)
    owner.send(request, [*headers, ("workspace", "v")])

    assert owner.send(request, headers).status == 200


def test_a_nonce_outlives_a_clock_that_is_ahead(location: Any) -> None:
    """A process with a fast clock deletes no nonce that another would accept."""
    with open_storage(location) as first, open_storage(location) as ahead:

        async def use(data: Any, now: int) -> bool:
            fresh: bool = await data.nonces.use("key", "nonce", expires_at=100, now=now)
            return fresh

        async def sweep() -> None:
            for number in range(300):
                await ahead.nonces.use("key", f"new {number}", expires_at=1000, now=130)

        assert asyncio.run(use(first, now=99))
        asyncio.run(sweep())

        assert not asyncio.run(use(first, now=99))


def test_a_closed_event_loop_blocks_no_later_request(data: Any) -> None:
    """Its cancelled request leaves no trace."""

    async def leave() -> None:
        leaving = asyncio.ensure_future(data.nonces.use("key", "one", expires_at=60, now=30))
        await asyncio.sleep(0)
        leaving.cancel()

    asyncio.run(leave())

    assert asyncio.run(data.nonces.use("key", "two", expires_at=60, now=30))
