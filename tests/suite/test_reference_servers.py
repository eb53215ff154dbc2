"""The suite at a URL, with one key, one deployment and one job: correct servers pass, faulty ones do not."""

import time

import pytest

from tests.contract.clause import Checker, Clause, ContractViolation
from tests.contract.runner import Undecided, run_clause
from tests.sizes import REFERENCE_FAULTS, REFERENCE_SEEDS, REFERENCE_VARIANTS

from .reference.checking import find_killer, find_violations, open_checker
from .reference.faults import FAULTS
from .reference.variants import VARIANTS

_SECONDS = 0.2
"""Seconds that a clause takes: time enough for a job to come."""
_FIRST = ("401 jobs", "neighbours with similar ids", "a job comes every 50 ms", "HTTP/1.0")
"""Variants that are tried at a desk, too."""
_NAMES = [*_FIRST, *(name for name in VARIANTS if name not in _FIRST)]


@pytest.mark.parametrize("name", _NAMES[:REFERENCE_VARIANTS])
def test_a_correct_server_violates_nothing(name: str) -> None:
    """Whatever its data, its form and its choices where the contract leaves one, it passes."""
    assert find_violations(name, REFERENCE_SEEDS) == []


@pytest.mark.parametrize("name", list(FAULTS)[:: max(1, len(FAULTS) // REFERENCE_FAULTS)])
def test_a_fault_is_noticed(name: str) -> None:
    """Each fault can be observed with the one key, and some clause does."""
    assert find_killer(name) is not None


def test_a_clause_is_undecided_while_others_write() -> None:
    """A clause that fails while jobs come all the time is neither kept nor violated."""

    def fail(checker: Checker) -> None:
        time.sleep(_SECONDS)
        raise ContractViolation("two calls differ")

    variant = VARIANTS["a job comes every 50 ms"]
    with (
        variant.service() as (service, values),
        open_checker(service, values) as checker,
        pytest.raises(Undecided, match="two calls differ"),
    ):
        run_clause(checker, Clause("any/thing", "Something holds.", fail))
