"""A clause: one sentence of the contract that a target keeps or breaks, and what tries it."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from .answers import canonical, faults
from .contract import Contract, Operation
from .oracle import judge
from .senders import Reply
from .signing import Key, Sent
from .targets import Target
from .targets.lab import Lab
from .wire import Wire

__all__ = ["Bench", "Broken", "Check", "Clause"]

Values: TypeAlias = Mapping[str, Any]

_SHOWN = 300


class Broken(AssertionError):
    """The target does not keep a clause; the message says what was expected, and what came."""


class Bench:
    """A target under test, and what clauses do with it."""

    def __init__(self, contract: Contract, target: Target, wire: Wire, seed: int) -> None:
        self.contract = contract
        self.target = target
        self.wire = wire
        self.seed = seed
        self.seen: object = None
        """What the listings showed when they were last looked at."""

    @cached_property
    def lab(self) -> Lab:
        """What is in our hands; only clauses that need it may ask."""
        assert self.target.lab is not None
        return self.target.lab

    def chance(self, clause: str) -> random.Random:
        """Give the random numbers of a clause: the same for the same seed."""
        return random.Random(f"{self.seed} {clause}")

    def signed(
        self, operation: Operation, values: Values | None = None, *, key: Key | None = None
    ) -> Sent:
        """Make a signed request with these values beside the known ones."""
        return self.wire.sign(operation, self.wire.unsigned(operation, values or {}), key=key)

    def call(
        self, operation: Operation, values: Values | None = None, *, key: Key | None = None
    ) -> Reply:
        """Send such a request."""
        return self.wire.send(operation, self.signed(operation, values, key=key))

    def answer(
        self, operation: Operation, values: Values | None = None, *, key: Key | None = None
    ) -> Any:
        """Give the body of a successful answer."""
        return self.answered(operation, self.call(operation, values, key=key))

    def answered(self, operation: Operation, reply: Reply) -> Any:
        """Expect success, and give the body."""
        self._sound(operation, reply)
        self.equal(200, reply.status, "status")
        body = reply.json
        self.equal(True, body[self.contract.envelope["success"]], "success")
        return body

    def missed(self, operation: Operation, reply: Reply) -> None:
        """Expect the failure that says that nothing of that name exists."""
        self._sound(operation, reply)
        self.equal(200, reply.status, "status")
        self.equal(self.contract.not_found, reply.json[self.contract.envelope["code"]], "code")

    def refused(self, operation: Operation, reply: Reply, *codes: str) -> Any:
        """Expect a refusal with one of these codes, and give its body."""
        body = reply.json
        code = body.get(self.contract.refusal["code"]) if isinstance(body, dict) else None
        if code not in codes:
            raise Broken(f"expected {' or '.join(sorted(codes))}, got {reply.status} {code}")
        self.equal(self.contract.status(code), reply.status, f"status of {code}")
        self._sound(operation, reply)
        return body

    def deserved(self, operation: Operation, sent: Sent) -> None:
        """Expect what the specification has for a request; what it finds must be what it names."""
        verdict = judge(self.contract, operation, sent)
        reply = self.wire.send(operation, self.wire.sign(operation, sent))
        if verdict.codes:
            self.refused(operation, reply, *verdict.codes)
        elif all(
            verdict.values.get(name, known) == known for name, known in self.target.values.items()
        ):
            self.answered(operation, reply)
        else:
            self.missed(operation, reply)

    def equal(self, expected: Any, actual: Any, what: str) -> None:
        """Expect a value, of the same type."""
        if expected != actual or canonical(expected) != canonical(actual):
            raise Broken(f"{what}: expected {_shown(expected)}, got {_shown(actual)}")

    def true(self, holds: bool, otherwise: str) -> None:
        """Expect that something holds."""
        if not holds:
            raise Broken(otherwise)

    def _sound(self, operation: Operation, reply: Reply) -> None:
        found = faults(self.contract, operation, reply)
        if found:
            raise Broken(f"{reply.status}: " + "; ".join(found[:3]))


Check = Callable[[Bench], None]


@dataclass(frozen=True)
class Clause:
    """A clause by its name, such as `ListJobs/pageSize/above-maximum`, and the fact that it states.

    `needs` are what a target must offer for it (see `Target.offers`); `cost` is about how many
    calls it takes.
    """

    id: str
    fact: str
    check: Check
    needs: frozenset[str] = frozenset()
    cost: int = 1


def _shown(value: Any) -> str:
    text = canonical(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
