"""Races: calls that contradict each other have one outcome each, and leave nothing half written."""

# ruff: noqa: B023 (functions of a loop are called before it goes on)

import asyncio
import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from flinkjobs.server import OperationFailure
from flinkjobs_target.engine.results import record
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.engine.simulated.script import build_script
from flinkjobs_target.storage import open_storage

from ...sizes import RACES
from ..conftest import FakeClock
from .conftest import DeployLoop, loaded_job
from .invariants import check_invariants

Call: TypeAlias = Callable[[DeployLoop], Any]
CALLERS = 4


class Callers:
    """Deploy loops on one location, each with connections of its own, as processes have them."""

    def __init__(self, loops: list[DeployLoop]) -> None:
        self.loops = loops
        self.first = loops[0]

    def at_once(self, *calls: Call) -> list[Any]:
        """Make calls at one moment, each with a loop of its own; return their results or codes."""
        barrier = threading.Barrier(len(calls))

        def run(number: int) -> Any:
            barrier.wait()
            try:
                return calls[number](self.loops[number])
            except OperationFailure as failure:
                return failure.code

        order = random.sample(range(len(calls)), len(calls))
        with ThreadPoolExecutor(len(calls)) as threads:
            results = dict(zip(order, threads.map(run, order), strict=True))
        check_invariants(self.first.data)
        return [results[number] for number in range(len(calls))]


@pytest.fixture
def callers(location: Path | str, clock: FakeClock) -> Iterator[Callers]:
    """Four callers, whose clock stands still."""
    with ExitStack() as stack:
        engine = SimulatedEngine()
        loops = [
            DeployLoop(stack.enter_context(open_storage(location)), clock, engine)
            for _ in range(CALLERS)
        ]
        yield Callers(loops)


def codes(results: list[Any]) -> Counter[str]:
    """Count the codes of results; those of successful calls are "done"."""
    return Counter(result if isinstance(result, str) else "done" for result in results)


def test_one_of_many_starts_wins(callers: Callers) -> None:
    """The others are told which job runs."""
    for number in range(RACES):
        deployment_id = callers.first.create(f"orders {number}")["deploymentId"]
        results = callers.at_once(*[lambda loop, id=deployment_id: loop.start(id)] * CALLERS)

        assert codes(results) == {"done": 1, "990302": CALLERS - 1}
        assert len(callers.first.jobs(deployment_id)) == 1


def test_one_job_id_is_one_start(callers: Callers) -> None:
    """Repeated, all get the same job; of two deployments, one gets it."""
    for number in range(RACES):
        job_id, other_id = str(uuid.uuid4()), str(uuid.uuid4())
        first, second = (
            callers.first.create(f"{name} {number}")["deploymentId"] for name in ("a", "b")
        )
        repeated = callers.at_once(*[lambda loop: loop.start(first, jobId=job_id)] * CALLERS)
        callers.first.stop(job_id)
        callers.first.pass_time()
        elsewhere = callers.at_once(
            lambda loop: loop.start(first, jobId=other_id),
            lambda loop: loop.start(second, jobId=other_id),
        )

        assert [job["jobId"] for job in repeated] == [job_id] * CALLERS
        assert codes(elsewhere) == {"done": 1, "990302": 1}


def test_start_against_delete(callers: Callers) -> None:
    """Either the deployment is gone, or it runs."""
    for number in range(RACES):
        deployment_id = callers.first.create(f"orders {number}")["deploymentId"]
        started, deleted = callers.at_once(
            lambda loop: loop.start(deployment_id)["deploymentId"],
            lambda loop: loop.delete(deployment_id),
        )

        assert (started, deleted) in [(deployment_id, "990302"), ("990301", None)]


def test_stop_against_savepoint(callers: Callers) -> None:
    """A stop with a savepoint and a savepoint exclude each other."""
    for number in range(RACES):
        deployment_id, job_id = callers.first.running(f"orders {number}")
        results = callers.at_once(
            lambda loop: loop.stop(job_id, "STOP_WITH_SAVEPOINT"),
            lambda loop: loop.take_savepoint(deployment_id),
        )

        assert codes(results) == {"done": 1, "990302": 1}


def test_stop_at_once_against_everything(callers: Callers) -> None:
    """It always succeeds, and the job ends, whatever else was asked for."""
    for number in range(RACES):
        deployment_id, job_id = callers.first.running(f"orders {number}")
        results = callers.at_once(
            lambda loop: loop.stop(job_id),
            lambda loop: loop.stop(job_id, "STOP_WITH_SAVEPOINT"),
            lambda loop: loop.take_savepoint(deployment_id),
            lambda loop: asyncio.run(loop.reconciler.step()),
        )
        callers.first.pass_time()

        assert codes(results[:1]) == {"done": 1}
        assert callers.first.state(job_id) == "CANCELLED"
        check_invariants(callers.first.data)


def test_update_against_start(callers: Callers) -> None:
    """Both succeed; the deployment has changed when the job does not have the change."""
    for number in range(RACES):
        deployment_id = callers.first.create(f"orders {number}")["deploymentId"]
        job, _ = callers.at_once(
            lambda loop: loop.start(deployment_id),
            lambda loop: loop.update(deployment_id, flinkConf={"a": "1"}),
        )

        deployment = callers.first.deployment(deployment_id)
        assert deployment["flinkConf"] == {"a": "1"}
        assert deployment["deploymentHasChanged"] == ("flinkConf" not in job)


def test_one_name_is_given_once(callers: Callers) -> None:
    """Of creations and of renamings."""
    for number in range(RACES):
        ids = [callers.first.create(f"{number} {n}")["deploymentId"] for n in range(2)]
        results = callers.at_once(
            lambda loop: loop.create(f"orders {number}"),
            lambda loop: loop.create(f"orders {number}"),
            lambda loop: loop.update(ids[0], name=f"orders {number}"),
            lambda loop: loop.update(ids[1], name=f"orders {number}"),
        )

        assert codes(results) == {"done": 1, "990302": 3}


def test_changes_of_two_deployments(callers: Callers) -> None:
    """Loading new deployments does not block renaming: locks are taken in one order."""
    for number in range(RACES):
        ids = [callers.first.create(f"{number} {n}")["deploymentId"] for n in range(2)]
        deployments = [*(f"loaded {number} {n}" for n in range(3)), *ids]
        batch = [loaded_job(id, f"job of {id}", "FINISHED") for id in deployments]
        callers.at_once(
            lambda loop: loop.data.jobs.put("owner", batch),
            lambda loop: loop.update(ids[1], name=f"new {number} 1"),
            lambda loop: loop.update(ids[0], name=f"new {number} 0"),
        )


def test_two_reconcilers_record_an_event_once(callers: Callers, clock: FakeClock) -> None:
    """The second result is dropped: the run has changed."""
    for number in range(RACES):
        deployment_id, job_id = callers.first.running(f"orders {number}")
        callers.first.take_savepoint(deployment_id)
        clock.now += timedelta(seconds=5)
        callers.first.stop(job_id)
        clock.now += timedelta(seconds=1)
        callers.at_once(*[lambda loop: asyncio.run(loop.reconciler.step())] * CALLERS)

        savepoints = callers.first.savepoints(job_id=job_id)
        assert callers.first.state(job_id) == "CANCELLED"
        assert Counter(savepoint["savepointOrigin"] for savepoint in savepoints) == {
            "USER_REQUEST": 1,
            "RETAINED_CHECKPOINT": 1,
        }


def test_a_result_is_stored_once(callers: Callers, clock: FakeClock) -> None:
    """Of a run that was read before another result of it was stored."""
    _, job_id = callers.first.running()
    callers.first.stop(job_id)
    clock.now += timedelta(seconds=1)
    loop = callers.first
    now = loop.reconciler.now()
    [run] = asyncio.run(
        loop.data.deploying.read(lambda tables: tables.runs.due("simulated", now, 9))
    )
    result = asyncio.run(loop.engine.step(run, now))
    stored = [
        asyncio.run(loop.data.deploying.write(lambda tables: record(tables, run, result, now)))
        for _ in range(2)
    ]

    assert stored == [True, False]
    check_invariants(loop.data)


def test_every_poll_is_counted(callers: Callers) -> None:
    """Those of several callers, too, at one moment."""
    callers.first.engine.add(build_script([("STARTING", 3 * CALLERS), "RUNNING"]))
    deployment_id = callers.first.create()["deploymentId"]
    job_id = callers.first.start(deployment_id)["jobId"]

    def poll(loop: DeployLoop) -> None:
        async def count() -> None:
            await loop.reconciler.count_polls(await loop.reconciler.polled())

        for _ in range(3):
            asyncio.run(count())

    callers.at_once(*[poll] * CALLERS)
    before = callers.first.state(job_id)
    poll(callers.first)

    assert (before, callers.first.state(job_id)) == ("STARTING", "RUNNING")
