"""Every clause of the contract, one test each: `pytest tests/contract -k pageSize/above-maximum`."""

import pytest

from .clause import Checker, Clause
from .clauses import all_clauses
from .contract import load_contract
from .runner import Undecided, run_clause

pytestmark = pytest.mark.contract


@pytest.mark.parametrize(
    "clause", [pytest.param(clause, id=clause.id) for clause in all_clauses(load_contract())]
)
def test_clause(clause: Clause, checker: Checker) -> None:
    """The target keeps the clause in the name of this test."""
    try:
        run_clause(checker, clause)
    except Undecided as reason:
        pytest.skip(str(reason))
