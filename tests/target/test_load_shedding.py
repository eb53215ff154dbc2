"""Load shedding: a queue of seconds is refused, a pause or a short queue is not."""

import asyncio
import time

import pytest

from flinkjobs.server import ErrorResponse
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.load_shedding import LoadShedder
from flinkjobs_target.storage import Storage

from .conftest import FakeClock, SigningClient


def outcome(shedder: LoadShedder) -> str:
    """Ask for admission; return the code of the refusal, or an empty string."""
    try:
        asyncio.run(shedder(None))  # type: ignore[arg-type]  # it reads nothing of a request
    except ErrorResponse as error:
        return error.code
    return ""


class Queue:
    """A database queue and a clock that a test sets."""

    def __init__(self) -> None:
        self.delay = 0.0
        self.now = 100.0
        self.shedder = LoadShedder(lambda: self.delay, clock=lambda: self.now)

    def at(self, seconds: float, delay: float) -> str:
        """Ask for admission at a time, with a delay of the queue."""
        self.now, self.delay = 100.0 + seconds, delay
        return outcome(self.shedder)


def test_a_long_queue_is_refused_after_half_a_second() -> None:
    """And accepted again as soon as it is short."""
    queue = Queue()
    outcomes = [queue.at(0, 1.0), queue.at(0.4, 1.0), queue.at(0.6, 1.0), queue.at(0.7, 0.1)]

    assert outcomes == ["", "", "ServiceUnavailable", ""]


def test_a_single_pause_is_not_overload() -> None:
    """The interval begins anew."""
    queue = Queue()
    outcomes = [queue.at(0, 1.0), queue.at(0.4, 0.0), queue.at(0.7, 1.0), queue.at(1.1, 1.0)]

    assert outcomes == [""] * 4


def test_a_busy_event_loop_is_a_queue() -> None:
    """Whose iterations take longer than a request may wait."""

    async def overload() -> list[str]:
        shedder, codes = LoadShedder(lambda: 0.0), []
        for _ in range(5):
            try:
                await shedder(None)  # type: ignore[arg-type]
                codes.append("")
            except ErrorResponse as error:
                codes.append(error.code)
            time.sleep(0.3)
            await asyncio.sleep(0)
        return codes

    assert asyncio.run(overload())[-1] == "ServiceUnavailable"


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
def test_a_refusal_says_when_to_come_back(data: Storage, keyring: Keyring) -> None:
    """In seconds, and before the signature is checked."""
    queue = Queue()
    queue.at(0, 1.0)
    queue.now += 1
    key = keyring.create()
    app = create_app(data, keyring=keyring, load_shedder=queue.shedder)
    client = SigningClient(app, key, FakeClock(), iter(range(9)))
    response = client.list_changed("authorization", None)

    assert (response.status, response.code) == (503, "ServiceUnavailable")
    assert response.headers["retry-after"] == "1"
    assert response.body["Message"] == "the target is overloaded; try again in 1 s"
