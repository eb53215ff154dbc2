"""How many walks are taken, and from which seed on."""

import os

import pytest


@pytest.fixture(scope="session")
def walks() -> int:
    """Walks of each kind; WALKS=5000 takes more."""
    return int(os.environ.get("WALKS", "300"))


@pytest.fixture(scope="session")
def first_seed() -> int:
    """The seed of the first walk, the others follow; SEED=… repeats one that failed."""
    return int(os.environ.get("SEED", "1"))
