"""Running clauses: those that a target supports, and again where its data changed meanwhile."""

from collections.abc import Sequence

from .clause import Checker, Clause
from .contract import Operation
from .targets import Target

__all__ = ["first_violation", "run_clause", "supported_clauses"]

_ATTEMPTS = 4


def supported_clauses(clauses: Sequence[Clause], target: Target) -> list[Clause]:
    """Return the clauses whose needs a target meets."""
    return [clause for clause in clauses if clause.needs <= target.offers]


def run_clause(checker: Checker, clause: Clause) -> None:
    """Run a clause; raise when it is violated.

    Where the data are somebody else's, it is violated only if it fails while they do not change.
    """
    for _ in range(_ATTEMPTS - 1):
        checker.client.exchanges.clear()
        try:
            clause.check(checker)
        except AssertionError:
            if not _have_changed(checker):
                raise
        else:
            return
    clause.check(checker)


def first_violation(
    checker: Checker, clauses: Sequence[Clause]
) -> tuple[Clause, BaseException] | None:
    """Run clauses in turn until one is violated; None when all hold."""
    for clause in supported_clauses(clauses, checker.target):
        try:
            run_clause(checker, clause)
        except Exception as error:
            return clause, error
    return None


def _have_changed(checker: Checker) -> bool:
    """Whether the listings are different from when they were looked at before."""
    if not checker.target.read_only:
        return False
    kept = list(checker.client.exchanges)
    operations = checker.contract.operations
    listings = [_listing(checker, operation) for operation in operations if operation.pagination]
    checker.client.exchanges.clear()
    checker.client.exchanges.extend(kept)
    changed, checker.last_listings = listings != checker.last_listings, listings
    return changed


def _listing(checker: Checker, operation: Operation) -> object:
    """Return a listing as it is now, its request id aside."""
    body = checker.call(operation).json
    return {name: body[name] for name in body if name != checker.contract.envelope["requestId"]}
