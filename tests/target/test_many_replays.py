"""No replay is accepted: at the edges of the window, after a restart, or by another process."""

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import urllib3

from flinkjobs._runtime.aliyun.access_keys import AccessKey
from flinkjobs._runtime.client.request import build_request
from flinkjobs.contract import SIGNER
from flinkjobs.operations import LIST_JOBS
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import open_data
from flinkjobs_target.store.keys import KeyRecord

from .conftest import Caller, Clock
from .processes import serving

REPLAYS = int(os.environ.get("FLINKJOBS_TEST_REPLAYS", "1000"))
HTTP = urllib3.PoolManager(retries=False)


def test_no_replay_is_accepted_at_any_moment(owner: Any, clock: Any) -> None:
    """A request of any date within the window, again and again until long after it."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    replayed = 0
    while replayed < REPLAYS:
        offset = chance.choice([-900, -899, 0, 899, 900, chance.randint(-900, 900)])
        request = owner.request()
        clock.move(seconds=offset)
        headers = owner.sign(request)
        clock.move(seconds=-offset)
        assert 200 == owner.send(request, headers).status
        left = 900 + offset  # how long its date is accepted
        moments = sorted([0, 0, left - 1, left, left + 0.5, left + 1, chance.randint(0, 2000)])
        began = clock.now
        for moment in moments:
            clock.now = began
            clock.move(seconds=max(moment, 0))
            answer = owner.send(request, headers)
            replayed += 1

            expected = "InvalidTimeStamp.Expired" if moment > left else "SignatureNonceUsed"
            assert (400, expected) == (answer.status, answer.code), (offset, moment)


@pytest.fixture
def reopened(tmp_path: Path) -> Iterator[Any]:
    """Answers requests, each with stores that were opened anew, as after a restart."""
    clock, path = Clock(), tmp_path / "data"
    with open_data(path) as data:
        key = Keyring(data.keys).create_first()
    assert key is not None

    def call(requests: list[Any]) -> list[str]:
        with open_data(path) as data:
            keyring = Keyring(data.keys)
            app = create_app(jobs=data.jobs, keyring=keyring, nonces=data.nonces, clock=clock)
            caller = Caller(app, key, clock, iter(()))
            return [caller.send(*request).code for request in requests]

    call.signed = lambda count: [_signed(key, clock.now, f"n{each}") for each in range(count)]  # type: ignore[attr-defined]
    yield call


def test_a_restart_opens_no_door(reopened: Any) -> None:
    """What was used before it is used after it."""
    requests = reopened.signed(100)

    assert {"990301"} == set(reopened(requests))
    assert {"SignatureNonceUsed"} == set(reopened(requests))
    assert {"SignatureNonceUsed"} == set(reopened(requests))


def _signed(
    key: KeyRecord, now: datetime, nonce: str, host: str = "target.example"
) -> tuple[Any, list[tuple[str, str]]]:
    request = build_request(LIST_JOBS, {"workspace": "w", "namespace": "n", "deployment_id": "d"})
    access = AccessKey(key.id, key.secret)
    headers = SIGNER.sign(access, request, host=host, now=now, nonce=nonce)
    return request, list(headers.items())


def test_two_processes_on_one_store_accept_a_request_once(tmp_path: Path) -> None:
    """Whichever of them is asked first; and both also after one of them was killed."""
    with (
        serving(tmp_path, "--access-log=none") as one,
        serving(tmp_path, "--access-log=none") as two,
    ):
        requests = [
            _signed(one.key, datetime.now(UTC), f"n{each}", "target.example") for each in range(100)
        ]
        codes = []
        for number, (request, headers) in enumerate(requests):
            order = (one, two) if number % 2 else (two, one)
            codes.append([_send(server.url, request, headers) for server in (*order, *order)])
        one.process.kill()
        again = [_send(two.url, *each) for each in requests]

    assert [["990301"] + ["SignatureNonceUsed"] * 3] * 100 == codes
    assert {"SignatureNonceUsed"} == set(again)


def _send(url: str, request: Any, headers: list[tuple[str, str]]) -> str:
    answer = HTTP.request(
        "GET", f"{url}{request.path}?{request.query}", headers=dict(headers)
    ).json()
    return str(answer.get("Code") or answer["errorCode"])
