"""Number of iterations per test, and the first seed."""

import os

import pytest

from ..sizes import WALKS


@pytest.fixture(scope="session")
def walks() -> int:
    """Iterations per test; WALKS=5000 runs more."""
    return WALKS


@pytest.fixture(scope="session")
def first_seed() -> int:
    """The seed of the first iteration, the others follow; SEED=… repeats one that failed."""
    return int(os.environ.get("SEED", "1"))
