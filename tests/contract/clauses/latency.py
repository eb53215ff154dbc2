"""Latency of a response, beside that of an error that needs no data, in the same run."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..senders import RawResponse
from ..signing import Key
from .page_walks import largest_page

_REPETITIONS = 7
_FACTOR = 10
_SLACK_SECONDS = 0.1
"""Seconds that a response may take beyond `_FACTOR` error responses: generous, for shared machines."""
_MAX_ERROR_SECONDS = 0.25
"""Seconds that an error response of our own target may take: some hundred times its usual time."""
_FAR = 40


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about time."""
    yield from _error_responses(operation)
    for name, values in _slow_calls(operation):

        def quick(checker: Checker, arguments: Mapping[str, Any] = values) -> None:
            _compare(checker, operation, lambda: checker.call(operation, arguments))

        fact = f"A response does not take much longer than an error response ({name})."
        yield Clause(f"{operation.name}/latency/{name}", fact, quick, cost=2 * _REPETITIONS)


def _slow_calls(operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield calls that may take longer: each value of each enumeration, large pages and far ones."""
    yield "usual", {}
    for parameter in operation.parameters:
        for value in parameter.schema.get("enum", ()):
            yield f"{parameter.name}-{value}", {parameter.name: value}
    if names := operation.pagination:
        yield "largest-page", {names["size"]: largest_page(operation)}
        yield "far-page", {names["page"]: _FAR, names["size"]: 1}


def _error_responses(operation: Operation) -> Iterator[Clause]:
    def unsigned(checker: Checker) -> RawResponse:
        request = checker.signed_request(operation).with_header("authorization", None)
        return checker.client.send(operation, request)

    def with_wrong_secret(checker: Checker) -> RawResponse:
        key = Key(checker.target.key.id, "guessed", checker.target.key.token)
        return checker.call(operation, key=key)

    for name, call in {"unsigned": unsigned, "wrong-signature": with_wrong_secret}.items():

        def prompt(checker: Checker, call: Callable[[Checker], RawResponse] = call) -> None:
            taken = _fastest(lambda: call(checker))
            checker.expect(
                taken <= _MAX_ERROR_SECONDS,
                f"the fastest of {_REPETITIONS} took {taken * 1000:.1f} ms",
            )

        clause_id, fact = (
            f"{operation.name}/latency/{name}",
            f"An error response is prompt ({name}).",
        )
        yield Clause(clause_id, fact, prompt, needs=frozenset({"control"}), cost=_REPETITIONS)


def _compare(checker: Checker, operation: Operation, call: Callable[[], object]) -> None:
    def call_unknown_path() -> None:
        request = checker.client.unsigned_request(operation, {}).with_changes(path="/no/operation")
        checker.client.send(operation, checker.client.sign(operation, request))

    least, most = _fastest(call_unknown_path), _fastest(call)
    bound = _FACTOR * least + _SLACK_SECONDS
    checker.expect(
        most <= bound,
        f"the fastest of {_REPETITIONS} responses took {most * 1000:.1f} ms, of an error response "
        f"{least * 1000:.1f} ms: the bound is {bound * 1000:.1f} ms",
    )


def _fastest(call: Callable[[], object]) -> float:
    taken = []
    for _ in range(_REPETITIONS):
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    return min(taken)
