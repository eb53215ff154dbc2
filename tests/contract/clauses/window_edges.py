"""The edges of the window for dates, found by the date that the target itself states."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from .dates import EXPIRED
from .nonces import USED

_MARGIN = timedelta(seconds=10)
"""More than the clock and the way of a request are off."""
_MINUTE = 60


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about dates that are just inside the window, and just outside."""
    window = timedelta(minutes=int(contract.signature["windowMinutes"]))
    for name, off in {"oldest": -window, "most-future": window}.items():
        inwards = -_MARGIN if off > timedelta() else _MARGIN
        fact = f"A date near the edge of the window counts to the second (the {name})."
        yield _edge(operation, name, fact, off, inwards)
        yield _replayed(operation, name, off, inwards)


def _edge(operation: Operation, name: str, fact: str, off: timedelta, inwards: timedelta) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {})
        now = _time_of(checker, operation)
        inside = checker.client.sign(operation, request, now=now + off + inwards)
        checker.expect_success(operation, checker.client.send(operation, inside))
        outside = checker.client.sign(operation, request, now=now + off - inwards)
        checker.expect_error(operation, checker.client.send(operation, outside), EXPIRED)

    return Clause(f"{operation.name}/date/edge/{name}", fact, check, cost=3)


def _replayed(operation: Operation, name: str, off: timedelta, inwards: timedelta) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {})
        date = _time_of(checker, operation) + off + 6 * inwards
        signed = checker.client.sign(operation, request, now=date)
        checker.expect_success(operation, checker.client.send(operation, signed))
        checker.expect_error(operation, checker.client.send(operation, signed), USED)

    fact = f"A request is accepted once, whatever its date (the {name})."
    return Clause(f"{operation.name}/nonce/replayed/{name}", fact, check, cost=3)


def _time_of(checker: Checker, operation: Operation) -> datetime:
    """Return the target's time, when the margin does not reach into another minute.

    Then a target that leaves out the seconds of a date errs by more than the margin.
    """
    for _ in range(2):
        stated = checker.call(operation).headers.get("date")
        now = parsedate_to_datetime(stated) if stated else checker.client.now()
        left = _MINUTE - now.second - _MARGIN.seconds
        if left > 1:
            break
        time.sleep(left + _MARGIN.seconds + 1)
    return now
