"""How long an answer takes, beside a refusal that needs no data, in the same run."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..senders import Reply
from ..signing import Key
from .walking import largest_page

_TIMES = 7
_FACTOR = 10
_SECONDS = 0.1
"""What an answer may take beyond `_FACTOR` refusals: generous, for machines that others use, too."""
_REFUSAL = 0.25
"""Seconds that a refusal of our own target may take: it is some hundred times as quick."""
_FAR = 40


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about time."""
    yield from _refusals(operation)
    for name, values in _questions(operation):

        def quick(bench: Bench, asked: Mapping[str, Any] = values) -> None:
            _compare(bench, operation, lambda: bench.call(operation, asked))

        fact = f"An answer does not take much longer than a refusal ({name})."
        yield Clause(f"{operation.name}/latency/{name}", fact, quick, cost=2 * _TIMES)


def _questions(operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give what may take longer: each value of each choice, large pages and far ones."""
    yield "usual", {}
    for one in operation.parameters:
        for value in one.schema.get("enum", ()):
            yield f"{one.name}-{value}", {one.name: value}
    if names := operation.pagination:
        yield "largest-page", {names["size"]: largest_page(operation)}
        yield "far-page", {names["page"]: _FAR, names["size"]: 1}


def _refusals(operation: Operation) -> Iterator[Clause]:
    def unsigned(bench: Bench) -> Reply:
        sent = bench.signed(operation).header("authorization", None)
        return bench.wire.send(operation, sent)

    def of_no_secret(bench: Bench) -> Reply:
        key = Key(bench.target.key.id, "guessed", bench.target.key.token)
        return bench.call(operation, key=key)

    for name, ask in {"unsigned": unsigned, "wrong-signature": of_no_secret}.items():

        def prompt(bench: Bench, ask: Callable[[Bench], Reply] = ask) -> None:
            taken = _fastest(lambda: ask(bench))
            bench.true(taken <= _REFUSAL, f"the fastest of {_TIMES} took {taken * 1000:.1f} ms")

        place, fact = f"{operation.name}/latency/{name}", f"A refusal is prompt ({name})."
        yield Clause(place, fact, prompt, needs=frozenset({"lab"}), cost=_TIMES)


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
