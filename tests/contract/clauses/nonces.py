"""A nonce is used once: at once, later, as long as its date is accepted, and by its own key only."""

from collections.abc import Iterator
from datetime import timedelta

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..signing import Key
from .authentication import MISMATCH
from .dates import EXPIRED

USED = "SignatureNonceUsed"
_FRESH = 300
"""More requests than a store lets pass before it forgets what is over."""


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about replays."""

    def at_once(bench: Bench) -> None:
        sent = bench.signed(operation)
        bench.answered(operation, bench.wire.send(operation, sent))
        for _ in range(2):
            bench.refused(operation, bench.wire.send(operation, sent), USED)

    def signed_anew(bench: Bench) -> None:
        sent = bench.wire.unsigned(operation, {})
        nonce = bench.signed(operation).headers["x-acs-signature-nonce"]
        now = bench.wire.now()
        first = bench.wire.sign(operation, sent, nonce=nonce, now=now)
        later = bench.wire.sign(operation, sent, nonce=nonce, now=now + timedelta(seconds=5))
        bench.answered(operation, bench.wire.send(operation, first))
        bench.refused(operation, bench.wire.send(operation, later), USED)

    def of_a_failure(bench: Bench) -> None:
        free = [one.name for one in operation.parameters if one.free and one.required]
        sent = bench.signed(operation, {free[-1]: "there-is-none"} if free else {})
        bench.missed(operation, bench.wire.send(operation, sent))
        bench.refused(operation, bench.wire.send(operation, sent), USED)

    def in_other_case(bench: Bench) -> None:
        sent = bench.wire.unsigned(operation, {})
        nonce = bench.signed(operation).headers["x-acs-signature-nonce"] + "abc"
        for text in (nonce, nonce.upper(), nonce[:-1], f"{nonce}x"):
            signed = bench.wire.sign(operation, sent, nonce=text)
            bench.answered(operation, bench.wire.send(operation, signed))

    place = f"{operation.name}/nonce"
    yield Clause(f"{place}/replayed", "A request is accepted once.", at_once, cost=3)
    fact = "A nonce is used by any request."
    yield Clause(f"{place}/signed-anew", fact, signed_anew, cost=2)
    yield Clause(f"{place}/of-a-failure", "A failed request used its nonce.", of_a_failure, cost=2)
    yield Clause(f"{place}/nearly-alike", "Nonces are compared exactly.", in_other_case, cost=4)
    yield from _between_operations(contract, operation)
    yield from _with_keys(operation)
    for early in (-1, 0, 1):
        yield _later(contract, operation, early)


def _between_operations(contract: Contract, operation: Operation) -> Iterator[Clause]:
    for other in contract.operations:
        if other.name == operation.name:
            continue

        def check(bench: Bench, other: Operation = other) -> None:
            sent = bench.signed(operation)
            bench.answered(operation, bench.wire.send(operation, sent))
            nonce = sent.headers["x-acs-signature-nonce"]
            again = bench.wire.sign(other, bench.wire.unsigned(other, {}), nonce=nonce)
            bench.refused(other, bench.wire.send(other, again), USED)

        fact = f"A nonce is used for {other.name}, too."
        yield Clause(f"{operation.name}/nonce/used-for-{other.name}", fact, check, cost=2)


def _with_keys(operation: Operation) -> Iterator[Clause]:
    needs = frozenset({"lab"})

    def of_another_key(bench: Bench) -> None:
        sent = bench.wire.unsigned(operation, {})
        nonce = bench.signed(operation).headers["x-acs-signature-nonce"]
        for key in (bench.target.key, bench.lab.key()):
            signed = bench.wire.sign(operation, sent, nonce=nonce, key=key)
            bench.answered(operation, bench.wire.send(operation, signed))

    def of_a_forgery(bench: Bench) -> None:
        sent = bench.wire.unsigned(operation, {})
        nonce = bench.signed(operation).headers["x-acs-signature-nonce"]
        forged = Key(bench.target.key.id, "guessed-secret")
        first = bench.wire.sign(operation, sent, nonce=nonce, key=forged)
        bench.refused(operation, bench.wire.send(operation, first), MISMATCH)
        signed = bench.wire.sign(operation, sent, nonce=nonce)
        bench.answered(operation, bench.wire.send(operation, signed))

    place = f"{operation.name}/nonce"
    fact = "Each key has nonces of its own."
    yield Clause(f"{place}/of-another-key", fact, of_another_key, needs, cost=3)
    fact = "Who forges a request does not use up the nonce."
    yield Clause(f"{place}/of-a-forgery", fact, of_a_forgery, needs, cost=2)


def _later(contract: Contract, operation: Operation, early: int) -> Clause:
    """Replay a request from its first possible moment to its last, with others in between."""
    window = timedelta(minutes=int(contract.signature["windowMinutes"]))

    def check(bench: Bench) -> None:
        clock = bench.lab.clock
        assert clock is not None
        with clock.held() as began:
            date = began + early * window
            sent = bench.wire.sign(operation, bench.wire.unsigned(operation, {}), now=date)
            bench.answered(operation, bench.wire.send(operation, sent))
            for moment in _moments(window, date - began + window):
                clock.move(seconds=(began + moment - clock()).total_seconds())
                _others(bench, operation)
                bench.refused(operation, bench.wire.send(operation, sent), USED)
            clock.move(seconds=1)
            bench.refused(operation, bench.wire.send(operation, sent), EXPIRED)

    name = {-1: "oldest", 0: "present", 1: "most-future"}[early]
    fact = f"A nonce is remembered as long as its date counts (the {name.replace('-', ' ')} one)."
    needs = frozenset({"clock"})
    return Clause(f"{operation.name}/nonce/remembered/{name}", fact, check, needs, cost=_FRESH)


def _moments(window: timedelta, last: timedelta) -> list[timedelta]:
    inside = [window - timedelta(seconds=1), window + timedelta(seconds=1)]
    return [*(one for one in inside if one < last), last]


def _others(bench: Bench, operation: Operation) -> None:
    """Let other requests come: a store may forget what is over only when it is used."""
    for _ in range(_FRESH):
        bench.call(operation)
