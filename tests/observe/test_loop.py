"""The loop: it paces itself, stops in order, and survives a store that is away."""

import asyncio
import signal
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from aiohttp import web

from flinkjobs_target import cli
from flinkjobs_target.observe.observer import ClusterPlace, Observing, observe
from flinkjobs_target.observe.poll_interval import Pace
from flinkjobs_target.storage import open_data
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.observed import Change, ObservedStore

from .conftest import LABELS
from .processes import observing
from .serving import served
from .simulator import SimulatedFlink, SimulatedJob


def test_a_slow_cluster_is_asked_less_often() -> None:
    """Twice as seldom each time, up to a limit; and as often as before when it is quick again."""
    pace = Pace(10.0)
    waits = []
    for took in (0.1, 6.0, 6.0, 6.0, 6.0, 6.0, 0.1, 0.1, 0.1, 0.1):
        pace.answered(took)
        waits.append(pace.wait(took))

    assert [9.9, 14.0, 34.0, 74.0, 154.0, 154.0, 79.9, 39.9, 19.9, 9.9] == waits


def test_a_cluster_that_is_away_is_asked_less_often() -> None:
    """And as often as before as soon as it answers: what became of its jobs is told without delay."""
    pace = Pace(10.0)
    waits = []
    for _ in range(5):
        pace.failed()
        waits.append(pace.wait(0.0))
    pace.answered(0.1)

    assert [20.0, 40.0, 80.0, 160.0, 160.0] == waits
    assert 10.0 == pace.wait(0.0)


def test_a_look_that_takes_long_leaves_a_pause() -> None:
    """A JobManager has other things to do."""
    assert 1.0 == Pace(10.0).wait(25.0)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_in_order(tmp_path: Path, how: signal.Signals) -> None:
    """At once, also in the middle of an answer that does not come; without a word of Python's."""
    flink = SimulatedFlink()
    arrived = threading.Event()

    async def hang(request: web.BaseRequest) -> web.StreamResponse:
        arrived.set()
        await asyncio.sleep(60)
        return web.Response()

    flink.instead = hang
    with served(flink) as urls, observing(tmp_path / "data", {"slow": urls[0]}) as process:
        assert arrived.wait(20)
        began = time.monotonic()

        assert 0 == process.stop(how)

        assert time.monotonic() - began < 5
        assert [] == [line for line in process.lines if "Traceback" in line]


def test_a_slow_answer_is_one_line(tmp_path: Path) -> None:
    """And changes nothing."""
    flink = SimulatedFlink()

    async def hang(request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(60)
        return web.Response()

    flink.instead = hang
    place = tmp_path / "data"
    with (
        served(flink) as urls,
        observing(place, {"slow": urls[0]}, "--request-seconds=0.2") as process,
    ):
        line = process.wait_for_line("does not answer in time")

    assert line.endswith(
        f"{urls[0]} does not answer in time; nothing is changed, and it is asked less often"
    )


class Away(ObservedStore):
    """A store that fails at first."""

    fails = 3

    def change(self, account: str, cluster: str, job_ids: Sequence[str], change: Change) -> None:
        self.fails -= 1
        if self.fails >= 0:
            raise UnavailableError("the database is away")
        super().change(account, cluster, job_ids, change)


def test_a_store_that_is_away_loses_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What could not be written is seen again at the next look."""
    flink = SimulatedFlink()
    flink.add(SimulatedJob("seed-stream").labelled(**LABELS))

    with served(flink) as urls, open_data(tmp_path / "data") as data:
        store = Away(data.jobs._database)

        async def run() -> None:
            stop = asyncio.Event()
            how = Observing(clusters=[ClusterPlace(name="one", url=urls[0])], interval=0.1)
            task = asyncio.create_task(observe(how, store, "owner", stop))
            while not list(data.jobs.documents("owner")):
                await asyncio.sleep(0.05)
            stop.set()
            await task

        asyncio.run(asyncio.wait_for(run(), 20))

    assert ["one: the database is away"] == [
        record.getMessage() for record in caplog.records if record.levelname == "WARNING"
    ]


def test_settings_come_from_the_environment_and_a_shared_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file may hold the settings of `serve`, too; several clusters are a list."""
    from flinkjobs_target.settings import ObserveSettings, read_settings

    file = tmp_path / "target.toml"
    file.write_text('port = 1\ncluster = ["a=http://a", "b=http://b"]\ninterval = 5\n')
    environ: Mapping[str, str] = {
        "FLINKJOBS_TARGET_CONFIG": str(file),
        "FLINKJOBS_TARGET_HISTORY_SERVER": "a=http://c b=http://d",
    }

    settings = read_settings(ObserveSettings, {"interval": "7"}, environ)

    assert (("a=http://a", "b=http://b"), ("a=http://c", "b=http://d"), 7.0) == (
        settings.cluster,
        settings.history_server,
        settings.interval,
    )


def test_unassigned_lists_each_job_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On one line, whatever is in its name."""
    flink = SimulatedFlink()
    flink.add(SimulatedJob("to-stop").named("evil\x1b[2J\nname"))
    place = tmp_path / "data"
    with served(flink) as urls, observing(place, {"prod": urls[0]}) as process:
        process.wait_for_line("prod: 1 new jobs, 1 of them unassigned")

    assert 0 == cli.main(["unassigned", f"--data={place}"])

    assert (
        "prod  6f3d7e05-8526-8956-9d89-0ca5927cd13a  2026-11-22T12:22:30Z  CANCELLED  "
        "evil [2J name  (no deployment record fits, and it has no labels)\n"
    ) == capsys.readouterr().out
