"""What `make test` runs, and in which order: the files that take longest first.

A worker that begins a long file last works on it while the others have nothing left to do.
"""

import random
from pathlib import Path

import pytest

from .sizes import SAMPLED

__all__ = ["LONGEST", "sample_items", "sort_items", "worker_count"]

TESTS = Path(__file__).parent
LONGEST = (
    "harness/soak/test_soak.py",
    "hostile/test_hostile.py",
    "hostile/test_size.py",
    "generator/test_adding_an_operation.py",
    "docs/test_guide.py",
    "spec/test_linters.py",
    "suite/test_unusable_targets.py",
    "suite/test_runs.py",
    "generator/test_constructs.py",
    "target/test_survival.py",
    "target/test_readme.py",
    "explorer/test_samples.py",
    "generator/test_generate.py",
    "observe/test_database_refuses_login.py",
    "docs/test_contributing.py",
    "client/repeating/test_repeating.py",
    "target/test_isolation.py",
    "generator/test_reference.py",
    "client/test_pages.py",
)
"""Files that take more than five seconds, in falling order (`pytest --durations=0`)."""


def sample_items(items: list[pytest.Item], seed: str) -> list[pytest.Item]:
    """Leave out most tests of the files that have many cases of one kind; return those left out."""
    generator = random.Random(seed)
    shares = {TESTS / name: share for name, share in SAMPLED.items()}
    left_out = [item for item in items if generator.randrange(shares.get(item.path, 1))]
    items[:] = [item for item in items if item not in set(left_out)]
    return left_out


def sort_items(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first; the others keep their order."""
    ranks = {TESTS / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


def worker_count(processors: int) -> int:
    """Return one worker and a half for each processor, since tests also wait for processes and clocks."""
    return processors + (processors + 1) // 2
