"""Trying clauses: on what a target offers, and again where its data moved meanwhile."""

from collections.abc import Sequence

from .clause import Bench, Clause
from .contract import Operation
from .targets import Target

__all__ = ["first_broken", "fitting", "try_clause"]

_ATTEMPTS = 4


def fitting(clauses: Sequence[Clause], target: Target) -> list[Clause]:
    """Give the clauses that a target offers everything for."""
    return [clause for clause in clauses if clause.needs <= target.offers]


def try_clause(bench: Bench, clause: Clause) -> None:
    """Try a clause; raise when it is broken.

    Where data are somebody else's, it is broken only if it breaks while they stand still.
    """
    for _ in range(_ATTEMPTS - 1):
        bench.wire.exchanges.clear()
        try:
            clause.check(bench)
        except AssertionError:
            if not _have_moved(bench):
                raise
        else:
            return
    clause.check(bench)


def first_broken(bench: Bench, clauses: Sequence[Clause]) -> tuple[Clause, BaseException] | None:
    """Try clauses in turn until one is broken; None when all hold."""
    for clause in fitting(clauses, bench.target):
        try:
            try_clause(bench, clause)
        except Exception as error:
            return clause, error
    return None


def _have_moved(bench: Bench) -> bool:
    """Tell whether the listings show something else than when they were looked at before."""
    if not bench.target.careful:
        return False
    kept = list(bench.wire.exchanges)
    seen = [
        _shown(bench, operation) for operation in bench.contract.operations if operation.pagination
    ]
    bench.wire.exchanges.clear()
    bench.wire.exchanges.extend(kept)
    moved, bench.seen = seen != bench.seen, seen
    return moved


def _shown(bench: Bench, operation: Operation) -> object:
    """Give what a listing shows now, its request id aside."""
    body = bench.call(operation).json
    return {name: body[name] for name in body if name != bench.contract.envelope["requestId"]}
