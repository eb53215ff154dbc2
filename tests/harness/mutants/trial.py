"""The contract suite, tried on the target that this process has.

Importing this module imports the target: a mutant is switched on before. Clauses are tried without
pytest, which takes longer to start than they take; schemathesis has its turn only when all hold.
"""

import contextlib
import io
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest

from ...contract.clause import Checker, Clause
from ...contract.clauses import all_clauses
from ...contract.contract import load_contract
from ...contract.runner import run_clause, supported_clauses
from ...contract.target_client import open_client
from ...contract.targets import open_target
from .outcome import Outcome

__all__ = ["try_clauses", "try_suite"]

_FUZZING = ("tests/contract/test_fuzzing.py", "tests/contract/test_links.py")
_QUIETLY = ("-x", "-q", "-p", "no:cacheprovider", "--assert=plain")


def try_suite(seed: int, order: Mapping[str, float], *, fuzzing: bool) -> Outcome:
    """Try clauses, the quick ones by `order` first, until one is broken; then `fuzzing`."""
    outcome = Outcome()
    with _bench(seed) as bench:
        clauses = supported_clauses(all_clauses(bench.contract), bench.target)
        for clause in sorted(clauses, key=lambda one: order.get(one.id, 0.0)):
            _try(bench, clause, outcome)
            if outcome.broken:
                return outcome
    if fuzzing:
        outcome.broken.update(_fuzzed(seed))
    return outcome


def try_clauses(seed: int, wanted: Callable[[str], bool]) -> Outcome:
    """Try all clauses with a wanted name, however many are broken."""
    outcome = Outcome()
    with _bench(seed) as bench:
        for clause in supported_clauses(all_clauses(bench.contract), bench.target):
            if wanted(clause.id):
                _try(bench, clause, outcome)
    return outcome


@contextmanager
def _bench(seed: int) -> Iterator[Checker]:
    contract = load_contract()
    with open_target("") as target, open_client(contract, target) as wire:
        yield Checker(contract, target, wire, seed)


def _try(bench: Checker, clause: Clause, outcome: Outcome) -> None:
    began = time.process_time()
    try:
        run_clause(bench, clause)
    except Exception as error:  # whatever a faulty target brings about
        outcome.broken[clause.id] = f"{type(error).__name__}: {error}"
    outcome.seconds[clause.id] = time.process_time() - began


def _fuzzed(seed: int) -> dict[str, str]:
    """Run what needs pytest; give the test that fails, if one does."""
    failed: dict[str, str] = {}

    class Watch:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failed[report.nodeid.removeprefix("tests/contract/")] = report.longreprtext

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = pytest.main([*_FUZZING, *_QUIETLY, f"--hypothesis-seed={seed}"], plugins=[Watch()])
    if code != pytest.ExitCode.OK and not failed:
        failed["the start of the tests"] = printed.getvalue()
    return failed
