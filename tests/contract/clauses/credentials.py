"""Credentials that are sent twice or were nearly used before, and what a refusal tells of them."""

from collections.abc import Iterator
from uuid import uuid4

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..signing import Key

_HEADER = "authorization"


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about credentials beside the signature itself."""

    def twice(bench: Bench) -> None:
        sent = bench.signed(operation)
        doubled = sent.but(headers={**sent.headers, _HEADER.title(): "more"})
        refused = contract.codes("authentication")
        bench.refused(operation, bench.wire.send(operation, doubled), *refused)

    def tells_no_signature(bench: Bench) -> None:
        sent = bench.signed(operation)
        right = sent.headers[_HEADER].rpartition("=")[2]
        forged = sent.header(_HEADER, sent.headers[_HEADER].replace(right, right[::-1]))
        reply = bench.wire.send(operation, forged)
        bench.refused(operation, reply, "SignatureDoesNotMatch")
        bench.true(right.encode() not in reply.body, "the refusal tells the right signature")

    def alike_nonces(bench: Bench) -> None:
        middle = uuid4().hex
        for nonce in (f"a{middle}a", f"a{middle}b", f"b{middle}a", middle):
            sent = bench.wire.sign(operation, bench.wire.unsigned(operation, {}), nonce=nonce)
            bench.answered(operation, bench.wire.send(operation, sent))

    def no_secret(bench: Bench) -> None:
        key = bench.target.key
        for secret in ("", key.id):
            reply = bench.call(operation, key=Key(key.id, secret, key.token))
            bench.refused(operation, reply, "SignatureDoesNotMatch")

    place = f"{operation.name}/credentials"
    yield Clause(f"{place}/sent-twice", "An Authorization sent twice is refused.", twice)
    fact = "A refused signature does not tell the right one."
    yield Clause(f"{place}/told", fact, tells_no_signature)
    fact = "What anybody knows is no secret: the key's id, or nothing."
    yield Clause(f"{place}/known-to-all", fact, no_secret, cost=2)
    fact = "Nonces that differ in one sign are different."
    yield Clause(f"{place}/alike-nonces", fact, alike_nonces, cost=4)
