"""Stores to measure on: jobs of a few deployments, in a directory or in PostgreSQL.

Sizes and places come from the environment, since a large store takes its time to build:

FLINKJOBS_BENCH_JOBS    jobs in all, half of them in one deployment (default 200,000)
FLINKJOBS_BENCH_STORE   sqlite, or postgresql, which pages and busy are measured on (default sqlite)
FLINKJOBS_BENCH_DATA    directory, or URL of PostgreSQL, that is kept; built when it has fewer jobs

Unless a URL is given, PostgreSQL is a server of our own, where there is one on this machine.
"""

import asyncio
import os
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flinkjobs_target.storage import Storage, is_postgresql_url, open_storage
from flinkjobs_target.store.jobs import DeploymentKey, StoredJob, batches
from flinkjobs_target.store.sort_keys import SortOrder

from ...target.postgresql import Server, find_binaries, running_server
from .results import MissingTool

__all__ = [
    "DATA",
    "LARGE",
    "SECOND",
    "SMALL",
    "STORE",
    "built_store",
    "make_jobs",
    "postgresql_locations",
    "small_jobs",
]

JOBS = int(os.environ.get("FLINKJOBS_BENCH_JOBS", "200000"))
STORE = os.environ.get("FLINKJOBS_BENCH_STORE", "sqlite")
DATA = os.environ.get("FLINKJOBS_BENCH_DATA", "")
SERVER = ("fsync=on", "shared_buffers=1GB", "max_wal_size=8GB", "checkpoint_timeout=15min")
STATES = ("RUNNING", "FAILED", "FINISHED", "CANCELLED")
LARGE, SECOND, SMALL = (DeploymentKey("w", "n", id) for id in ("d0", "d1", "few"))


def small_jobs(count: int, keys: Sequence[DeploymentKey], seed: int = 1) -> Iterator[StoredJob]:
    """Make jobs of some 200 bytes with random ids, nearly in the order of their creation."""
    return make_jobs(count, keys, b'{"x":"%s"}' % (b"0" * 150), seed)


def make_jobs(
    count: int, keys: Sequence[DeploymentKey], document: bytes, seed: int
) -> Iterator[StoredJob]:
    """Make jobs with one document."""
    rng = random.Random(seed)
    for number in range(count):
        yield StoredJob(
            deployment=keys[number % len(keys)],
            job_id=f"{rng.getrandbits(128):032x}",
            gmt_create=10**9 + number + rng.randrange(1000),
            status=rng.choice(STATES),
            document=document,
        )


@contextmanager
def built_store() -> Iterator[Path | str]:
    """Yield the location of a store with all jobs, and 50 in a deployment of their own."""
    with _location() as location:
        with open_storage(location) as data:
            data.jobs.register("owner", LARGE)
            if total_of_large(data) < JOBS // 2:
                for batch in batches(small_jobs(JOBS, (LARGE, SECOND))):
                    data.jobs.put_batch("owner", batch)
            data.jobs.put("owner", small_jobs(50, (SMALL,)))
        yield location


@contextmanager
def _location() -> Iterator[Path | str]:
    """Return the directory or database that the environment asks for."""
    if STORE not in ("sqlite", "postgresql"):
        raise MissingTool(f"FLINKJOBS_BENCH_STORE is sqlite or postgresql, not {STORE}")
    if is_postgresql_url(DATA):
        yield DATA
    elif STORE == "postgresql":
        with _postgresql(Path(DATA) if DATA else None) as server:
            yield server.url()
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(DATA or folder)


@contextmanager
def _postgresql(folder: Path | None = None) -> Iterator[Server]:
    """Run a PostgreSQL server of our own, in a folder that is kept if one is named."""
    binaries = find_binaries()
    if binaries is None:
        raise MissingTool("there is no PostgreSQL; install the Debian package postgresql")
    if folder is not None:
        folder = folder.absolute()
        folder.mkdir(exist_ok=True)
    with running_server(binaries, *SERVER, kept=folder) as server:
        yield server


def total_of_large(data: Storage) -> int:
    """Count the jobs of the large deployment."""
    return asyncio.run(
        data.jobs.page("owner", LARGE, SortOrder("job_id", "asc"), limit=1, offset=0)
    ).total


@contextmanager
def postgresql_locations() -> Iterator[Callable[[], str] | None]:
    """Yield a function that creates databases on a PostgreSQL server; None where there is none."""
    if find_binaries() is None:
        yield None
        return
    with _postgresql() as server:
        yield server.new_location
