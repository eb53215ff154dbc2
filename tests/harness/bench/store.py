"""The store at size: deep pages, totals, a busy writer, loading and how it decays, memory.

How large it is and where, `stores.py` reads from the environment; and from there comes

FLINKJOBS_BENCH_LOAD    documents of 3.5 kB to load (default 50,000)
"""

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import structs

from flinkjobs import Client
from flinkjobs_target.storage import Storage, is_postgresql_url, open_storage
from flinkjobs_target.store.jobs import DeploymentKey, StoredJob, batches
from flinkjobs_target.store.sort_keys import SortOrder
from flinkjobs_target.testing.subprocess import running_target

from .harness import interleaved, wall_of
from .results import Benchmark, Comparison, Curve, Finding, compare
from .stores import (
    DATA,
    LARGE,
    SECOND,
    SMALL,
    STORE,
    built_store,
    make_jobs,
    postgresql_locations,
    small_jobs,
)

__all__ = ["BENCHMARKS"]

LOAD = int(os.environ.get("FLINKJOBS_BENCH_LOAD", "50000"))
WRITER = "from tests.harness.bench.store import write; import sys; write(sys.argv[1])"

Name: TypeAlias = Literal["gmt_create", "job_id", "status"]
Loading: TypeAlias = tuple[Sequence[float], float]
"""Seconds that a job took: one of every tenth, and one that was replaced."""


def _labelled(*findings: Comparison) -> Sequence[Finding]:
    """Name the database in the labels, where it is not the default one."""
    if STORE == "sqlite" and not is_postgresql_url(DATA):
        return findings
    return [structs.replace(finding, label=f"{finding.label}, PostgreSQL") for finding in findings]


def reader(client: Client, key: DeploymentKey, page: int, name: Name, size: int = 100) -> object:
    """Read a page over HTTP."""
    return client.jobs.list(
        deployment_id=key.deployment_id, page_index=page, page_size=size, sort_name=name
    ).total_size


def pages() -> Sequence[Finding]:
    """Compare deep pages of 100 with the first one, over HTTP, and totals of many with few."""
    with built_store() as path, running_target(path) as target:
        client = Client(
            endpoint=target.endpoint,
            access_key_id=target.access_key_id,
            access_key_secret=target.access_key_secret,
            workspace="w",
            namespace="n",
        )
        last = reader(client, LARGE, 1, "job_id")
        assert isinstance(last, int)
        page = last // 100
        read = partial(reader, client, LARGE)
        first, deep, middle, by_id, by_status, many, few = interleaved(
            [
                wall_of(lambda: read(1, "gmt_create"), 5),
                wall_of(lambda: read(page, "gmt_create"), 5),
                wall_of(lambda: read(page // 2, "gmt_create"), 5),
                wall_of(lambda: read(page, "job_id"), 5),
                wall_of(lambda: read(page, "status"), 5),
                wall_of(lambda: read(1, "gmt_create", 1), 20),
                wall_of(lambda: reader(client, SMALL, 1, "gmt_create", 1), 20),
            ],
            rounds=15,
        )
        memory = resident_bytes(target.endpoint)
        client.close()
    return _labelled(
        compare(f"page {page:,}, default order", deep, first, at_most=3.0, peer="page 1"),
        compare(f"page {page // 2:,}, default order", middle, first, at_most=3.0, peer="page 1"),
        compare(f"page {page:,} by job_id", by_id, 0.02, at_most=1.0, peer="20 ms"),
        compare(f"page {page:,} by status", by_status, 0.02, at_most=1.0, peer="20 ms"),
        compare(f"total of {last:,}", many, few, at_most=1.2, peer="total of 50"),
        compare(
            "memory of the server", memory, 150 * 2**20, at_most=1.0, peer="150 MiB", unit="bytes"
        ),
    )


def resident_bytes(endpoint: str) -> float:
    """Return the most memory, in bytes, that the server at an endpoint has had."""
    port = int(endpoint.rpartition(":")[2])
    inode = next(
        line.split()[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()
        if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"
    )
    for folder in Path("/proc").glob("[0-9]*/fd"):
        try:
            if any(os.readlink(fd) == f"socket:[{inode}]" for fd in folder.iterdir()):
                status = (folder.parent / "status").read_text()
                return int(status.partition("VmHWM:")[2].split()[0]) * 1024
        except OSError:
            continue
    raise RuntimeError(f"nobody listens at {endpoint}")


def busy() -> Sequence[Finding]:
    """Compare the slowest first pages while another process writes with those while it is quiet."""
    with built_store() as path, open_storage(path) as data:

        def slowest() -> float:
            return percentile(data, 0.99)

        def slowest_meanwhile() -> float:
            with subprocess.Popen([sys.executable, "-c", WRITER, str(path)]) as writer:
                time.sleep(1.0)
                try:
                    return percentile(data, 0.99)
                finally:
                    writer.kill()

        quiet, meanwhile = interleaved([slowest, slowest_meanwhile], rounds=5)
    peer = "nobody writes"
    return _labelled(
        compare("p99 of page 1, 1,000 jobs/s written", meanwhile, quiet, at_most=2.0, peer=peer),
    )


def percentile(data: Storage, share: float) -> float:
    """Read first pages at the pace of callers for three seconds; return a percentile of their times."""
    taken = []
    until = time.monotonic() + 3
    order = SortOrder("gmt_create", "desc")
    with asyncio.Runner() as runner:
        while time.monotonic() < until:
            begin = time.perf_counter()
            runner.run(data.jobs.page("owner", LARGE, order, limit=100, offset=0))
            taken.append(time.perf_counter() - begin)
            time.sleep(0.002)
    return statistics.quantiles(taken, n=1000)[round(share * 1000) - 1]


def write(location: str) -> None:
    """Write 1,000 jobs a second, in batches of 50, until somebody kills it."""
    with open_storage(location if is_postgresql_url(location) else Path(location)) as data:
        jobs, due = small_jobs(10**9, (LARGE,), seed=time.time_ns()), time.monotonic()
        while True:
            data.jobs.put("owner", [next(jobs) for _ in range(50)])
            due += 0.05
            time.sleep(max(0.0, due - time.monotonic()))


def loading() -> Sequence[Finding]:
    """Load documents of 3.5 kB, compare the last tenth with 5,000 jobs a second; replace a tenth."""
    with tempfile.TemporaryDirectory() as folder:
        took = {"SQLite": loaded(Path(folder) / "data")}
    with postgresql_locations() as new_location:
        if new_location is not None:
            took["PostgreSQL"] = loaded(new_location())
    tenths = [LOAD // 10 * number for number in range(1, 11)]
    return (
        *(finding for name, each in took.items() for finding in _of_loading(name, each)),
        Curve(
            label="time to load a job of 3.5 kB",
            across="jobs there",
            at=tenths,
            series={name: tenths for name, (tenths, _) in took.items()},
        ),
    )


def _of_loading(name: str, took: Loading) -> Iterator[Comparison]:
    """Compare the time of a job of the last tenth, and of a replaced one, with their limits."""
    tenths, replaced = took
    label = f"a job of 3.5 kB, {name}, at {LOAD:,}"
    yield compare(label, tenths[-1], 2e-4, at_most=1, peer="0.2 ms")
    yield compare(f"{label}, replaced", replaced, tenths[-1], at_most=2, peer="loaded")


def loaded(location: Path | str) -> Loading:
    """Load, then replace a tenth; return the time of a job of every tenth, and of a replaced one."""
    rng = random.Random(3)
    words = [f"{rng.getrandbits(40):x}" for _ in range(200)]
    text = " ".join(rng.choices(words, k=320)).encode()  # compresses as a job does, by half
    document = b'{"x":"%s"}' % text[:3490]
    jobs = make_jobs(LOAD, (LARGE, SECOND), document, 1)
    changed = (
        structs.replace(job, status="CHANGED")
        for job in make_jobs(LOAD // 10, (LARGE, SECOND), document[::-1], 1)
    )
    with open_storage(location) as data:
        tenths = [_put(data, islice(jobs, LOAD // 10)) for _ in range(10)]
        return tenths, _put(data, changed)


def _put(data: Storage, jobs: Iterator[StoredJob]) -> float:
    """Put a tenth of the jobs; return the time of one."""
    begin = time.perf_counter()
    for batch in batches(jobs):
        data.jobs.put_batch("owner", batch)
    return (time.perf_counter() - begin) / (LOAD // 10)


BENCHMARKS = (
    Benchmark("pages", "wall time of deep pages and totals, and memory", pages, slow=True),
    Benchmark("busy", "wall time of first pages while others write", busy, slow=True),
    Benchmark("loading", "wall time of loading a job", loading, slow=True),
)
