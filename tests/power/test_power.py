"""The contract suite notices a fault: it is run on a target that has one."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run_suite(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the contract suite in a process of its own."""
    command = [sys.executable, "-m", "pytest", "tests/contract", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_one_bound_off_by_one_fails_the_suite() -> None:
    """A target that lets a page of 101 pass fails the clause of that bound, and no other."""
    broken = run_suite("-p", "tests.power.page_size_101", "-k", "test_clauses")
    failed = [line for line in broken.stdout.splitlines() if line.startswith("FAILED")]

    assert 1 == broken.returncode
    assert 1 == len(failed), broken.stdout
    assert "test_clause[ListJobs/pageSize/above-maximum]" in failed[0]


def test_fuzzing_alone_finds_it() -> None:
    """schemathesis with our oracle finds the same fault without being told where to look."""
    broken = run_suite("-p", "tests.power.page_size_101", "-k", "fuzzing")

    assert 1 == broken.returncode
    assert "the request deserves 400 InvalidPageSize, and got 200" in broken.stdout
