"""Replays are refused: at the edges of the time window, after a restart, and by other processes."""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import urllib3

from flinkjobs._runtime.aliyun.access_keys import AccessKey
from flinkjobs._runtime.client.request import build_request
from flinkjobs.contract import SIGNER
from flinkjobs.operations import LIST_JOBS
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.keys import KeyRecord

from ..sizes import REPLAYS
from .conftest import FakeClock, SigningClient
from .processes import serving

HTTP = urllib3.PoolManager(retries=False)


def test_replays_are_refused_at_any_time(owner: Any, clock: Any) -> None:
    """For any date within the window, until long after it."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    replayed = 0
    while replayed < REPLAYS:
        offset = rng.choice([-900, -899, 0, 899, 900, rng.randint(-900, 900)])
        request = owner.request()
        clock.move(seconds=offset)
        headers = owner.sign(request)
        clock.move(seconds=-offset)
        assert owner.send(request, headers).status == 200
        accepted_seconds = 900 + offset  # how long its date is accepted
        moments = sorted(
            [
                0,
                0,
                accepted_seconds - 1,
                accepted_seconds,
                accepted_seconds + 0.5,
                accepted_seconds + 1,
                rng.randint(0, 2000),
            ]
        )
        started = clock.now
        for moment in moments:
            clock.now = started
            clock.move(seconds=max(moment, 0))
            response = owner.send(request, headers)
            replayed += 1

            expected = (
                "InvalidTimeStamp.Expired" if moment > accepted_seconds else "SignatureNonceUsed"
            )
            assert (response.status, response.code) == (400, expected), (offset, moment)


class RestartingTarget:
    """A target that opens its storage anew for each batch of requests, as after a restart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._clock = FakeClock()
        with open_storage(path) as data:
            self._key = Keyring(data.keys).create()

    def signed_requests(self, count: int) -> list[Any]:
        """Return signed requests with different nonces."""
        return [_signed(self._key, self._clock.now, f"n{number}") for number in range(count)]

    def send(self, requests: list[Any]) -> list[str]:
        """Open the storage, send requests and return the codes of the responses."""
        with open_storage(self._path) as data:
            keyring = Keyring(data.keys)
            app = create_app(data, keyring=keyring, clock=self._clock)
            client = SigningClient(app, self._key, self._clock, iter(()))
            return [client.send(*request).code for request in requests]


def test_replays_are_refused_after_a_restart(tmp_path: Path) -> None:
    """Nonces outlive the process that recorded them."""
    target = RestartingTarget(tmp_path / "data")
    requests = target.signed_requests(100)

    assert set(target.send(requests)) == {"990301"}
    assert set(target.send(requests)) == {"SignatureNonceUsed"}
    assert set(target.send(requests)) == {"SignatureNonceUsed"}


def _signed(
    key: KeyRecord, now: datetime, nonce: str, host: str = "target.example"
) -> tuple[Any, list[tuple[str, str]]]:
    request = build_request(LIST_JOBS, {"workspace": "w", "namespace": "n", "deployment_id": "d"})
    access = AccessKey(key.id, key.secret)
    headers = SIGNER.sign(access, request, host=host, now=now, nonce=nonce)
    return request, list(headers.items())


def test_two_processes_on_one_store_accept_a_request_once(tmp_path: Path) -> None:
    """Whichever is first, and after one of them was killed."""
    with (
        serving(tmp_path, "--access-log=none") as first,
        serving(tmp_path, "--access-log=none") as second,
    ):
        requests = [
            _signed(first.key, datetime.now(UTC), f"n{number}", "target.example")
            for number in range(100)
        ]
        codes = []
        for number, (request, headers) in enumerate(requests):
            order = (first, second) if number % 2 else (second, first)
            codes.append([_send(server.url, request, headers) for server in (*order, *order)])
        first.process.kill()
        replayed_codes = [_send(second.url, *number) for number in requests]

    assert codes == [["990301"] + ["SignatureNonceUsed"] * 3] * 100
    assert set(replayed_codes) == {"SignatureNonceUsed"}


def _send(url: str, request: Any, headers: list[tuple[str, str]]) -> str:
    response = HTTP.request(
        "GET", f"{url}{request.path}?{request.query}", headers=dict(headers)
    ).json()
    return str(response.get("Code") or response["errorCode"])
