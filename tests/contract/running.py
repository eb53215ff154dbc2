"""Trying clauses: on what a target offers, and again where its data moved meanwhile."""

from collections.abc import Iterator, Sequence

from .clause import Bench, Clause
from .contract import Contract
from .senders import Reply
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
    for attempt in range(_ATTEMPTS):
        before = _picture(bench) if bench.target.careful else None
        bench.wire.exchanges.clear()
        try:
            clause.check(bench)
        except AssertionError:
            if attempt == _ATTEMPTS - 1 or before == _picture(bench, before):
                raise
        else:
            return


def first_broken(bench: Bench, clauses: Sequence[Clause]) -> tuple[Clause, BaseException] | None:
    """Try clauses in turn until one is broken; None when all hold."""
    for clause in fitting(clauses, bench.target):
        try:
            try_clause(bench, clause)
        except Exception as error:
            return clause, error
    return None


def _picture(bench: Bench, otherwise: object = None) -> object:
    """Give what the listings show now, request ids aside; for data of ours nothing moves."""
    if not bench.target.careful:
        return otherwise
    kept = list(bench.wire.exchanges)
    shown = [list(_shown(bench.contract, reply)) for reply in _listed(bench)]
    bench.wire.exchanges.clear()
    bench.wire.exchanges.extend(kept)
    return shown


def _listed(bench: Bench) -> Iterator[Reply]:
    for operation in bench.contract.operations:
        if operation.pagination:
            yield bench.call(operation)


def _shown(contract: Contract, reply: Reply) -> Iterator[object]:
    body = reply.json
    for name in sorted(body):
        if name != contract.envelope["requestId"]:
            yield body[name]
