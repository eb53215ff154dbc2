"""The tests that `make test` runs, and their order: the files that take longest first.

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
    """Leave out most tests of the longest files; return those left out."""
    generator = random.Random(seed)
    drawn, left_out = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        (drawn if _is_drawn(_share(item.path), generator) else left_out).append(item)
    items[:] = drawn
    return left_out


def _share(path: Path) -> int:
    """Return of how many tests of a file one is run: its own number, that of its folder, or 1."""
    names = (
        place.relative_to(TESTS).as_posix()
        for place in (path, *path.parents[: -len(TESTS.parents)])
    )
    return next((SAMPLED[name] for name in names if name in SAMPLED), 1)


def _is_drawn(share: int, generator: random.Random) -> bool:
    return share == 1 or (share > 1 and generator.randrange(share) == 0)


def sort_items(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first; the others keep their order."""
    ranks = {TESTS / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


def worker_count(processors: int) -> int:
    """Return one worker and a half for each processor, since tests also wait for processes and clocks."""
    return processors + (processors + 1) // 2
