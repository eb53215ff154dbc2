"""Latency: of a single call beside a plain page of the same run, and of both beside an error."""

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..senders import RawResponse
from ..signing import Key
from .page_walks import largest_page

Call: TypeAlias = Callable[[Checker], RawResponse]

_REPETITIONS = 7
_FACTOR = 5
_LARGE_FACTOR = 15
"""Plain pages that a call may take, and that a page of ten times as many items may."""
_ERROR_FACTOR = 10
_SLACK_SECONDS = 0.1
"""Seconds that a response may take beyond these: generous, for shared machines."""
_MAX_ERROR_SECONDS = 0.25
"""Seconds that an error response of our own target may take: some hundred times its usual time."""
_FAR = (40, 10**6)
_CONTROL = frozenset({"control"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about time."""
    yield from _in_our_hands(operation)
    listing = next((each for each in contract.operations if each.pagination), operation)

    def plain(checker: Checker) -> RawResponse:
        return checker.call(listing)

    for name, call in {**_pages(operation), **_failures(operation), **_errors(operation)}.items():

        def quick(checker: Checker, name: str = name, call: Call = call) -> None:
            factor = _LARGE_FACTOR if name == "largest-page" else _FACTOR
            _compare(checker, plain, call, factor, "a plain page")

        fact = f"A response does not take much longer than a plain page ({name})."
        yield Clause(f"{operation.name}/latency/{name}", fact, quick, cost=0)


def _call(operation: Operation, values: dict[str, Any]) -> Call:
    return lambda checker: checker.call(operation, values)


def _pages(operation: Operation) -> dict[str, Call]:
    """Return calls that may take longer: each value of an enumeration, large pages and far ones."""
    calls = {} if operation.pagination else {"single": _call(operation, {})}
    for parameter in operation.parameters:
        for value in parameter.schema.get("enum", ()):
            calls[f"{parameter.name}-{value}"] = _call(operation, {parameter.name: value})
    if names := operation.pagination:
        calls["largest-page"] = _call(operation, {names["size"]: largest_page(operation)})
        for page in _FAR:
            calls[f"far-page-{page}"] = _call(operation, {names["page"]: page, names["size"]: 1})
    return calls


def _failures(operation: Operation) -> dict[str, Call]:
    """Return calls that find nothing, or that are refused for their parameters."""
    calls: dict[str, Call] = {}
    for parameter in operation.parameters:
        if parameter.is_free_text:
            values = {parameter.name: "there-is-none"}
            calls[f"unknown-{parameter.name}"] = _call(operation, values)
        if parameter.location != "path":
            calls[f"bad-{parameter.name}"] = _call(operation, {parameter.name: ""})
    return calls


def _errors(operation: Operation) -> dict[str, Call]:
    """Return calls that are refused before any data are looked at."""

    def unsigned(checker: Checker) -> RawResponse:
        request = checker.signed_request(operation).with_header("authorization", None)
        return checker.client.send(operation, request)

    def with_wrong_secret(checker: Checker) -> RawResponse:
        key = Key(checker.target.key.id, "guessed", checker.target.key.token)
        return checker.call(operation, key=key)

    def with_unknown_key(checker: Checker) -> RawResponse:
        return checker.call(operation, key=Key("nobody", "guessed"))

    def head(checker: Checker) -> RawResponse:
        request = checker.client.unsigned_request(operation, {}).with_changes(method="HEAD")
        return checker.client.send(operation, checker.client.sign(operation, request))

    return {
        "unsigned": unsigned,
        "wrong-signature": with_wrong_secret,
        "unknown-key": with_unknown_key,
        "unknown-path": lambda checker: _call_unknown_path(checker, operation),
        "HEAD": head,
    }


def _call_unknown_path(checker: Checker, operation: Operation) -> RawResponse:
    request = checker.client.unsigned_request(operation, {}).with_changes(path="/no/operation")
    return checker.client.send(operation, checker.client.sign(operation, request))


def _in_our_hands(operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about a server of ours: errors are prompt, and a plain call is as an error."""
    for name in ("unsigned", "wrong-signature"):
        call = _errors(operation)[name]

        def prompt(checker: Checker, call: Call = call) -> None:
            taken = min(_seconds(checker, call) for _ in range(_REPETITIONS))
            checker.expect(
                taken <= _MAX_ERROR_SECONDS,
                f"the fastest of {_REPETITIONS} took {taken * 1000:.1f} ms",
            )

        fact = f"An error response is prompt ({name})."
        clause_id = f"{operation.name}/latency/prompt-{name}"
        yield Clause(clause_id, fact, prompt, _CONTROL, cost=_REPETITIONS)

    def usual(checker: Checker) -> None:
        def error(checker: Checker) -> RawResponse:
            return _call_unknown_path(checker, operation)

        _compare(checker, error, _call(operation, {}), _ERROR_FACTOR, "an error response")

    fact = "A response does not take much longer than an error response."
    yield Clause(f"{operation.name}/latency/usual", fact, usual, _CONTROL, cost=2)


def _compare(checker: Checker, base: Call, call: Call, factor: int, name: str) -> None:
    """Expect that a call is once as quick as a base call allows; later calls make up for noise."""
    least = min(_seconds(checker, base) for _ in range(3))
    bound = factor * least + _SLACK_SECONDS
    taken = []
    for _ in range(_REPETITIONS):
        taken.append(_seconds(checker, call))
        if taken[-1] <= bound:
            return
    checker.expect(
        False,
        f"the fastest of {_REPETITIONS} responses took {min(taken) * 1000:.1f} ms, of {name} "
        f"{least * 1000:.1f} ms: the bound is {bound * 1000:.1f} ms",
    )


def _seconds(checker: Checker, call: Call) -> float:
    began = time.perf_counter()
    call(checker)
    return time.perf_counter() - began
