"""Every clause of the contract, one test each: `pytest tests/contract -k pageSize/above-maximum`."""

import pytest

from .clause import Bench, Clause
from .clauses import all_clauses
from .contract import load_contract
from .running import try_clause

pytestmark = pytest.mark.contract


@pytest.mark.parametrize(
    "clause", [pytest.param(one, id=one.id) for one in all_clauses(load_contract())]
)
def test_clause(clause: Clause, bench: Bench) -> None:
    """The target keeps the clause that the name of this test says."""
    try_clause(bench, clause)
