"""Keys that are disabled, removed, temporary or expired."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..signing import Key
from .authentication import INCOMPLETE, UNKNOWN_KEY

INACTIVE = "InvalidAccessKeyId.Inactive"
_LAB, _CLOCK = frozenset({"lab"}), frozenset({"clock"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about the life of a key."""
    yield from _lasting(operation)
    yield from _temporary(operation)


def _lasting(operation: Operation) -> Iterator[Clause]:
    def disabled(bench: Bench) -> None:
        key = bench.lab.key()
        bench.answer(operation, key=key)
        bench.lab.keyring.set_active(key.id, False)
        bench.refused(operation, bench.call(operation, key=key), INACTIVE)
        bench.lab.keyring.set_active(key.id, True)
        bench.answer(operation, key=key)

    def removed(bench: Bench) -> None:
        key = bench.lab.key()
        bench.answer(operation, key=key)
        bench.lab.keyring.remove(key.id)
        bench.refused(operation, bench.call(operation, key=key), UNKNOWN_KEY)

    def with_token(bench: Bench) -> None:
        key = bench.lab.key()
        pretended = Key(key.id, key.secret, "token")
        bench.refused(operation, bench.call(operation, key=pretended), UNKNOWN_KEY)

    place = f"{operation.name}/key"
    yield Clause(f"{place}/disabled", "A disabled key is refused at once.", disabled, _LAB, 3)
    yield Clause(f"{place}/removed", "A removed key is unknown at once.", removed, _LAB, 2)
    yield Clause(f"{place}/token-of-none", "A lasting key has no token.", with_token, _LAB)


def _temporary(operation: Operation) -> Iterator[Clause]:
    place = f"{operation.name}/key/temporary"

    def accepted(bench: Bench) -> None:
        bench.answer(operation, key=_made(bench))

    def expires(bench: Bench) -> None:
        clock = bench.lab.clock
        assert clock is not None
        with clock.held():
            key = _made(bench)
            clock.move(seconds=3599)
            bench.answer(operation, key=key)
            clock.move(seconds=1)
            bench.refused(operation, bench.call(operation, key=key), INACTIVE)

    def expired(bench: Bench) -> None:
        key = bench.lab.key(expires_in=timedelta(seconds=-1))
        bench.refused(operation, bench.call(operation, key=key), INACTIVE)

    def token(change: Callable[[str], str | None]) -> Callable[[Bench], None]:
        def check(bench: Bench) -> None:
            key = _made(bench)
            other = Key(key.id, key.secret, change(key.token or ""))
            bench.refused(operation, bench.call(operation, key=other), UNKNOWN_KEY)

        return check

    def named_otherwise(bench: Bench) -> None:
        key = _made(bench)
        sent = bench.wire.unsigned(operation, {})
        signed = bench.wire.sign(operation, sent, key=key, x_acs_accesskey_id="another")
        bench.refused(operation, bench.wire.send(operation, signed), INCOMPLETE)

    def token_unsigned(bench: Bench) -> None:
        sent = bench.wire.unsigned(operation, {})
        unsigned = frozenset({"x-acs-security-token"})
        signed = bench.wire.sign(operation, sent, key=_made(bench), unsigned=unsigned)
        bench.refused(operation, bench.wire.send(operation, signed), INCOMPLETE)

    yield Clause(f"{place}/accepted", "A temporary key counts.", accepted, _LAB)
    yield Clause(f"{place}/expires", "A temporary key expires to the second.", expires, _CLOCK, 2)
    yield Clause(f"{place}/expired", "An expired key is refused.", expired, _LAB)
    yield Clause(
        f"{place}/without-token", "A temporary key needs its token.", token(lambda _: None), _LAB
    )
    yield Clause(
        f"{place}/other-token", "The token is the key's own.", token(lambda t: f"x{t}"), _LAB
    )
    fact = "The token is compared whole."
    yield Clause(f"{place}/token-shorter", fact, token(lambda t: t[:-1]), _LAB)
    yield Clause(f"{place}/token-in-capitals", fact, token(lambda t: t.swapcase()), _LAB)
    fact = "A key is named once, or alike."
    yield Clause(f"{place}/named-otherwise", fact, named_otherwise, _LAB)
    yield Clause(f"{place}/token-unsigned", "The token is signed.", token_unsigned, _LAB)


def _made(bench: Bench) -> Key:
    return bench.lab.key(expires_in=timedelta(hours=1))
