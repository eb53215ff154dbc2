"""How long an answer takes, beside a refusal that needs no data, in the same run."""

import time
from collections.abc import Callable, Iterator

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from .walking import largest_page

_TIMES = 7
_FACTOR = 10
_SECONDS = 0.02
"""What an answer may take beyond `_FACTOR` refusals: generous, for machines that others use, too."""


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about time."""

    def quick(bench: Bench) -> None:
        _compare(bench, operation, lambda: bench.answer(operation))

    def large(bench: Bench) -> None:
        assert operation.pagination is not None
        size = {operation.pagination["size"]: largest_page(operation)}
        _compare(bench, operation, lambda: bench.answer(operation, size))

    place = f"{operation.name}/latency"
    fact = "An answer does not take much longer than a refusal."
    yield Clause(f"{place}/usual", fact, quick, cost=2 * _TIMES)
    if operation.pagination:
        yield Clause(f"{place}/largest-page", fact, large, cost=2 * _TIMES)


def _compare(bench: Bench, operation: Operation, ask: Callable[[], object]) -> None:
    def nothing() -> None:
        sent = bench.wire.unsigned(operation, {}).but(path="/")
        bench.wire.send(operation, bench.wire.sign(operation, sent))

    least, most = _fastest(nothing), _fastest(ask)
    bound = _FACTOR * least + _SECONDS
    bench.true(
        most <= bound,
        f"the fastest of {_TIMES} answers took {most * 1000:.1f} ms, of a refusal "
        f"{least * 1000:.1f} ms: the bound is {bound * 1000:.1f} ms",
    )


def _fastest(ask: Callable[[], object]) -> float:
    taken = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - began)
    return min(taken)
