"""Several processes on one location: one outcome of each race, and all work done after kills."""

import asyncio
import json
import random
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import msgspec

from flinkjobs import Client, FlinkJobsError, ServiceError
from flinkjobs_target.engine.reconciler import Reconciler
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.store.tables import Tables

from ...sizes import KILLS, RACES
from ..conftest import FakeClock
from ..processes import Server, serving
from .conftest import SQL
from .invariants import check_invariants

QUICK = {
    "phases": [
        {"state": "STARTING", "seconds": 0.02},
        {"state": "RUNNING", "seconds": 0.3},
        {"state": "FINISHED"},
    ],
    "savepoint_seconds": 0.05,
}


def create(client: Client, name: str) -> str:
    """Create a streaming deployment; return its id."""
    body = {"name": name, "executionMode": "STREAMING", "artifact": SQL}
    return str(client.deployments.create(body=body).deployment_id)


def start(deployment_id: str, barrier: threading.Barrier, client: Client) -> str:
    """Start a deployment when all others do; return the code of the outcome."""
    barrier.wait()
    try:
        client.jobs.start(body={"deploymentId": deployment_id})
    except ServiceError as error:
        return str(error.code)
    return "done"


def test_one_of_many_starts_in_several_processes_wins(location: Path | str) -> None:
    """Each process has its own connections, its own reconciler and its own callers."""
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(location, "--access-log=none")) for _ in range(2)]
        clients = [stack.enter_context(server.client()) for server in servers for _ in range(3)]
        outcomes = Counter[str]()
        for number in range(RACES):
            deployment_id = create(clients[0], f"orders {number}")
            barrier = threading.Barrier(len(clients))

            with ThreadPoolExecutor(len(clients)) as threads:
                outcomes.update(threads.map(partial(start, deployment_id, barrier), clients))
        with open_storage(location) as data:
            jobs = check_invariants(data)

    assert outcomes == {"done": RACES, "990302": RACES * (len(clients) - 1)}
    assert jobs == RACES


class Load:
    """A caller that starts, stops and takes savepoints until its server is gone."""

    def __init__(self, server: Server, seed: int) -> None:
        self._client = server.client()
        self._random = random.Random(seed)
        self.started: list[str] = []

    def run(self) -> None:
        """Deploy until a call fails because there is no server."""
        with suppress(FlinkJobsError), self._client as client:
            deployments = [create(client, uuid.uuid4().hex) for _ in range(3)]
            while True:
                self._act(client, self._random.choice(deployments))

    def _act(self, client: Client, deployment_id: str) -> None:
        with suppress(ServiceError):  # it runs already, has ended, is stopping …
            match self._random.randrange(4):
                case 0 | 1:
                    job = client.jobs.start(body={"deploymentId": deployment_id})
                    self.started.append(str(job.job_id))
                case 2:
                    client.savepoints.create(body={"deploymentId": deployment_id})
                case _:
                    strategy = self._random.choice(["NONE", "STOP_WITH_SAVEPOINT"])
                    job_id = self._random.choice(self.started or [deployment_id])
                    client.jobs.stop(job_id=job_id, body={"stopStrategy": strategy})


def test_a_killed_target_leaves_nothing_half_done(
    location: Path | str, tmp_path: Path, clock: FakeClock
) -> None:
    """Acknowledged starts are there, tables agree, and every run reaches its end after a restart."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    file = tmp_path / "scripts.json"
    file.write_text(json.dumps(QUICK))
    flags = (f"--script={file}", "--access-log=none")
    started: list[str] = []
    for _ in range(KILLS):
        with serving(location, *flags) as server:
            loads = [Load(server, rng.randrange(2**32)) for _ in range(3)]
            threads = [threading.Thread(target=load.run) for load in loads]
            for thread in threads:
                thread.start()
            time.sleep(0.3 + rng.random())
            server.process.kill()
            for thread in threads:
                thread.join()
        started += [job_id for load in loads for job_id in load.started]
        with open_storage(location) as data:
            jobs = check_invariants(data)
    with open_storage(location) as data:
        states = finish(data, clock)
        check_invariants(data)

    assert 0 < len(started) <= jobs == len(states)
    assert set(started) <= set(states)
    assert set(states.values()) <= {"FINISHED", "CANCELLED"}


def finish(data: Storage, clock: FakeClock) -> dict[str, str]:
    """Let a reconciler bring all runs to their ends; return the states of their jobs by id."""
    clock.now += timedelta(days=9999)
    asyncio.run(Reconciler(data.deploying, SimulatedEngine(), clock).step())

    def read(tables: Tables) -> dict[str, str]:
        runs = tables.runs.of_engine("simulated")
        documents = {run.job_id: tables.job_document(run.key, run.job_id) for run in runs}
        assert [run.job_id for run in runs if run.due is not None] == []
        return {
            job_id: msgspec.json.decode(document or b"")["status"]["currentJobStatus"]
            for job_id, document in documents.items()
        }

    return asyncio.run(data.deploying.read(read))
