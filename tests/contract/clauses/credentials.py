"""Credentials that are sent twice or nearly used before; error responses do not reveal them."""

from collections.abc import Iterator
from uuid import uuid4

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..signing import Key

_HEADER = "authorization"
_NONCE = "x-acs-signature-nonce"


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about credentials beside the signature itself."""

    def twice(checker: Checker) -> None:
        request = checker.signed_request(operation)
        doubled = request.with_changes(headers={**request.headers, _HEADER.title(): "more"})
        refused = contract.codes("authentication")
        checker.expect_error(operation, checker.client.send(operation, doubled), *refused)

    def nonce_added(checker: Checker) -> None:
        request = checker.signed_request(operation)
        checker.expect_success(operation, checker.client.send(operation, request))
        again = request.with_changes(headers={**request.headers, _NONCE.title(): uuid4().hex})
        refused = contract.codes("authentication")
        checker.expect_error(operation, checker.client.send(operation, again), *refused)

    def alike_nonces(checker: Checker) -> None:
        middle = uuid4().hex
        for nonce in (f"a{middle}a", f"a{middle}b", f"b{middle}a", middle):
            request = checker.client.sign(
                operation, checker.client.unsigned_request(operation, {}), nonce=nonce
            )
            checker.expect_success(operation, checker.client.send(operation, request))

    prefix = f"{operation.name}/credentials"
    yield Clause(f"{prefix}/sent-twice", "An Authorization sent twice is refused.", twice)
    fact = "A second nonce beside the signed one makes no used request fresh."
    yield Clause(f"{prefix}/nonce-added", fact, nonce_added, cost=2)
    fact = "Nonces that differ in one sign are different."
    yield Clause(f"{prefix}/alike-nonces", fact, alike_nonces, cost=4)
    yield from _secrets(operation)


def _secrets(operation: Operation) -> Iterator[Clause]:
    def reveals_no_signature(checker: Checker) -> None:
        request = checker.signed_request(operation)
        right = request.headers[_HEADER].rpartition("=")[2]
        forged = request.with_header(_HEADER, request.headers[_HEADER].replace(right, right[::-1]))
        response = checker.client.send(operation, forged)
        checker.expect_error(operation, response, "SignatureDoesNotMatch")
        shown = response.body + str(response.headers).encode()
        checker.expect(
            right.encode() not in shown, "the error response reveals the right signature"
        )

    def no_secret(checker: Checker) -> None:
        key = checker.target.key
        for secret in ("", key.id):
            response = checker.call(operation, key=Key(key.id, secret, key.token))
            checker.expect_error(operation, response, "SignatureDoesNotMatch")

    prefix = f"{operation.name}/credentials"
    fact = "A refused signature does not reveal the right one."
    yield Clause(f"{prefix}/told", fact, reveals_no_signature)
    fact = "What anybody knows is no secret: the key's id, or nothing."
    yield Clause(f"{prefix}/known-to-all", fact, no_secret, cost=2)
