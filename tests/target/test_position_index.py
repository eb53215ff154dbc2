"""Position index: every page equals that of a plain sort, after any writes."""

import asyncio
import random
from pathlib import Path
from threading import Thread
from typing import Any, Literal, TypeAlias, get_args

import pytest

from flinkjobs_target.store.connect import open_jobs_database
from flinkjobs_target.store.database.interface import Database
from flinkjobs_target.store.jobs import DeploymentKey, JobStore, StoredJob
from flinkjobs_target.store.position_index import TreeParameters
from flinkjobs_target.store.sort_keys import SortName, SortOrder, sort_keys

from ..sizes import ROUNDS

SMALL = TreeParameters(leaf=6, fanout=4)
HERE = DeploymentKey("w", "n", "d")

JobsById: TypeAlias = dict[str, StoredJob]


@pytest.fixture(autouse=True)
def directory(location: Path | str) -> None:
    """Create the directory of a directory location."""
    if isinstance(location, Path):
        location.mkdir()


@pytest.fixture
def database(location: Path | str) -> Any:
    """An empty database."""
    opened = open_jobs_database(location)
    yield opened
    opened.close()


def make(job_id: str, gmt_create: int | None = None, status: str | None = None) -> StoredJob:
    """Return a job whose document identifies it."""
    return StoredJob(
        deployment=HERE,
        job_id=job_id,
        gmt_create=gmt_create,
        status=status,
        document=f'{{"jobId":"{job_id} {gmt_create} {status}"}}'.encode(),
    )


def random_job(rng: random.Random) -> StoredJob:
    """Return a job with random ids, times and states that often collide."""
    return make(
        rng.choice("ab\x00é") * rng.randint(1, 3) + str(rng.randrange(400)),
        rng.choice([None, rng.randrange(-3, 3), rng.randrange(10**9)]),
        rng.choice([None, "", "RUNNING", "RUN", "RUN\x00", "RUN\x00\x01", "É"]),
    )


def check_page(
    store: JobStore, jobs_by_id: JobsById, order: SortOrder, offset: int, limit: int
) -> None:
    """Compare one page with that of a plain sort."""
    jobs = sorted(jobs_by_id.values(), key=lambda job: sort_keys(job)[order.name])
    if order.direction == "desc":
        jobs.reverse()

    page = asyncio.run(store.page("owner", HERE, order, limit=limit, offset=offset))

    assert page.total == len(jobs_by_id)
    assert page.documents == [job.document for job in jobs[offset : offset + limit]]


def check_all(store: JobStore, jobs_by_id: JobsById) -> None:
    """Check pages at every third offset of every sort order, in both directions."""
    for name in get_args(SortName):
        for direction in ("asc", "desc"):
            for offset in range(0, len(jobs_by_id) + 7, 3):
                check_page(store, jobs_by_id, SortOrder(name, direction), offset, 5)


def change(store: JobStore, jobs_by_id: JobsById, rng: random.Random) -> None:
    """Add, replace, delete or prune random jobs."""
    action = rng.random()
    if action < 0.6 or not jobs_by_id:
        jobs = [random_job(rng) for _ in range(rng.choice([1, 2, 10, 60]))]
        before = len(jobs_by_id)
        jobs_by_id.update({job.job_id: job for job in jobs})
        assert store.put("owner", jobs).new == len(jobs_by_id) - before
    elif action < 0.97:
        share = rng.choice([0.02, 0.2, 0.9])
        deleted = [job_id for job_id in jobs_by_id if rng.random() < share]
        assert store.delete("owner", HERE, [*deleted, "never there"]) == len(deleted)
        for job_id in deleted:
            del jobs_by_id[job_id]
    else:
        pruned = {id for id, job in jobs_by_id.items() if job.gmt_create is not None}
        assert sum(store.prune("owner", 10**10)) == len(pruned)
        for job_id in pruned:
            del jobs_by_id[job_id]


def test_every_page_is_that_of_a_plain_sort(database: Database) -> None:
    """After random writes."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    store, jobs_by_id = JobStore(database, tree=SMALL), JobsById()
    store.register("owner", HERE)
    for _ in range(ROUNDS):
        change(store, jobs_by_id, rng)
        name: SortName = rng.choice(get_args(SortName))
        direction: Literal["asc", "desc"] = rng.choice(("asc", "desc"))
        for _ in range(4):
            offset = rng.randrange(len(jobs_by_id) + 5)
            check_page(store, jobs_by_id, SortOrder(name, direction), offset, rng.randint(1, 30))
    check_all(store, jobs_by_id)
    check_tree(database, len(jobs_by_id))


def check_tree(database: Database, total: int) -> None:
    """Check that both levels sum up to the total, and that no leaf is too large."""
    counted = database.all("SELECT ordering, level, SUM(jobs) FROM ranges GROUP BY ordering, level")
    largest = database.all("SELECT COALESCE(MAX(jobs), 0) FROM ranges WHERE level = 0")

    assert {int(jobs) for *_, jobs in counted} <= {total}
    assert largest[0][0] <= SMALL.leaf


@pytest.mark.parametrize("step", [1, -1], ids=["oldest first", "newest first"])
def test_the_order_of_arrival_does_not_matter(database: Database, step: int) -> None:
    """Sorted arrival, in both directions, leaves well-filled leaves and groups."""
    store, jobs_by_id = JobStore(database, tree=SMALL), JobsById()
    for number in range(300)[::step]:
        jobs_by_id[str(number)] = make(str(number), number, "RUNNING")
        store.put("owner", [jobs_by_id[str(number)]])

    check_all(store, jobs_by_id)
    check_tree(database, 300)
    [(leaves,)] = database.all(
        "SELECT COUNT(*) FROM ranges WHERE ordering = 'gmt_create' AND level = 0"
    )
    assert leaves <= 300 / (SMALL.leaf / 2)


def test_empty_ranges_are_deleted(database: Database) -> None:
    """A moving window of jobs does not make the table grow."""
    store = JobStore(database, tree=SMALL)
    for number in range(0, 2000, 20):
        store.put("owner", [make(str(n), n) for n in range(number, number + 20)])
        list(store.prune("owner", number - 80))

    [(rows,)] = database.all("SELECT COUNT(*) FROM ranges WHERE ordering = 'gmt_create'")
    assert rows < 60


def test_a_small_deployment_has_no_ranges(database: Database) -> None:
    """Neither has a deleted one."""
    store = JobStore(database, tree=SMALL)
    store.put("owner", [make(str(number)) for number in range(SMALL.leaf)])
    few = database.all("SELECT * FROM ranges")
    store.put("owner", [make("one more")])
    many = database.all("SELECT * FROM ranges")

    assert store.delete_deployment("owner", HERE) == SMALL.leaf + 1
    assert (few, bool(many), database.all("SELECT * FROM ranges")) == ([], True, [])


def test_concurrent_writers_lose_nothing(location: Path | str) -> None:
    """Several programs write to one deployment; pages and total are right."""
    first = open_jobs_database(location)
    JobStore(first, tree=SMALL).register("owner", HERE)
    writers = [Thread(target=write, args=(location, number)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    expected = [f"{writer}-{job}" for writer in range(4) for job in range(1, 60, 2)]
    check_all(JobStore(first, tree=SMALL), {job_id: make(job_id) for job_id in expected})
    check_tree(first, 120)
    first.close()


def write(location: Path | str, writer: int) -> None:
    """Add 60 jobs in batches, and delete every other one."""
    database = open_jobs_database(location)
    store = JobStore(database, tree=SMALL)
    for begin in range(0, 60, 6):
        ids = [f"{writer}-{number}" for number in range(begin, begin + 6)]
        store.put("owner", [make(job_id) for job_id in ids])
        store.delete("owner", HERE, ids[::2])
    database.close()
