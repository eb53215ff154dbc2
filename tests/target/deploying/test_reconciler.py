"""The reconciler: one bad run, outages of the database, its cost when idle, its metrics, its end."""

import asyncio
import logging
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
import urllib3

from flinkjobs_target.engine.interface import StepResult
from flinkjobs_target.engine.reconciler import Reconciler
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.runs import NEVER, Run
from flinkjobs_target.store.types import DeploymentKey, StoredJob

from ..conftest import FakeClock
from ..postgresql import required_binaries, running_server
from ..processes import serving, wait_until
from .conftest import DeployLoop
from .test_scripts import start

HTTP = urllib3.PoolManager(retries=False)
MANY = 10_000


class FailingEngine(SimulatedEngine):
    """An engine that cannot step some jobs."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: set[str] = set()

    async def step(self, run: Run, now: int) -> StepResult:
        if run.job_id in self.bad:
            raise OSError("connection refused")
        return await super().step(run, now)


def test_one_bad_run_holds_up_no_other(
    loop: DeployLoop, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    """It is tried again later, and counted."""
    engine, outcomes = FailingEngine(), list[tuple[str, bool]]()
    loop.reconciler = Reconciler(
        loop.data.deploying, engine, clock, lambda *outcome: outcomes.append(outcome)
    )
    bad = loop.start(loop.create("bad")["deploymentId"])["jobId"]
    engine.bad.add(bad)
    good = loop.running("good")[1]
    before = loop.state(bad), loop.state(good), list(outcomes)
    engine.bad.clear()
    loop.pass_time()

    assert before == (
        "STARTING",
        "RUNNING",
        [("simulated", False), ("simulated", True)],
    )
    assert loop.state(bad) == "RUNNING"
    assert f"a step of job {bad} failed; it is repeated" in caplog.text


def test_an_outage_is_one_line_and_passes(
    clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Of a server that is stopped while runs are due."""
    with running_server(required_binaries()) as server, open_storage(server.url()) as data:
        loop = DeployLoop(data, clock, SimulatedEngine())
        job_id = loop.running()[1]
        loop.stop(job_id)
        clock.move(seconds=1)

        async def outlive() -> None:
            async with loop.reconciler.running():
                server.stop()
                loop.reconciler.wake()
                await asyncio.sleep(1.5)
                server.start()
                for _ in range(100):
                    if "available again" in caplog.text:
                        return
                    await asyncio.sleep(0.1)

        with caplog.at_level(logging.WARNING):
            asyncio.run(outlive())
        lines = [record.getMessage() for record in caplog.records]

        assert len(lines) == 2, lines
        assert lines[1].startswith("the storage is available again; 0 requests were refused in ")
        assert loop.state(job_id) == "CANCELLED"


def fill(loop: DeployLoop) -> None:
    """Store running jobs, of which none is due."""
    _, job_id = loop.running()
    [run] = asyncio.run(loop.data.deploying.read(lambda tables: tables.runs.of_engine("simulated")))
    assert (run.job_id, run.due) == (job_id, NEVER)
    key = DeploymentKey("w", "n", "many")
    runs = [msgspec.structs.replace(run, key=key, job_id=f"job {n}") for n in range(MANY)]
    jobs = [
        StoredJob(
            deployment=key, job_id=each.job_id, gmt_create=1, status="RUNNING", document=b"{}"
        )
        for each in runs
    ]
    loop.data.jobs.put("owner", jobs)

    def insert(tables: Any) -> None:
        for each in runs:
            tables.runs.insert(each)

    asyncio.run(loop.data.deploying.write(insert))


def test_many_running_jobs_cost_little(loop: DeployLoop) -> None:
    """A look that finds nothing to do takes as long as without any job, a few milliseconds."""
    fill(loop)

    async def look() -> float:
        begin = time.perf_counter()
        for _ in range(20):
            await loop.reconciler.step()
        return (time.perf_counter() - begin) / 20

    assert min(asyncio.run(look()) for _ in range(3)) < 0.02


def test_metrics_count_steps_and_running_jobs(tmp_path: Path) -> None:
    """By engine and outcome, and by state."""
    with (
        serving(tmp_path, "--admin=127.0.0.1:0", "--access-log=none") as server,
        server.client() as client,
    ):
        client.jobs.wait(job_id=start(client), poll=0.05)
        text = HTTP.request("GET", f"{server.admin}/metrics").data.decode()

    assert 'flinkjobs_runs{state="RUNNING"} 1.0' in text
    assert 'flinkjobs_engine_steps_total{engine="simulated",outcome="succeeded"} 1.0' in text


def test_a_target_stops_while_jobs_run(tmp_path: Path) -> None:
    """At once, and without an error; a restart goes on with them."""
    with serving(tmp_path, "--access-log=none") as server, server.client() as client:
        job_id = start(client)
        server.process.terminate()
        begin = time.monotonic()
        _, errors = server.process.communicate(timeout=10)
        outcome = server.process.returncode, errors, time.monotonic() - begin < 5
    with serving(tmp_path, "--access-log=none") as server, server.client() as client:
        wait_until(lambda: client.jobs.get(job_id=job_id).state == "RUNNING")

    assert outcome == (0, "", True)
