"""The main loop: backoff, shutdown, and recovery from an unavailable store."""

import asyncio
import signal
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from aiohttp import web

from flinkjobs_target import cli
from flinkjobs_target.observe.observer import ClusterEndpoints, ObserverConfig, observe
from flinkjobs_target.observe.poll_interval import PollInterval
from flinkjobs_target.observe.status import ObserverStatus
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.observed import ObservedStore, StateUpdate

from .conftest import LABELS
from .observer_process import running_observer
from .published_jobs import published_jobs
from .server import serve_clusters
from .simulator import SimulatedFlink, SimulatedJob


def test_a_slow_cluster_is_polled_less_often() -> None:
    """The interval doubles up to a limit, and is halved with each fast listing."""
    interval = PollInterval(10.0)
    pauses = []
    for seconds in (0.1, 6.0, 6.0, 6.0, 6.0, 6.0, 0.1, 0.1, 0.1, 0.1):
        interval.record_success(seconds)
        pauses.append(interval.pause(seconds))

    assert pauses == [9.9, 14.0, 34.0, 74.0, 154.0, 154.0, 79.9, 39.9, 19.9, 9.9]


def test_a_failing_cluster_is_polled_less_often() -> None:
    """The first success resets the interval."""
    interval = PollInterval(10.0)
    pauses = []
    for _ in range(5):
        interval.record_failure()
        pauses.append(interval.pause(0.0))
    interval.record_success(0.1)

    assert pauses == [20.0, 40.0, 80.0, 160.0, 160.0]
    assert interval.pause(0.0) == 10.0


def test_a_long_poll_is_followed_by_a_pause() -> None:
    """The pause is a tenth of the interval at least."""
    assert PollInterval(10.0).pause(25.0) == 1.0


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_observer(tmp_path: Path, signal_number: signal.Signals) -> None:
    """It ends at once, also while a response is pending, and without a traceback."""
    flink = SimulatedFlink()
    arrived = threading.Event()

    async def hang(request: web.BaseRequest) -> web.StreamResponse:
        arrived.set()
        await asyncio.sleep(60)
        return web.Response()

    flink.handler = hang
    with (
        serve_clusters(flink) as urls,
        running_observer(tmp_path / "data", {"slow": urls[0]}) as process,
    ):
        assert arrived.wait(20)
        began = time.monotonic()

        assert process.stop(signal_number) == 0

        assert time.monotonic() - began < 5
        assert [line for line in process.lines if "Traceback" in line] == []


def test_a_timeout_is_one_line(tmp_path: Path) -> None:
    """The line says that nothing was changed."""
    flink = SimulatedFlink()

    async def hang(request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(60)
        return web.Response()

    flink.handler = hang
    storage = tmp_path / "data"
    with (
        serve_clusters(flink) as urls,
        running_observer(storage, {"slow": urls[0]}, "--request-seconds=0.2") as process,
    ):
        line = process.wait_for_line("timed out")

    assert line.endswith(
        f"{urls[0]} timed out; its jobs stay unchanged, and it is polled less often"
    )


class UnavailableStore(ObservedStore):
    """A store whose first writes fail."""

    remaining_failures = 3

    def update(
        self, account: str, cluster: str, job_ids: Sequence[str], update: StateUpdate
    ) -> None:
        self.remaining_failures -= 1
        if self.remaining_failures >= 0:
            raise UnavailableError("the database is unavailable")
        super().update(account, cluster, job_ids, update)


def test_jobs_survive_an_unavailable_store(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Jobs that could not be written are read again at the next poll."""
    flink = SimulatedFlink()
    flink.add(SimulatedJob("seed-stream").with_labels(**LABELS))

    with serve_clusters(flink) as urls, open_storage(tmp_path / "data") as data:
        store = UnavailableStore(data.jobs._database)

        async def run() -> None:
            stop = asyncio.Event()
            config = ObserverConfig(
                clusters=[ClusterEndpoints(name="one", url=urls[0])], interval=0.1
            )
            status = ObserverStatus(["one"], interval=0.1, unhealthy_after=3)
            task = asyncio.create_task(observe(config, store, "owner", stop, status))
            while not published_jobs(data):
                await asyncio.sleep(0.05)
            stop.set()
            await task

        asyncio.run(asyncio.wait_for(run(), 20))

    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        "one: the database is unavailable"
    ]


def test_settings_come_from_the_environment_and_a_shared_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file may also hold settings of `serve`; several clusters are a list."""
    from flinkjobs_target.settings import ObserveSettings, read_settings

    file = tmp_path / "target.toml"
    file.write_text('port = 1\ncluster = ["a=http://a", "b=http://b"]\ninterval = 5\n')
    environ: Mapping[str, str] = {
        "FLINKJOBS_TARGET_CONFIG": str(file),
        "FLINKJOBS_TARGET_HISTORY_SERVER": "a=http://c b=http://d",
    }

    settings = read_settings(ObserveSettings, {"interval": "7"}, environ)

    assert (
        settings.cluster,
        settings.history_server,
        settings.interval,
    ) == (("a=http://a", "b=http://b"), ("a=http://c", "b=http://d"), 7.0)


def test_unassigned_lists_each_job_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each job is one line, also with control characters in its name."""
    flink = SimulatedFlink()
    flink.add(SimulatedJob("to-stop").with_name("evil\x1b[2J\nname"))
    storage = tmp_path / "data"
    with serve_clusters(flink) as urls, running_observer(storage, {"prod": urls[0]}) as process:
        process.wait_for_line("prod: 1 new jobs, 1 of them unassigned")

    assert cli.main(["unassigned", f"--data={storage}"]) == 0

    assert capsys.readouterr().out == (
        "prod  6f3d7e05-8526-8956-9d89-0ca5927cd13a  2026-11-22T12:22:30Z  FINISHED  "
        "evil [2J name  (no deployment record matches, and it has no labels)\n"
    )
