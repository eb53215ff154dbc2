"""Latency at half the capacity, and beyond it: the target alone, and with others on its storage.

The others are, in processes of their own, a writer, an observer of two simulated clusters, and
changes of access keys. Load is open-loop (`open_loop.py`).

FLINKJOBS_BENCH_SECONDS   length of each run (default 10)
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import is_postgresql_url, open_storage
from flinkjobs_target.store.jobs import DeploymentKey
from flinkjobs_target.store.keys import KeyRecord
from flinkjobs_target.tenants import Tenant

from ...observe.bulk_clusters_process import running_bulk_clusters
from .load import send_requests
from .open_loop import LoadResult, send_open_loop
from .results import Benchmark, Finding, compare
from .servers import RunningServer, prepared_tenant, running_target_server, signed_request
from .stores import postgresql_locations, small_jobs

__all__ = ["BENCHMARKS", "change"]

SECONDS = float(os.environ.get("FLINKJOBS_BENCH_SECONDS", "10"))
_CAPACITY_REQUESTS = 3000
_CHANGES = "from tests.harness.bench.under_load import change; import sys; change(sys.argv[1])"


def under_load() -> Sequence[Finding]:
    """Compare the 99th percentile with the median, at half the capacity of each database."""
    findings: list[Finding] = []
    with ExitStack() as stack:
        locations = {"SQLite": stack.enter_context(tempfile.TemporaryDirectory())}
        new_location = stack.enter_context(postgresql_locations())
        if new_location is not None:
            locations["PostgreSQL"] = new_location()
        for name, location in locations.items():
            findings += _measure(name, location)
    return findings


def _measure(name: str, location: str) -> Iterator[Finding]:
    with (
        prepared_tenant(location) as (tenant, key),
        running_target_server(location, "--access-log=none") as server,
    ):
        capacity = 1 / _closed_loop(server, tenant, key)
        print(f"          {name}: {capacity:.0f} requests/s with 16 connections")
        run = _run(name, "alone", server, (tenant, key), capacity / 2)
        yield _compared(f"p99 at half the capacity, {name}", run)
        with _others(location):
            run = _run(name, "with others", server, (tenant, key), capacity / 2)
        yield _compared(f"p99 at half the capacity, others at work, {name}", run)
        run = _run(name, "overloaded", server, (tenant, key), capacity * 1.5)
        slowest = run.latency.maximum
        yield compare(f"slowest at 1.5 times the capacity, {name}", slowest, 1.0, peer="a second")


def _closed_loop(server: RunningServer, tenant: Tenant, key: KeyRecord) -> float:
    """Return the seconds of a request when 16 connections send one after the other."""
    process, port = server
    requests = [signed_request(tenant, key, port) for _ in range(_CAPACITY_REQUESTS)]
    return send_requests(process.pid, port, requests).wall


def _run(
    name: str, label: str, server: RunningServer, caller: tuple[Tenant, KeyRecord], rate: float
) -> LoadResult:
    port = server[1]
    requests = [signed_request(*caller, port) for _ in range(int(rate * SECONDS))]
    result = send_open_loop(port, requests, rate)
    print(
        f"          {name}, {label}, {rate:.0f}/s: {result.latency}; "
        f"sender late {result.lateness}; "
        f"statuses {dict(result.statuses)}, unanswered {result.unanswered}"
    )
    return result


def _compared(label: str, run: LoadResult) -> Finding:
    return compare(label, run.latency.p99, run.latency.p50, at_most=10.0, peer="median")


@contextmanager
def _others(location: str) -> Iterator[None]:
    """Run a writer with key changes, and an observer, in processes of their own."""
    with running_bulk_clusters(2, 50) as clusters:
        observed = [f"--cluster=c{number}={url}" for number, url in enumerate(clusters.urls)]
        commands = (
            ["-c", _CHANGES, location],
            ["-m", "flinkjobs_target", "observe", f"--data={location}", "--interval=1", *observed],
        )
        processes = [
            subprocess.Popen(
                [sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for command in commands
        ]
        try:
            time.sleep(2)
            assert [process.poll() for process in processes] == [None, None]
            yield
        finally:
            for process in processes:
                process.kill()
                process.wait()


def change(location: str) -> None:
    """Write 200 jobs and disable or enable a key each second, until somebody kills it."""
    key = DeploymentKey("busy", "n", "d")
    with open_storage(location if is_postgresql_url(location) else Path(location)) as data:
        keyring = Keyring(data.keys)
        changed = keyring.create("busy")
        jobs = small_jobs(10**9, (key,), seed=time.time_ns())
        for number in count():
            data.jobs.put("busy", [next(jobs) for _ in range(20)])
            if number % 10 == 0:
                keyring.set_active(changed.id, number % 20 == 0)
            time.sleep(0.1)


BENCHMARKS = (
    Benchmark("load", "latency at half the capacity and beyond it", under_load, slow=True),
)
