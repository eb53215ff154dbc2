"""The circumstances that a policy asks about are those of the call, not those that it claims."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..signing import Key
from ..targets.lab import texts
from .permissions import FORBIDDEN, Statement, allow

_ELSEWHERE = "203.0.113.9"
_CLAIMS = ("x-forwarded-for", "x-real-ip", "forwarded", "client-ip")
_OLD = timedelta(minutes=10)


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about address and time of a call."""
    if operation.permission is None:
        return
    action = operation.permission["action"]

    def address(bench: Bench) -> None:
        key = _user(bench, allow(action, {"IpAddress": {"acs:SourceIp": _ELSEWHERE}}))
        for name in _CLAIMS:
            sent = bench.wire.unsigned(operation, {}).header(name, _ELSEWHERE)
            reply = bench.wire.send(operation, bench.wire.sign(operation, sent, key=key))
            bench.refused(operation, reply, FORBIDDEN)

    def time(bench: Bench) -> None:
        now = bench.wire.now()
        over = {"acs:CurrentTime": _written(now - _OLD / 2)}
        key = _user(bench, allow(action, {"DateLessThan": over}))
        sent = bench.wire.unsigned(operation, {})
        earlier = bench.wire.sign(operation, sent, key=key, now=now - _OLD)
        bench.refused(operation, bench.wire.send(operation, earlier), FORBIDDEN)

    place, needs = f"{operation.name}/permission/claimed", frozenset({"lab"})
    fact = "A call comes from where it comes from, whatever its headers say."
    yield Clause(f"{place}/address", fact, address, needs, cost=len(_CLAIMS))
    fact = "A call is made when it arrives, whatever date was signed."
    yield Clause(f"{place}/time", fact, time, needs)


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _user(bench: Bench, statement: Statement) -> Key:
    policy = {"Version": "1", "Statement": [statement]}
    return bench.lab.key(None, f"user-{uuid.uuid4().hex[:12]}", policies=texts([policy]))
