"""The key that the run itself has: its token is its own, and a lasting one has none."""

from collections.abc import Iterator

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..signing import Key
from .authentication import INCOMPLETE, UNKNOWN_KEY


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the token of the key of this run."""

    def other_token(checker: Checker) -> None:
        key = checker.target.key
        tokens = ["token"] if key.token is None else [None, f"x{key.token}", key.token[:-1]]
        for token in tokens:
            response = checker.call(operation, key=Key(key.id, key.secret, token))
            checker.expect_error(operation, response, UNKNOWN_KEY)

    def token_unsigned(checker: Checker) -> None:
        if checker.target.key.token is None:
            return
        request = checker.client.unsigned_request(operation, {})
        unsigned = frozenset({"x-acs-security-token"})
        signed = checker.client.sign(operation, request, unsigned=unsigned)
        checker.expect_error(operation, checker.client.send(operation, signed), INCOMPLETE)

    def named_otherwise(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {})
        signed = checker.client.sign(operation, request, x_acs_accesskey_id="another")
        checker.expect_error(operation, checker.client.send(operation, signed), INCOMPLETE)

    prefix = f"{operation.name}/key/own"
    yield Clause(f"{prefix}/token", "A key has its own token, or none.", other_token, cost=2)
    yield Clause(f"{prefix}/token-unsigned", "The token is signed.", token_unsigned)
    yield Clause(f"{prefix}/named-otherwise", "A key is named once, or alike.", named_otherwise)
