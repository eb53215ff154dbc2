"""Keys that are disabled, removed, temporary or expired."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..signing import Key
from .authentication import INCOMPLETE, UNKNOWN_KEY

INACTIVE = "InvalidAccessKeyId.Inactive"
_CONTROL, _CLOCK = frozenset({"control"}), frozenset({"clock"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the life of a key."""
    yield from _lasting(operation)
    yield from _temporary(operation)
    yield from _tokens(operation)


def _lasting(operation: Operation) -> Iterator[Clause]:
    def disabled(checker: Checker) -> None:
        key = checker.control.create_key()
        checker.call_ok(operation, key=key)
        checker.control.keyring.set_active(key.id, False)
        checker.expect_error(operation, checker.call(operation, key=key), INACTIVE)
        checker.control.keyring.set_active(key.id, True)
        checker.call_ok(operation, key=key)

    def removed(checker: Checker) -> None:
        key = checker.control.create_key()
        checker.call_ok(operation, key=key)
        checker.control.keyring.remove(key.id)
        checker.expect_error(operation, checker.call(operation, key=key), UNKNOWN_KEY)

    def with_token(checker: Checker) -> None:
        key = checker.control.create_key()
        pretended = Key(key.id, key.secret, "token")
        checker.expect_error(operation, checker.call(operation, key=pretended), UNKNOWN_KEY)

    def inactive(checker: Checker) -> None:
        response = checker.call(operation, key=checker.fixtures.key("disabled"))
        checker.expect_error(operation, response, INACTIVE)

    prefix = f"{operation.name}/key"
    needs = frozenset({"disabled-key"})
    yield Clause(f"{prefix}/inactive", "A disabled key is refused.", inactive, needs)
    yield Clause(f"{prefix}/disabled", "A disabled key is refused at once.", disabled, _CONTROL, 3)
    yield Clause(f"{prefix}/removed", "A removed key is unknown at once.", removed, _CONTROL, 2)
    yield Clause(f"{prefix}/token-of-none", "A lasting key has no token.", with_token, _CONTROL)


def _temporary(operation: Operation) -> Iterator[Clause]:
    prefix = f"{operation.name}/key/temporary"

    def accepted(checker: Checker) -> None:
        checker.call_ok(operation, key=_made(checker))

    def expires(checker: Checker) -> None:
        clock = checker.control.clock
        assert clock is not None
        with clock.frozen():
            key = _made(checker)
            clock.advance(seconds=3599)
            checker.call_ok(operation, key=key)
            clock.advance(seconds=1)
            checker.expect_error(operation, checker.call(operation, key=key), INACTIVE)

    def expired(checker: Checker) -> None:
        key = checker.control.create_key(expires_in=timedelta(seconds=-1))
        checker.expect_error(operation, checker.call(operation, key=key), INACTIVE)

    yield Clause(f"{prefix}/accepted", "A temporary key counts.", accepted, _CONTROL)
    yield Clause(f"{prefix}/expires", "A temporary key expires to the second.", expires, _CLOCK, 2)
    yield Clause(f"{prefix}/expired", "An expired key is refused.", expired, _CONTROL)


def _tokens(operation: Operation) -> Iterator[Clause]:
    prefix = f"{operation.name}/key/temporary"

    def token(change: Callable[[str], str | None]) -> Callable[[Checker], None]:
        def check(checker: Checker) -> None:
            key = _made(checker)
            other = Key(key.id, key.secret, change(key.token or ""))
            checker.expect_error(operation, checker.call(operation, key=other), UNKNOWN_KEY)

        return check

    def named_otherwise(checker: Checker) -> None:
        key = _made(checker)
        request = checker.client.unsigned_request(operation, {})
        signed = checker.client.sign(operation, request, key=key, x_acs_accesskey_id="another")
        checker.expect_error(operation, checker.client.send(operation, signed), INCOMPLETE)

    def token_unsigned(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {})
        unsigned = frozenset({"x-acs-security-token"})
        signed = checker.client.sign(operation, request, key=_made(checker), unsigned=unsigned)
        checker.expect_error(operation, checker.client.send(operation, signed), INCOMPLETE)

    yield Clause(
        f"{prefix}/without-token",
        "A temporary key needs its token.",
        token(lambda _: None),
        _CONTROL,
    )
    yield Clause(
        f"{prefix}/other-token", "The token is the key's own.", token(lambda t: f"x{t}"), _CONTROL
    )
    fact = "The token is compared whole."
    yield Clause(f"{prefix}/token-shorter", fact, token(lambda t: t[:-1]), _CONTROL)
    yield Clause(f"{prefix}/token-in-capitals", fact, token(lambda t: t.swapcase()), _CONTROL)
    fact = "A key is named once, or alike."
    yield Clause(f"{prefix}/named-otherwise", fact, named_otherwise, _CONTROL)
    yield Clause(f"{prefix}/token-unsigned", "The token is signed.", token_unsigned, _CONTROL)


def _made(checker: Checker) -> Key:
    return checker.control.create_key(expires_in=timedelta(hours=1))
