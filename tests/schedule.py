"""The order in which `make test` hands test files to its workers: those that take longest first.

A worker that begins a long file last works on it while the others have nothing left to do.
"""

from pathlib import Path

import pytest

__all__ = ["LONGEST", "sort_items", "worker_count"]

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


def sort_items(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first; the others keep their order."""
    ranks = {TESTS / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


def worker_count(processors: int) -> int:
    """Return one worker and a half for each processor, since tests also wait for processes and clocks."""
    return processors + (processors + 1) // 2
