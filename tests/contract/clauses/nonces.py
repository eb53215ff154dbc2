"""Replays: a nonce is accepted once per key, as long as its date is valid."""

from collections.abc import Iterator
from datetime import timedelta

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..signing import Key
from .authentication import MISMATCH
from .dates import EXPIRED

USED = "SignatureNonceUsed"
_BETWEEN = 120
_FRESH = 300
"""More requests than a store handles before it removes expired nonces."""
_MARGIN = timedelta(seconds=30)
_SECOND, _WAITS = frozenset({"second-key"}), frozenset({"waits"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about replays."""
    yield _at_once(operation)
    yield _signed_anew(operation)
    yield _of_a_failure(operation)
    yield _compared_exactly(operation)
    yield _after_others(operation)
    if operation.method == "GET":
        yield _with_head(operation)
    yield from _between_operations(contract, operation)
    yield _of_another_key(operation)
    yield _of_a_forgery(operation)
    for early in (-1, 0, 1):
        yield _later(contract, operation, early)
    yield _expiring(contract, operation)


def _new_nonce(checker: Checker, operation: Operation) -> str:
    return checker.signed_request(operation).headers["x-acs-signature-nonce"]


def _at_once(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.signed_request(operation)
        checker.expect_success(operation, checker.client.send(operation, request))
        for _ in range(2):
            checker.expect_error(operation, checker.client.send(operation, request), USED)

    fact = "A request is accepted once."
    return Clause(f"{operation.name}/nonce/replayed", fact, check, cost=3)


def _signed_anew(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {})
        nonce, now = _new_nonce(checker, operation), checker.client.now()
        first = checker.client.sign(operation, request, nonce=nonce, now=now)
        later = checker.client.sign(operation, request, nonce=nonce, now=now + timedelta(seconds=5))
        checker.expect_success(operation, checker.client.send(operation, first))
        checker.expect_error(operation, checker.client.send(operation, later), USED)

    fact = "A nonce is used by any request."
    return Clause(f"{operation.name}/nonce/signed-anew", fact, check, cost=2)


def _of_a_failure(operation: Operation) -> Clause:
    ids = [
        parameter.name
        for parameter in operation.parameters
        if parameter.is_free_text
        and operation.must_find(parameter.name)
        and not operation.makes_places
    ]

    def check(checker: Checker) -> None:
        request = checker.signed_request(operation, {ids[-1]: "there-is-none"} if ids else {})
        response = checker.client.send(operation, request)
        if ids:
            checker.expect_not_found(operation, response)
        checker.expect_error(operation, checker.client.send(operation, request), USED)

    fact = "A failed request used its nonce."
    return Clause(f"{operation.name}/nonce/of-a-failure", fact, check, cost=2)


def _after_others(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        first = checker.signed_request(operation)
        checker.expect_success(operation, checker.client.send(operation, first))
        for count in (1, _BETWEEN):
            for _ in range(count):
                checker.call_ok(operation)
            checker.expect_error(operation, checker.client.send(operation, first), USED)

    fact = f"A nonce is remembered over {_BETWEEN} other requests."
    return Clause(f"{operation.name}/nonce/after-others", fact, check, cost=_BETWEEN)


def _with_head(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {})
        for methods in (("HEAD", "HEAD"), ("HEAD", "GET"), ("GET", "HEAD")):
            nonce = _new_nonce(checker, operation)
            first, second = (
                checker.client.sign(operation, request.with_changes(method=method), nonce=nonce)
                for method in methods
            )
            accepted = checker.client.send(operation, first)
            checker.expect_equal(200, accepted.status, f"status of {methods[0]}")
            refused = checker.client.send(operation, second)
            expected = checker.contract.status(USED)
            checker.expect_equal(expected, refused.status, f"status of {methods[1]} after it")

    fact = "A nonce is used by HEAD, and for it, too."
    return Clause(f"{operation.name}/nonce/with-HEAD", fact, check, cost=6)


def _compared_exactly(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {})
        nonce = f"{_new_nonce(checker, operation)}abc"
        for text in (nonce, nonce.upper(), nonce[:-1], f"{nonce}x"):
            signed = checker.client.sign(operation, request, nonce=text)
            checker.expect_success(operation, checker.client.send(operation, signed))

    return Clause(
        f"{operation.name}/nonce/nearly-alike", "Nonces are compared exactly.", check, cost=4
    )


def _between_operations(contract: Contract, operation: Operation) -> Iterator[Clause]:
    for other in contract.operations:
        if other.name == operation.name:
            continue

        def check(checker: Checker, other: Operation = other) -> None:
            request = checker.signed_request(operation)
            checker.expect_success(operation, checker.client.send(operation, request))
            nonce = request.headers["x-acs-signature-nonce"]
            again = checker.client.sign(
                other, checker.client.unsigned_request(other, {}), nonce=nonce
            )
            checker.expect_error(other, checker.client.send(other, again), USED)

        fact = f"A nonce is used for {other.name}, too."
        needs = frozenset() if other.reads_only else frozenset({"writes"})
        yield Clause(f"{operation.name}/nonce/used-for-{other.name}", fact, check, needs, 2)


def _of_another_key(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {})
        nonce = _new_nonce(checker, operation)
        for key in (checker.target.key, checker.fixtures.key("second")):
            signed = checker.client.sign(operation, request, nonce=nonce, key=key)
            checker.expect_success(operation, checker.client.send(operation, signed))

    fact = "Each key has nonces of its own."
    return Clause(f"{operation.name}/nonce/of-another-key", fact, check, _SECOND, cost=3)


def _of_a_forgery(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {})
        nonce = _new_nonce(checker, operation)
        forged = Key(checker.target.key.id, "guessed-secret")
        first = checker.client.sign(operation, request, nonce=nonce, key=forged)
        checker.expect_error(operation, checker.client.send(operation, first), MISMATCH)
        signed = checker.client.sign(operation, request, nonce=nonce)
        checker.expect_success(operation, checker.client.send(operation, signed))

    fact = "Who forges a request does not use up the nonce."
    return Clause(f"{operation.name}/nonce/of-a-forgery", fact, check, cost=2)


def _later(contract: Contract, operation: Operation, early: int) -> Clause:
    """Replay a request from its first possible moment to its last, with others in between."""
    window = timedelta(minutes=int(contract.signature["windowMinutes"]))

    def check(checker: Checker) -> None:
        clock = checker.control.clock
        assert clock is not None
        with clock.frozen() as began:
            date = began + early * window
            request = checker.client.sign(
                operation, checker.client.unsigned_request(operation, {}), now=date
            )
            checker.expect_success(operation, checker.client.send(operation, request))
            for moment in _moments(window, date - began + window):
                clock.advance(seconds=(began + moment - clock()).total_seconds())
                _others(checker, operation)
                checker.expect_error(operation, checker.client.send(operation, request), USED)
            clock.advance(seconds=1)
            checker.expect_error(operation, checker.client.send(operation, request), EXPIRED)

    name = {-1: "oldest", 0: "present", 1: "most-future"}[early]
    fact = f"A nonce is remembered as long as its date counts (the {name.replace('-', ' ')} one)."
    needs = frozenset({"clock"})
    return Clause(f"{operation.name}/nonce/remembered/{name}", fact, check, needs, cost=_FRESH)


def _expiring(contract: Contract, operation: Operation) -> Clause:
    """Replay a request whose date soon expires, and once more when it has: that takes no clock of ours."""
    window = timedelta(minutes=int(contract.signature["windowMinutes"]))

    def check(checker: Checker) -> None:
        request = checker.client.sign(
            operation,
            checker.client.unsigned_request(operation, {}),
            now=checker.client.now() - window + _MARGIN,
        )
        checker.expect_success(operation, checker.client.send(operation, request))
        checker.wait(_MARGIN.total_seconds() / 2)
        checker.expect_error(operation, checker.client.send(operation, request), USED)
        checker.wait(_MARGIN.total_seconds())
        checker.expect_error(operation, checker.client.send(operation, request), EXPIRED)

    fact = "A nonce is remembered until its date expires (45 seconds, waited for)."
    return Clause(f"{operation.name}/nonce/remembered/waiting", fact, check, _WAITS, cost=_FRESH)


def _moments(window: timedelta, last: timedelta) -> list[timedelta]:
    inside = [window - timedelta(seconds=1), window + timedelta(seconds=1)]
    return [*(moment for moment in inside if moment < last), last]


def _others(checker: Checker, operation: Operation) -> None:
    """Send other requests: a store may remove expired nonces only when it is used."""
    for _ in range(_FRESH):
        checker.call(operation)
