"""Conditions of policies: address and time are those of the call, not those that it claims."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..signing import Key
from ..targets.control import texts
from .permissions import FORBIDDEN, Statement, allow

_ELSEWHERE = "203.0.113.9"
_CLAIMS = ("x-forwarded-for", "x-real-ip", "forwarded", "client-ip")
_OLD = timedelta(minutes=10)


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about address and time of a call."""
    if operation.permission is None:
        return
    action = operation.permission["action"]

    def address(checker: Checker) -> None:
        key = _user(checker, allow(action, {"IpAddress": {"acs:SourceIp": _ELSEWHERE}}))
        for name in _CLAIMS:
            request = checker.client.unsigned_request(operation, {}).with_header(name, _ELSEWHERE)
            response = checker.client.send(
                operation, checker.client.sign(operation, request, key=key)
            )
            checker.expect_error(operation, response, FORBIDDEN)

    def time(checker: Checker) -> None:
        now = checker.client.now()
        over = {"acs:CurrentTime": _written(now - _OLD / 2)}
        key = _user(checker, allow(action, {"DateLessThan": over}))
        request = checker.client.unsigned_request(operation, {})
        earlier = checker.client.sign(operation, request, key=key, now=now - _OLD)
        checker.expect_error(operation, checker.client.send(operation, earlier), FORBIDDEN)

    prefix, needs = f"{operation.name}/permission/claimed", frozenset({"control"})
    fact = "A call comes from where it comes from, whatever its headers say."
    yield Clause(f"{prefix}/address", fact, address, needs, cost=len(_CLAIMS))
    fact = "A call is made when it arrives, whatever date was signed."
    yield Clause(f"{prefix}/time", fact, time, needs)


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _user(checker: Checker, statement: Statement) -> Key:
    policy = {"Version": "1", "Statement": [statement]}
    return checker.control.create_key(
        None, f"user-{uuid.uuid4().hex[:12]}", policies=texts([policy])
    )
