"""The contract suite, tried on the target that this process has.

Opening an access imports the target: a mutant is switched on before. Clauses are tried without
pytest, which takes longer to start than they take; schemathesis has its turn only when all hold.
"""

import contextlib
import io
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache

import pytest

from ...contract.clause import Checker, Clause
from ...contract.clauses import all_clauses
from ...contract.contract import Contract, load_contract
from ...contract.runner import Undecided, run_clause, supported_clauses
from ...contract.target_client import open_client
from ...contract.targets import Target
from .access import Access
from .outcome import Outcome

__all__ = ["load_clauses", "try_clauses", "try_fuzzing", "try_suite"]

_FUZZING = ("tests/contract/test_fuzzing.py", "tests/contract/test_links.py")
_QUIETLY = ("-x", "-q", "-p", "no:cacheprovider", "--assert=plain")


@cache
def load_clauses() -> tuple[Contract, list[Clause]]:
    """Return the contract and all clauses, made once for all copies of this process."""
    contract = load_contract()
    return contract, all_clauses(contract)


def try_suite(
    seed: int, order: Mapping[str, float], *, fuzzing: bool, access: Access = Access.IN_PROCESS
) -> Outcome:
    """Try clauses, the quick ones by `order` first, until one is broken; then `fuzzing`."""
    outcome = Outcome()
    with access.open() as target:
        with _checker(target, seed) as checker:
            clauses = supported_clauses(load_clauses()[1], target)
            for clause in sorted(clauses, key=lambda clause: order.get(clause.id, 0.0)):
                _try(checker, clause, outcome)
                if outcome.broken:
                    return outcome
        if fuzzing:
            outcome.broken.update(_fuzzed(seed, "" if access is Access.IN_PROCESS else target.url))
    return outcome


def try_clauses(seed: int, wanted: Callable[[str], bool]) -> Outcome:
    """Try all clauses with a wanted name, however many are broken."""
    outcome = Outcome()
    with Access.IN_PROCESS.open() as target, _checker(target, seed) as checker:
        for clause in supported_clauses(load_clauses()[1], target):
            if wanted(clause.id):
                _try(checker, clause, outcome)
    return outcome


def try_fuzzing(seed: int) -> Outcome:
    """Try the fuzzing alone, in this process."""
    return Outcome(broken=_fuzzed(seed, ""))


@contextmanager
def _checker(target: Target, seed: int) -> Iterator[Checker]:
    contract, _ = load_clauses()
    with open_client(contract, target) as client:
        yield Checker(contract, target, client, seed)


def _try(checker: Checker, clause: Clause, outcome: Outcome) -> None:
    began = time.process_time()
    try:
        with suppress(Undecided):
            run_clause(checker, clause)
    except Exception as error:  # whatever a faulty target brings about
        outcome.broken[clause.id] = f"{type(error).__name__}: {error}"
    outcome.seconds[clause.id] = time.process_time() - began


def _fuzzed(seed: int, url: str) -> dict[str, str]:
    """Run what needs pytest; give the test that fails, if one does."""
    failed: dict[str, str] = {}

    class Watch:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failed[report.nodeid.removeprefix("tests/contract/")] = report.longreprtext

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        options = (f"--hypothesis-seed={seed}", f"--contract-target={url}")
        code = pytest.main([*_FUZZING, *_QUIETLY, *options], plugins=[Watch()])
    if code != pytest.ExitCode.OK and not failed:
        failed["the start of the tests"] = printed.getvalue()
    return failed
