"""Whatever is written, in whatever order, every page is that of a plain sort."""

import os
import random
from pathlib import Path
from threading import Thread
from typing import Any, Literal, TypeAlias, get_args

import pytest

from flinkjobs_target.store.connect import open_jobs
from flinkjobs_target.store.database.interface import Database
from flinkjobs_target.store.jobs import DeploymentKey, JobStore, StoredJob
from flinkjobs_target.store.position_index import Shape
from flinkjobs_target.store.sort_keys import Order, OrderName, places

SMALL = Shape(leaf=6, fanout=4)
ROUNDS = int(os.environ.get("FLINKJOBS_ROUNDS", "60"))
HERE = DeploymentKey("w", "n", "d")

Known: TypeAlias = dict[str, StoredJob]


@pytest.fixture(autouse=True)
def directory(place: Path | str) -> None:
    """Make the directory, where it is one."""
    if isinstance(place, Path):
        place.mkdir()


@pytest.fixture
def database(place: Path | str) -> Any:
    """An empty database."""
    opened = open_jobs(place)
    yield opened
    opened.close()


def make(job_id: str, gmt_create: int | None = None, status: str | None = None) -> StoredJob:
    """Make a job whose document says who it is."""
    return StoredJob(
        deployment=HERE,
        job_id=job_id,
        gmt_create=gmt_create,
        status=status,
        document=f"{job_id} {gmt_create} {status}".encode(),
    )


def random_job(chance: random.Random) -> StoredJob:
    """Make a job among others with equal ids, times and states."""
    return make(
        chance.choice("ab\x00é") * chance.randint(1, 3) + str(chance.randrange(400)),
        chance.choice([None, chance.randrange(-3, 3), chance.randrange(10**9)]),
        chance.choice([None, "", "RUNNING", "RUN", "RUN\x00", "RUN\x00\x01", "É"]),
    )


def check_page(store: JobStore, known: Known, order: Order, offset: int, limit: int) -> None:
    """Compare one page with that of a plain sort."""
    jobs = sorted(known.values(), key=lambda job: places(job)[order.name])
    if order.direction == "desc":
        jobs.reverse()

    page = store.page("owner", HERE, order, limit=limit, offset=offset)

    assert len(known) == page.total
    assert [job.document for job in jobs[offset : offset + limit]] == page.documents


def check_all(store: JobStore, known: Known) -> None:
    """Compare every place of every order, both ways, and what the ranges count."""
    for name in get_args(OrderName):
        for direction in ("asc", "desc"):
            for offset in range(0, len(known) + 7, 3):
                check_page(store, known, Order(name, direction), offset, 5)


def change(store: JobStore, known: Known, chance: random.Random) -> None:
    """Add and replace jobs, many or few, or delete some, or most."""
    what = chance.random()
    if what < 0.6 or not known:
        jobs = [random_job(chance) for _ in range(chance.choice([1, 2, 10, 60]))]
        before = len(known)
        known.update({job.job_id: job for job in jobs})
        assert len(known) - before == store.put("owner", jobs).new
    elif what < 0.97:
        share = chance.choice([0.02, 0.2, 0.9])
        gone = [job_id for job_id in known if chance.random() < share]
        assert len(gone) == store.delete("owner", HERE, [*gone, "never there"])
        for job_id in gone:
            del known[job_id]
    else:
        pruned = {id for id, job in known.items() if job.gmt_create is not None}
        assert len(pruned) == sum(store.prune("owner", 10**10))
        for job_id in pruned:
            del known[job_id]


def test_every_page_is_that_of_a_plain_sort(database: Database) -> None:
    """After any mixture of adding, replacing, deleting and pruning."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    store, known = JobStore(database, SMALL), Known()
    store.register("owner", HERE)
    for _ in range(ROUNDS):
        change(store, known, chance)
        name: OrderName = chance.choice(get_args(OrderName))
        direction: Literal["asc", "desc"] = chance.choice(("asc", "desc"))
        for _ in range(4):
            offset = chance.randrange(len(known) + 5)
            check_page(store, known, Order(name, direction), offset, chance.randint(1, 30))
    check_all(store, known)
    check_shape(database, len(known))


def check_shape(database: Database, total: int) -> None:
    """See that ranges add up on both levels, and that none is too large."""
    counted = database.all("SELECT ordering, level, SUM(jobs) FROM ranges GROUP BY ordering, level")
    largest = database.all("SELECT COALESCE(MAX(jobs), 0) FROM ranges WHERE level = 0")

    assert {total} >= {int(jobs) for *_, jobs in counted}
    assert SMALL.leaf >= largest[0][0]


@pytest.mark.parametrize("step", [1, -1], ids=["oldest first", "newest first"])
def test_the_order_of_arrival_does_not_matter(database: Database, step: int) -> None:
    """Jobs that come in order, either way, leave leaves and groups that are well filled."""
    store, known = JobStore(database, SMALL), Known()
    for number in range(300)[::step]:
        known[str(number)] = make(str(number), number, "RUNNING")
        store.put("owner", [known[str(number)]])

    check_all(store, known)
    check_shape(database, 300)
    [(leaves,)] = database.all(
        "SELECT COUNT(*) FROM ranges WHERE ordering = 'gmt_create' AND level = 0"
    )
    assert leaves <= 300 / (SMALL.leaf / 2)


def test_what_is_emptied_leaves_no_ranges_behind(database: Database) -> None:
    """A window of jobs that moves on for ever does not make the table grow."""
    store = JobStore(database, SMALL)
    for number in range(0, 2000, 20):
        store.put("owner", [make(str(n), n) for n in range(number, number + 20)])
        list(store.prune("owner", number - 80))

    [(rows,)] = database.all("SELECT COUNT(*) FROM ranges WHERE ordering = 'gmt_create'")
    assert rows < 60


def test_a_deployment_with_few_jobs_needs_no_ranges(database: Database) -> None:
    """And neither does one that was forgotten."""
    store = JobStore(database, SMALL)
    store.put("owner", [make(str(number)) for number in range(SMALL.leaf)])
    few = database.all("SELECT * FROM ranges")
    store.put("owner", [make("one more")])
    many = database.all("SELECT * FROM ranges")

    assert SMALL.leaf + 1 == store.forget("owner", HERE)
    assert ([], True, []) == (few, bool(many), database.all("SELECT * FROM ranges"))


def test_writers_at_the_same_time_lose_nothing(place: Path | str) -> None:
    """Several programs add to and delete from one deployment; pages and total are right."""
    first = open_jobs(place)
    JobStore(first, SMALL).register("owner", HERE)
    writers = [Thread(target=write, args=(place, number)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    expected = [f"{writer}-{job}" for writer in range(4) for job in range(1, 60, 2)]
    check_all(JobStore(first, SMALL), {job_id: make(job_id) for job_id in expected})
    check_shape(first, 120)
    first.close()


def write(place: Path | str, writer: int) -> None:
    """Add 60 jobs in batches, and delete every other one."""
    database = open_jobs(place)
    store = JobStore(database, SMALL)
    for begin in range(0, 60, 6):
        ids = [f"{writer}-{number}" for number in range(begin, begin + 6)]
        store.put("owner", [make(job_id) for job_id in ids])
        store.delete("owner", HERE, ids[::2])
    database.close()
