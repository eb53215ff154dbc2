"""All clauses of the contract, made of the specification: a new operation has its own at once."""

from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

from ..clause import Clause
from ..contract import Contract, Operation
from . import (
    authentication,
    bodies,
    body_signatures,
    credentials,
    data_changes,
    dates,
    deployment_changes,
    deployment_listings,
    deployment_rules,
    error_messages,
    event_rules,
    filters,
    forgeries,
    headers,
    hostile_texts,
    identity,
    invisible_signs,
    isolation,
    items_alike,
    job_rules,
    keys,
    latency,
    links,
    lookup_rules,
    methods,
    model_comparison,
    nonces,
    own_forms,
    own_key,
    pages,
    parameters,
    paths,
    permissions,
    read_only,
    request_conditions,
    responses,
    restore_rules,
    running_jobs,
    savepoint_rules,
    sort_orders,
    sql_validation,
    start_rules,
    stop_rules,
    throttling,
    variable_rules,
    window_edges,
)

__all__ = ["all_clauses"]

_TOPICS: tuple[ModuleType, ...] = (
    responses,
    own_forms,
    parameters,
    bodies,
    error_messages,
    hostile_texts,
    methods,
    paths,
    headers,
    authentication,
    forgeries,
    body_signatures,
    credentials,
    dates,
    window_edges,
    nonces,
    keys,
    own_key,
    permissions,
    request_conditions,
    throttling,
    identity,
    invisible_signs,
    isolation,
    deployment_rules,
    deployment_changes,
    deployment_listings,
    start_rules,
    restore_rules,
    job_rules,
    stop_rules,
    savepoint_rules,
    running_jobs,
    sql_validation,
    lookup_rules,
    variable_rules,
    event_rules,
)
_READING_TOPICS: tuple[ModuleType, ...] = (
    links,
    items_alike,
    pages,
    filters,
    sort_orders,
    model_comparison,
    read_only,
    data_changes,
    latency,
)


def all_clauses(contract: Contract) -> list[Clause]:
    """Return all clauses, the quick ones first."""
    clauses = [
        clause for operation in contract.operations for clause in _clauses_of(contract, operation)
    ]
    return sorted(clauses, key=lambda clause: clause.cost)


def _clauses_of(contract: Contract, operation: Operation) -> Iterator[Clause]:
    topics = (*_TOPICS, *_READING_TOPICS) if operation.reads_only else _TOPICS
    for topic in topics:
        for clause in topic.clauses(contract, operation):
            if operation.looks_up and not operation.reads_only and "/rule/" not in clause.id:
                continue
            if not operation.reads_only:
                yield _writing(operation, clause)
            elif _shows_savepoints(operation):
                yield replace(clause, needs=clause.needs | {"savepoint"})
            else:
                yield clause


def _shows_savepoints(operation: Operation) -> bool:
    """Whether an operation shows nothing where no savepoint is known."""
    names = {parameter.name for parameter in operation.parameters if parameter.required}
    return "savepointId" in {*names, (operation.pagination or {}).get("key")}


def _writing(operation: Operation, clause: Clause) -> Clause:
    """Keep a clause away from data that are not to be changed.

    What it creates or deletes by itself, nobody removes or restores: that is for targets of ours. Any
    other call is of a deployment that the suite has created. Rules create their own.
    """
    if "/rule/" in clause.id:
        return clause
    is_lasting = operation.makes_places or operation.method == "DELETE"
    return replace(clause, needs=clause.needs | {"writes", "control" if is_lasting else "written"})
