"""Two observers on one store."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from flinkjobs_target.observe.observer import ClusterEndpoints, ObserverConfig, observe
from flinkjobs_target.observe.status import ObserverStatus
from flinkjobs_target.storage import open_storage

from .conftest import LABELS, ManualObserver
from .published_jobs import published_jobs
from .server import serve_clusters
from .simulator import SimulatedFlink, SimulatedJob


def test_a_job_is_published_once(
    flink: SimulatedFlink, make_observer: Callable[..., ManualObserver], job: SimulatedJob
) -> None:
    """Either observer may discover it."""
    first, second = make_observer(), make_observer()
    flink.add(job)

    first.poll()
    second.poll(2)
    job.enter_state("FINISHED", 1_795_350_400_000)
    second.poll()
    first.poll()

    assert len(first.jobs()) == 1
    assert first.job()["status"]["currentJobStatus"] == "FINISHED"


def test_an_outdated_poll_is_ignored(
    flink: SimulatedFlink, make_observer: Callable[..., ManualObserver], job: SimulatedJob
) -> None:
    """Facts that are older than the stored ones change nothing."""
    slow, quick = make_observer(), make_observer()
    flink.add(job.enter_state("RESTARTING", 1_795_350_400_000).with_restarts(5))
    quick.poll()

    job.enter_state("RUNNING", 1_795_350_300_000, running=4).with_restarts(4)
    slow.poll()

    assert slow.job()["status"]["running"]["observedFlinkJobRestarts"] == 5


def test_a_lost_job_is_not_requested_by_the_other_observer(
    flink: SimulatedFlink, make_observer: Callable[..., ManualObserver], job: SimulatedJob
) -> None:
    """The second observer keeps the lost job and polls the listing only."""
    first, second = make_observer(), make_observer()
    flink.add(job)
    first.poll()
    second.poll()
    flink.jobs.clear()
    first.poll(3)
    before = first.job()

    second.poll(3)
    flink.request_counts.clear()
    second.poll(2)

    assert second.job() == before
    assert dict(flink.request_counts) == {"jobs/overview": 2}


def test_an_observer_takes_over_jobs_of_the_other(
    flink: SimulatedFlink, make_observer: Callable[..., ManualObserver], job: SimulatedJob
) -> None:
    """Both notice that a job is missing, whoever stored it."""
    first, second = make_observer(), make_observer()
    flink.add(job)
    first.poll()
    second.poll()
    flink.restart()

    second.poll(3)

    assert second.job()["status"]["currentJobStatus"] == "FAILED"


def test_simultaneous_polls_store_each_job_once(location: Path | str) -> None:
    """Jobs change while both poll as often as they can; each ends in its last state."""
    flink = SimulatedFlink()
    jobs = [
        SimulatedJob("seed-stream", job_id=f"{n:032x}").with_labels(**LABELS) for n in range(60)
    ]
    flink.add(*jobs)

    async def run(urls: list[str]) -> list[str]:
        stop = asyncio.Event()
        clusters = [ClusterEndpoints(name="prod", url=urls[0])]
        config = ObserverConfig(clusters=clusters, interval=0.1)
        with open_storage(location) as first, open_storage(location) as second:
            status = ObserverStatus(["prod"], interval=0.1, unhealthy_after=3)
            tasks = [
                asyncio.create_task(observe(config, data.observed, "owner", stop, status))
                for data in (first, second)
            ]
            for at, state in enumerate(("RESTARTING", "RUNNING", "CANCELLING", "CANCELED")):
                for job in jobs:
                    job.enter_state(state, 1_795_350_000_000 + at, running=4)
                    await asyncio.sleep(0.005)
            states = [""]
            while states != ["CANCELLED"] * len(jobs):
                await asyncio.sleep(0.05)
                documents = published_jobs(first)
                states = [
                    json.loads(document)["status"]["currentJobStatus"] for document in documents
                ]
            stop.set()
            await asyncio.gather(*tasks)
        return states

    with serve_clusters(flink) as urls:
        states = asyncio.run(asyncio.wait_for(run(urls), 30))

    assert states == ["CANCELLED"] * len(jobs)
