"""An observer that is started before its database waits for it."""

from collections.abc import Iterator

import pytest

from flinkjobs_target.cli.wait_notices import WaitNotices
from flinkjobs_target.storage import open_storage

from ..target.postgresql import Server, required_binaries, running_server
from .conftest import KEY
from .observer_process import running_observer
from .server import serve_clusters
from .simulator import SimulatedFlink, SimulatedJob


@pytest.fixture
def server() -> Iterator[Server]:
    """A PostgreSQL server that has been stopped."""
    with running_server(required_binaries()) as server:
        server.stop()
        yield server


def test_an_observer_waits_for_its_database(server: Server, job: SimulatedJob) -> None:
    """One line says what it waits for; it starts work when the database is available."""
    flink = SimulatedFlink()
    flink.add(job)
    with (
        serve_clusters(flink) as urls,
        running_observer(server.url(), {"prod": urls[0]}) as process,
    ):
        line = process.wait_for_line("cannot be reached: ")
        server.start()
        process.wait_for_line("the database is available")
        process.wait_for_line("prod: 1 new job")
        with open_storage(server.url()) as data:
            assert data.observed._deployments.total("owner", KEY) == 1

    assert f" WARNING {server.url()}: cannot be reached: " in line
    assert line.endswith("Connection refused; retrying every second")
    assert [entry for entry in process.lines if "cannot be reached" in entry] == [line]


def test_an_observer_that_waits_can_be_stopped(server: Server) -> None:
    """SIGTERM ends it with exit code 0."""
    with running_observer(server.url(), {"prod": "http://127.0.0.1:1"}) as process:
        process.wait_for_line("cannot be reached: ")

        assert process.stop() == 0


def test_the_same_wait_is_logged_ever_less_often() -> None:
    """Intervals double from 10 seconds to ten minutes; a new message is logged at once."""
    seconds = iter(range(3001))
    waiting = WaitNotices(lambda: next(seconds))

    logged = [second for second in range(3000) if waiting.is_due("away")]

    assert logged == [0, 10, 30, 70, 150, 310, 630, 1230, 1830, 2430]
    assert waiting.is_due("starting up")
