"""Iteration over a real target whose jobs are added, removed and changed between and during calls.

`WALKS=5000 pytest tests/walks` runs more iterations; a failure prints its seed, and SEED repeats it.
"""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from .deployment import Deployment, Deployments, deployments, random_changes


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployments]:
    """A target for all iterations of this module; each has a deployment of its own.

    Its data are in memory where that is possible, since there are thousands of writes.
    """
    folder = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else tmp_path_factory.getbasetemp()
    with TemporaryDirectory(dir=folder) as data, deployments(Path(data)) as created:
        yield created


def iterate(
    target: Deployments, seed: int, *, probability: float = 0.3, parallel: int = 1, **order: Any
) -> tuple[Deployment, list[str]]:
    """Iterate over a changing deployment; return the ids in the order in which they were yielded."""
    rng = random.Random(seed)
    deployment = target.new(rng.randrange(60))
    change = random_changes(deployment, rng, probability=probability)
    with target.client(change) as client:
        page = client.jobs.list(deployment_id=deployment.name, page_size=rng.randint(1, 9), **order)
        actual = []
        for job in page.iterate(parallel=parallel):
            assert job.job_id is not None
            actual.append(job.job_id)
            if rng.random() < 0.05:
                change()
    return deployment, actual


def test_newest_first(target: Deployments, walks: int, first_seed: int) -> None:
    """Each job that exists during the whole iteration is yielded, none twice, none out of order."""
    for seed in range(first_seed, first_seed + walks):
        deployment, actual = iterate(target, seed)
        survivors = [job_id for job_id in deployment.initial if job_id not in deployment.removed]
        index_of = {job_id: index for index, job_id in enumerate(deployment.initial)}
        indexes = [index_of[job_id] for job_id in actual if job_id in index_of]

        assert sorted(set(survivors) - set(actual)) == [], f"missed: SEED={seed}"
        assert len(actual) == len(set(actual)), f"yielded twice: SEED={seed}"
        assert indexes == sorted(indexes), f"out of order: SEED={seed}"


@pytest.mark.parametrize("sort_name", ["job_id", "status"])
@pytest.mark.parametrize("sort_order", ["asc", "desc"])
def test_other_orders(
    target: Deployments, walks: int, first_seed: int, sort_name: str, sort_order: str
) -> None:
    """In another order no job is yielded twice."""
    for seed in range(first_seed, first_seed + walks // 5):
        _, actual = iterate(target, seed, sort_name=sort_name, sort_order=sort_order)

        assert len(actual) == len(set(actual)), f"yielded twice: SEED={seed}"


@pytest.mark.parametrize("sort_name", ["gmt_create", "job_id", "status"])
@pytest.mark.parametrize("sort_order", ["asc", "desc"])
def test_unchanged(
    target: Deployments, walks: int, first_seed: int, sort_name: str, sort_order: str
) -> None:
    """While nothing changes, every job is yielded once in every order."""
    for seed in range(first_seed, first_seed + walks // 15):
        order: Any = {"sort_name": sort_name, "sort_order": sort_order}
        deployment, actual = iterate(target, seed, probability=0, **order)

        assert sorted(actual) == sorted(deployment.initial), f"SEED={seed}"


def test_parallel(target: Deployments, walks: int, first_seed: int) -> None:
    """Parallel pages yield no job twice, however it changes meanwhile."""
    for seed in range(first_seed, first_seed + walks // 5):
        _, actual = iterate(target, seed, probability=0.05, parallel=4)

        assert len(actual) == len(set(actual)), f"yielded twice: SEED={seed}"


def test_parallel_unchanged(target: Deployments, walks: int, first_seed: int) -> None:
    """Parallel pages yield every job once, in order, while nothing changes."""
    for seed in range(first_seed, first_seed + walks // 5):
        deployment, actual = iterate(target, seed, probability=0, parallel=4)

        assert actual == deployment.initial, f"SEED={seed}"
