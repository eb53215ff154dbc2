"""Walks over a real target whose jobs come, go and change between and during the calls.

`WALKS=5000 pytest tests/walks` takes more of them; a failure prints its seed, and SEED repeats it.
"""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from .deployment import Deployment, Deployments, deployments, happening


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployments]:
    """A target for all walks of this module; each has a deployment of its own.

    Where there is a place in memory the data lie there: thousands of writes are worth no wait.
    """
    folder = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else tmp_path_factory.getbasetemp()
    with TemporaryDirectory(dir=folder) as data, deployments(Path(data)) as made:
        yield made


def walk(
    target: Deployments, seed: int, *, often: float = 0.3, parallel: int = 1, **order: Any
) -> tuple[Deployment, list[str]]:
    """Walk over a deployment to which things happen; give the ids in the order they came."""
    chance = random.Random(seed)
    deployment = target.new(chance.randrange(60))
    happen = happening(deployment, chance, often=often)
    with target.client(happen) as client:
        page = client.jobs.list(
            deployment_id=deployment.name, page_size=chance.randint(1, 9), **order
        )
        found = []
        for job in page.iterate(parallel=parallel):
            assert job.job_id is not None
            found.append(job.job_id)
            if chance.random() < 0.05:
                happen()
    return deployment, found


def test_newest_first(target: Deployments, walks: int, first_seed: int) -> None:
    """Each job that exists during the whole walk is given, none twice, none out of order."""
    for seed in range(first_seed, first_seed + walks):
        deployment, found = walk(target, seed)
        lived = [one for one in deployment.at_the_start if one not in deployment.gone]
        known = set(deployment.at_the_start)
        place = {one: number for number, one in enumerate(deployment.at_the_start)}
        places = [place[one] for one in found if one in known]

        assert [] == sorted(set(lived) - set(found)), f"missed: SEED={seed}"
        assert len(set(found)) == len(found), f"given twice: SEED={seed}"
        assert sorted(places) == places, f"out of order: SEED={seed}"


@pytest.mark.parametrize("sort_name", ["job_id", "status"])
@pytest.mark.parametrize("sort_order", ["asc", "desc"])
def test_other_orders(
    target: Deployments, walks: int, first_seed: int, sort_name: str, sort_order: str
) -> None:
    """In another order no job is given twice."""
    for seed in range(first_seed, first_seed + walks // 5):
        _, found = walk(target, seed, sort_name=sort_name, sort_order=sort_order)

        assert len(set(found)) == len(found), f"given twice: SEED={seed}"


@pytest.mark.parametrize("sort_name", ["gmt_create", "job_id", "status"])
@pytest.mark.parametrize("sort_order", ["asc", "desc"])
def test_nothing_happens(
    target: Deployments, walks: int, first_seed: int, sort_name: str, sort_order: str
) -> None:
    """While nothing changes, every job is given once in every order."""
    for seed in range(first_seed, first_seed + walks // 15):
        order: Any = {"sort_name": sort_name, "sort_order": sort_order}
        deployment, found = walk(target, seed, often=0, **order)

        assert sorted(deployment.at_the_start) == sorted(found), f"SEED={seed}"


def test_parallel(target: Deployments, walks: int, first_seed: int) -> None:
    """Pages read at once give no job twice, whatever happens meanwhile."""
    for seed in range(first_seed, first_seed + walks // 5):
        _, found = walk(target, seed, often=0.05, parallel=4)

        assert len(set(found)) == len(found), f"given twice: SEED={seed}"


def test_parallel_while_nothing_happens(target: Deployments, walks: int, first_seed: int) -> None:
    """Pages read at once give every job once, in order, while nothing changes."""
    for seed in range(first_seed, first_seed + walks // 5):
        deployment, found = walk(target, seed, often=0, parallel=4)

        assert deployment.at_the_start == found, f"SEED={seed}"
