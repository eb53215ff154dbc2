"""All clauses of the contract, made of the specification: a new operation gets its own by itself."""

from collections.abc import Iterator
from types import ModuleType

from ..clause import Clause
from ..contract import Contract, Operation
from . import (
    answering,
    authentication,
    bodies,
    changes,
    circumstances,
    credentials,
    dates,
    headers,
    identity,
    isolation,
    keys,
    latency,
    links,
    messages,
    methods,
    modelled,
    nonces,
    orders,
    pages,
    parameters,
    paths,
    permissions,
    reading,
    texts,
    throttling,
)

__all__ = ["all_clauses"]

_TOPICS: tuple[ModuleType, ...] = (
    answering,
    parameters,
    messages,
    texts,
    methods,
    paths,
    headers,
    authentication,
    bodies,
    credentials,
    dates,
    nonces,
    keys,
    permissions,
    circumstances,
    throttling,
    identity,
    isolation,
    links,
    pages,
    orders,
    modelled,
    reading,
    changes,
    latency,
)


def all_clauses(contract: Contract) -> list[Clause]:
    """Give all clauses, the quick ones first."""
    found = [one for operation in contract.operations for one in _of(contract, operation)]
    return sorted(found, key=lambda clause: clause.cost)


def _of(contract: Contract, operation: Operation) -> Iterator[Clause]:
    for topic in _TOPICS:
        yield from topic.clauses(contract, operation)
