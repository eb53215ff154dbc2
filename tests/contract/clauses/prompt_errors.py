"""Latency of an error response beside that of a success, at any target."""

from collections.abc import Callable, Iterator

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..senders import RawResponse
from ..signing import Key
from .latency import FACTOR, REPETITIONS, SLACK_SECONDS, fastest

Call = Callable[[Checker, Operation], RawResponse]


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the time that an error response takes."""
    if not operation.reads_only:
        return
    for name, call in {"unsigned": _unsigned, "wrong-signature": _with_wrong_secret}.items():
        yield _prompt(operation, name, call)


def _prompt(operation: Operation, name: str, call: Call) -> Clause:
    def check(checker: Checker) -> None:
        success = fastest(lambda: checker.call(operation))
        error = fastest(lambda: call(checker, operation))
        bound = FACTOR * success + SLACK_SECONDS
        checker.expect(
            error <= bound,
            f"the fastest of {REPETITIONS} error responses took {error * 1000:.1f} ms, of successes "
            f"{success * 1000:.1f} ms: the bound is {bound * 1000:.1f} ms",
        )

    fact = f"An error response does not take much longer than a success ({name})."
    clause_id = f"{operation.name}/latency/{name}-beside-success"
    return Clause(clause_id, fact, check, cost=2 * REPETITIONS)


def _unsigned(checker: Checker, operation: Operation) -> RawResponse:
    request = checker.signed_request(operation).with_header("authorization", None)
    return checker.client.send(operation, request)


def _with_wrong_secret(checker: Checker, operation: Operation) -> RawResponse:
    key = Key(checker.target.key.id, "guessed", checker.target.key.token)
    return checker.call(operation, key=key)
