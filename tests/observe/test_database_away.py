"""An observer that is started before its database waits for it, and says so."""

from collections.abc import Iterator

import pytest

from flinkjobs_target.cli.wait_notices import Waiting
from flinkjobs_target.storage import open_data

from ..target.postgresql import Server, required_binaries, running_server
from .conftest import KEY
from .processes import observing
from .serving import served
from .simulator import SimulatedFlink, SimulatedJob


@pytest.fixture
def server() -> Iterator[Server]:
    """A PostgreSQL server that has been stopped."""
    with running_server(required_binaries()) as server:
        server.stop()
        yield server


def test_an_observer_waits_for_its_database(server: Server, job: SimulatedJob) -> None:
    """It tells what it waits for, once, and goes to work when the database is there."""
    flink = SimulatedFlink()
    flink.add(job)
    with served(flink) as urls, observing(server.url(), {"prod": urls[0]}) as process:
        line = process.wait_for_line("cannot be reached: ")
        server.start()
        process.wait_for_line("the database answers")
        process.wait_for_line("prod: 1 new job")
        with open_data(server.url()) as data:
            assert 1 == data.observed._deployments.total("owner", KEY)

    assert f" WARNING {server.url()}: cannot be reached: " in line
    assert line.endswith("Connection refused; it is asked again every second until it answers")
    assert [line] == [one for one in process.lines if "cannot be reached" in one]


def test_an_observer_that_waits_can_be_stopped(server: Server) -> None:
    """SIGTERM ends it as it does at work."""
    with observing(server.url(), {"prod": "http://127.0.0.1:1"}) as process:
        process.wait_for_line("cannot be reached: ")

        assert 0 == process.stop()


def test_what_is_waited_for_is_told_ever_less_often() -> None:
    """At once, after 10 seconds, after 20 more, at last every ten minutes; what is new, at once."""
    seconds = iter(range(3001))
    waiting = Waiting(lambda: next(seconds))

    told = [second for second in range(3000) if waiting.is_to_be_told("away")]

    assert [0, 10, 30, 70, 150, 310, 630, 1230, 1830, 2430] == told
    assert waiting.is_to_be_told("starting up")
