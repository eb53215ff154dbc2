"""A clause on read-only data is violated only if it fails while the data do not change."""

import pytest

from tests.contract.clause import Checker, Clause, ContractViolation
from tests.contract.runner import run_clause
from tests.contract.target_client import ReadOnlyTarget
from tests.contract.targets.control import Job

from .checkers import open_checker


def breaking(times: int, *, moving: bool) -> Clause:
    """A clause that breaks some times, and lets a job come each time when data are to move."""
    tries = iter(range(1, 100))

    def check(checker: Checker) -> None:
        number = next(tries)
        if number > times:
            return
        if moving:
            job: Job = {
                **checker.target.values,
                "jobId": f"new-{number}",
                "createdAt": "1999999999",
            }
            checker.control.load_jobs(checker.control.account, [job])
        raise ContractViolation(f"attempt {number}")

    return Clause("any/thing", "Something holds.", check)


def test_what_moved_is_looked_at_again() -> None:
    """A job came between two calls: the clause is tried anew, and holds."""
    with open_checker(read_only=True) as checker:
        run_clause(checker, breaking(2, moving=True))


def test_what_stands_still_is_broken() -> None:
    """One more attempt is made at first, since nobody looked before."""
    with (
        open_checker(read_only=True) as checker,
        pytest.raises(ContractViolation, match="attempt 2"),
    ):
        run_clause(checker, breaking(3, moving=False))


def test_what_moves_only_because_of_a_clause_is_broken() -> None:
    """Nothing changes while the suite is idle: it is the requests that change the data."""
    with (
        open_checker(read_only=True) as checker,
        pytest.raises(ContractViolation, match="attempt 5"),
    ):
        run_clause(checker, breaking(99, moving=True))


def test_data_of_ours_never_move_by_themselves() -> None:
    """Nothing is tried twice where only the suite writes."""
    with open_checker() as checker, pytest.raises(ContractViolation, match="attempt 1"):
        run_clause(checker, breaking(3, moving=True))


def test_what_could_write_is_not_sent() -> None:
    """A signed DELETE never leaves the suite when the data are somebody else's."""
    with open_checker(read_only=True) as checker:
        operation = checker.contract.operations[0]
        request = checker.client.unsigned_request(operation, {}).with_changes(method="DELETE")
        with pytest.raises(ReadOnlyTarget, match="DELETE could change something"):
            checker.client.send(operation, checker.client.sign(operation, request))

        assert "writes" not in checker.target.offers
