"""A load notices what must not be."""

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from flinkjobs_target.storage import Data, open_data

from ..target.processes import Server, serving
from . import bad, good
from .caller import Caller
from .ending import compare
from .load import Act, Load
from .outages import Outages
from .plan import Plan
from .world import STEADY, World


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Data]:
    with open_data(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def world(data: Data) -> World:
    made = World(data)
    made.growing.write()
    return made


@pytest.fixture
def target(tmp_path: Path, world: World) -> Iterator[Server]:
    flags = ("--admin=127.0.0.1:0", "--faults", "--access-log=none")
    with (tmp_path / "log").open("w") as log, serving(tmp_path / "data", *flags, log=log) as server:
        yield server


def blamed(target: Server, world: World, *acts: Act, outages: Outages | None = None) -> list[str]:
    """Send requests one by one; give what a load blames of them."""

    async def send() -> list[str]:
        async with Caller(target.url, world, random.Random(1)) as caller:
            load = Load(caller, Plan(seconds=1, rate=1), outages or Outages())
            for act in acts:
                await load.act(act, 0.0)
            return load.tally.messages

    return asyncio.run(send())


def order(target: Server, fault: dict[str, object]) -> None:
    urllib3.request("POST", f"{target.admin}/faults", json=fault)


def test_a_sound_target_is_not_blamed(target: Server, world: World) -> None:
    """Neither for answers nor for refusals."""
    assert [] == blamed(target, world, good.a_page, good.a_growing_page, bad.a_replay, bad.a_post)


@pytest.mark.parametrize(
    "fault", [{"kind": "answer", "status": 500}, {"kind": "html"}, {"kind": "reset"}]
)
def test_a_failure_is_blamed(target: Server, world: World, fault: dict[str, object]) -> None:
    """Whether it comes in the contract's form, in another one, or as no answer at all."""
    order(target, fault)

    assert 1 == len(blamed(target, world, good.a_page))


def test_being_away_is_excused_only_when_it_was_ordered(target: Server, world: World) -> None:
    """ServiceUnavailable while the database is there is blamed."""
    away = {"kind": "answer", "status": 503, "code": "ServiceUnavailable"}
    stopped = Outages()
    stopped.begin()
    order(target, away)
    excused = blamed(target, world, good.a_page, outages=stopped)
    order(target, away)
    found = blamed(target, world, good.a_page)

    assert ([], 1) == (excused, len(found))


def test_a_job_that_is_gone_is_noticed(target: Server, world: World, data: Data) -> None:
    """By the pages that it was on."""
    data.jobs.delete("owner", STEADY, [world.jobs[0]["jobId"]])

    (message,) = blamed(target, world, good.a_page)
    assert "299 jobs" in message


def test_lost_repeated_and_foreign_jobs_are_counted() -> None:
    """Each by itself."""
    assert (3, 1, 2, 1) == compare({"a", "b", "c"}, ["a", "a", "a", "b", "x"])
