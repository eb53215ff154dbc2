"""The stored jobs of a cluster are true, whatever happens to it, to its answers and to its observer."""

import asyncio
import os
import random
from collections.abc import Iterator

import pytest

from flinkjobs_target.storage import Storage, open_storage

from ...sizes import LIVES
from .observed_life import ObservedLife

POLLS = 30
FIRST_SEED = int(os.environ.get("FLINKJOBS_LIVES_SEED") or random.SystemRandom().randrange(2**32))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    """One store for all lives; each has a cluster and a deployment of its own."""
    with open_storage(tmp_path_factory.mktemp("lives")) as storage:
        yield storage


def test_no_false_claim_outlives_two_polls(data: Storage) -> None:
    """Lives differ by their seeds; FLINKJOBS_LIVES_SEED repeats them from that one on."""
    print(f"lives from FLINKJOBS_LIVES_SEED={FIRST_SEED}")
    seed = FIRST_SEED

    async def live() -> None:
        nonlocal seed
        for seed in range(FIRST_SEED, FIRST_SEED + LIVES):
            await ObservedLife(data, seed).live(POLLS)

    try:
        asyncio.run(live())
    except AssertionError as error:
        pytest.fail(f"repeat with FLINKJOBS_LIVES_SEED={seed}: {error}")
