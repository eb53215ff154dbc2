"""Two observers on one store: what one has written the other one sees."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from flinkjobs_target.observe.observer import ClusterPlace, Observing, observe
from flinkjobs_target.storage import open_data

from .conftest import LABELS, Observer
from .serving import served
from .simulator import SimulatedFlink, SimulatedJob


def test_both_write_the_same(
    flink: SimulatedFlink, make_observer: Callable[..., Observer], job: SimulatedJob
) -> None:
    """A job is published once, whoever sees it first."""
    one, other = make_observer(), make_observer()
    flink.add(job)

    one.look()
    other.look(2)
    job.becomes("FINISHED", 1_795_350_400_000)
    other.look()
    one.look()

    assert 1 == len(one.jobs())
    assert "FINISHED" == one.job()["status"]["currentJobStatus"]


def test_a_late_one_takes_nothing_back(
    flink: SimulatedFlink, make_observer: Callable[..., Observer], job: SimulatedJob
) -> None:
    """What it saw earlier than the other one wrote does not count."""
    slow, quick = make_observer(), make_observer()
    flink.add(job.becomes("RESTARTING", 1_795_350_400_000).restarts(5))
    quick.look()

    job.becomes("RUNNING", 1_795_350_300_000, running=4).restarts(4)
    slow.look()

    assert 5 == slow.job()["status"]["running"]["observedFlinkJobRestarts"]


def test_what_one_lost_the_other_leaves(
    flink: SimulatedFlink, make_observer: Callable[..., Observer], job: SimulatedJob
) -> None:
    """And no longer asks for."""
    one, other = make_observer(), make_observer()
    flink.add(job)
    one.look()
    other.look()
    flink.jobs.clear()
    one.look(3)
    before = one.job()

    other.look(3)
    flink.asked.clear()
    other.look(2)

    assert before == other.job()
    assert {"jobs/overview": 2} == dict(flink.asked)


def test_one_goes_on_where_the_other_stopped(
    flink: SimulatedFlink, make_observer: Callable[..., Observer], job: SimulatedJob
) -> None:
    """A job that only the other one wrote is missed by both."""
    one, other = make_observer(), make_observer()
    flink.add(job)
    one.look()
    other.look()
    flink.jobs.clear()

    other.look(3)

    assert "FAILED" == other.job()["status"]["currentJobStatus"]


def test_at_the_same_time(place: Path | str) -> None:
    """Two that look as often as they can, while jobs change: each job once, in its last state."""
    flink = SimulatedFlink()
    jobs = [SimulatedJob("seed-stream", job_id=f"{n:032x}").labelled(**LABELS) for n in range(60)]
    flink.add(*jobs)

    async def run(urls: list[str]) -> list[str]:
        stop = asyncio.Event()
        clusters = [ClusterPlace(name="prod", url=urls[0])]
        how = Observing(clusters=clusters, interval=0.1)
        with open_data(place) as one, open_data(place) as other:
            tasks = [
                asyncio.create_task(observe(how, data.observed, "owner", stop))
                for data in (one, other)
            ]
            for at, state in enumerate(("RESTARTING", "RUNNING", "CANCELLING", "CANCELED")):
                for job in jobs:
                    job.becomes(state, 1_795_350_000_000 + at, running=4)
                    await asyncio.sleep(0.005)
            states = [""]
            while states != ["CANCELLED"] * len(jobs):
                await asyncio.sleep(0.05)
                documents = one.jobs.documents("owner")
                states = [json.loads(one)["status"]["currentJobStatus"] for one in documents]
            stop.set()
            await asyncio.gather(*tasks)
        return states

    with served(flink) as urls:
        states = asyncio.run(asyncio.wait_for(run(urls), 30))

    assert ["CANCELLED"] * len(jobs) == states
