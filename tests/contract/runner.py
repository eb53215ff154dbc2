"""Running clauses: those that a target supports, and again where its data changed meanwhile."""

import time
from collections.abc import Sequence
from itertools import pairwise

from .clause import Checker, Clause
from .contract import Operation
from .targets import Target

__all__ = ["Undecided", "first_violation", "run_clause", "supported_clauses"]

_ATTEMPTS = 4
_READINGS = 4
_IDLE_PERIODS, _SHORTEST_PERIOD, _LONGEST_PERIOD = 3, 0.5, 5.0


class Undecided(Exception):
    """The data changed during every attempt, and not because of the suite: a clause cannot be judged."""


def supported_clauses(clauses: Sequence[Clause], target: Target) -> list[Clause]:
    """Return the clauses whose needs a target meets."""
    offers = target.offers
    return [clause for clause in clauses if clause.needs <= offers]


def run_clause(checker: Checker, clause: Clause) -> None:
    """Run a clause; raise when it is violated.

    Where the data are somebody else's, it is violated only if it fails while they do not change, or
    if they change only while it runs: then the requests of the suite change them.
    """
    failure = _failure(checker, clause)
    if failure is None:
        return
    if not checker.target.read_only:
        raise failure
    began = time.monotonic()
    for _ in range(_ATTEMPTS):
        before = _listings(checker)
        failure = _failure(checker, clause)
        if failure is None:
            return
        if _listings(checker) == before:
            raise failure
    seconds = (time.monotonic() - began) / _ATTEMPTS
    if _reading_changes(checker) or not _change_while_idle(checker, seconds):
        raise failure
    raise Undecided(f"the data changed during each of {_ATTEMPTS} attempts: {failure}")


def first_violation(
    checker: Checker, clauses: Sequence[Clause]
) -> tuple[Clause, BaseException] | None:
    """Run clauses in turn until one is violated; None when all hold, or cannot be judged."""
    for clause in supported_clauses(clauses, checker.target):
        try:
            run_clause(checker, clause)
        except Undecided:
            continue
        except Exception as error:
            return clause, error
    return None


def _failure(checker: Checker, clause: Clause) -> AssertionError | None:
    """Run a clause once; return how it fails, or None."""
    checker.client.exchanges.clear()
    try:
        clause.check(checker)
    except AssertionError as error:
        return error
    return None


def _change_while_idle(checker: Checker, seconds: float) -> bool:
    """Whether the listings change while nothing is sent, for about as long as a clause takes."""
    period = min(max(seconds, _SHORTEST_PERIOD), _LONGEST_PERIOD)
    for _ in range(_IDLE_PERIODS):
        before = _listings(checker)
        time.sleep(period)
        if _listings(checker) != before:
            return True
    return False


def _reading_changes(checker: Checker) -> bool:
    """Whether each reading of the oldest items finds others: no writer keeps up with that."""
    readings = [_listings(checker, oldest=True) for _ in range(_READINGS)]
    return all(first != second for first, second in pairwise(readings))


def _listings(checker: Checker, *, oldest: bool = False) -> list[object]:
    """Return the listings as they are now; the exchanges of the clause are kept."""
    kept = list(checker.client.exchanges)
    operations = checker.contract.operations
    listings = [_listing(checker, each, oldest=oldest) for each in operations if each.pagination]
    checker.client.exchanges.clear()
    checker.client.exchanges.extend(kept)
    return listings


def _listing(checker: Checker, operation: Operation, *, oldest: bool) -> object:
    """Return a large page without its request id; of the `oldest`, the items alone."""
    names = operation.pagination or {}
    values = {names["size"]: operation.parameter(names["size"]).maximum}
    if oldest:
        values |= {
            parameter.name: parameter.schema["enum"][0]
            for parameter in operation.parameters
            if "enum" in parameter.schema and parameter.name.startswith("sort")
        }
    response = checker.call(operation, values)
    if response.status != 200:
        return response.status
    body = response.json
    if oldest:
        return body.get(names["items"])
    return {name: body[name] for name in body if name != checker.contract.envelope["requestId"]}
