"""Where data are somebody else's, a clause is broken only if it breaks while they stand still."""

import pytest

from tests.contract.clause import Bench, Broken, Clause
from tests.contract.running import try_clause
from tests.contract.targets.lab import Job
from tests.contract.wire import ReadOnly

from .bench import opened_bench


def breaking(times: int, *, moving: bool) -> Clause:
    """A clause that breaks some times, and lets a job come each time when data are to move."""
    tries = iter(range(1, 100))

    def check(bench: Bench) -> None:
        number = next(tries)
        if number > times:
            return
        if moving:
            job: Job = {**bench.target.values, "jobId": f"new-{number}", "createdAt": "1999999999"}
            bench.lab.load(bench.lab.account, [job])
        raise Broken(f"attempt {number}")

    return Clause("any/thing", "Something holds.", check)


def test_what_moved_is_looked_at_again() -> None:
    """A job came between two calls: the clause is tried anew, and holds."""
    with opened_bench(careful=True) as bench:
        try_clause(bench, breaking(2, moving=True))


def test_what_stands_still_is_broken() -> None:
    """One more attempt is made at first, since nobody looked before."""
    with opened_bench(careful=True) as bench, pytest.raises(Broken, match="attempt 2"):
        try_clause(bench, breaking(3, moving=False))


def test_data_of_ours_never_move_by_themselves() -> None:
    """Where only the suite writes, nothing is tried twice."""
    with opened_bench() as bench, pytest.raises(Broken, match="attempt 1"):
        try_clause(bench, breaking(3, moving=True))


def test_what_could_write_is_not_sent() -> None:
    """A signed DELETE never leaves the suite when the data are somebody else's."""
    with opened_bench(careful=True) as bench:
        operation = bench.contract.operations[0]
        sent = bench.wire.unsigned(operation, {}).but(method="DELETE")
        with pytest.raises(ReadOnly, match="DELETE could change something"):
            bench.wire.send(operation, bench.wire.sign(operation, sent))

        assert "writes" not in bench.target.offers
