"""Rules of `x-latest` and `x-waiters`: parameters, properties and states that they name exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...diagnostics import Diagnostic, quote
from ...naming import snake
from ...openapi.index import DocumentIndex, Node, items, text
from ...openapi.pointer import PointerParts
from ...openapi.source import Value
from ..rule import Rule
from .operation_refs import items_of, operations_by_name, parameters_of, payloads_of
from .property_refs import PropertyReference, check_property, nodes_with, property_of

__all__ = ["RULES"]

# Arguments that every waiting method has beside the parameters of its operations.
_WAITING_ARGUMENTS: Final = {"after", "until", "timeout", "poll"}


def latest_operations(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that x-latest is on a listing, and that its order parameters are optional."""
    for operation, value in nodes_with(index, "operation", "x-latest"):
        pointer = (*operation.pointer, "x-latest")
        pages = operation.value.get("x-pagination")
        if not isinstance(pages, dict):
            message, remedy = "x-latest is on an operation without x-pagination", "add that"
            yield index.source.diagnostic(pointer, message, remedy, operation.subject)
            continue
        if "size" not in pages:
            message = "x-latest is on an operation whose x-pagination has no size"
            yield index.source.diagnostic(pointer, message, "add that", operation.subject)
            continue
        parameters = parameters_of(index, operation)
        for i, name in items(value.get("order")):
            if str(name) not in parameters:
                message, remedy = "is not a parameter of the operation", "name one that is"
            elif parameters[str(name)].value.get("required") is True:
                message, remedy = (
                    "is required, so it cannot be left out",
                    "name none that must be",
                )
            else:
                continue
            message = f"x-latest.order.{i}: {quote(str(name))} {message}"
            yield index.source.diagnostic(
                (*pointer, "order", i), message, remedy, operation.subject
            )


def latest_sizes(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that x-latest reads no more items than a page may have."""
    for operation, value in nodes_with(index, "operation", "x-latest"):
        pages = operation.value.get("x-pagination")
        name = text(pages, "size") if isinstance(pages, dict) else None
        schema = index.child(parameters_of(index, operation).get(name or ""), "schema")
        maximum, size = (schema.value.get("maximum") if schema else None), value.get("size")
        if isinstance(maximum, int) and isinstance(size, int) and size > maximum:
            message = f"x-latest.size: {size} is more than a page may hold"
            pointer = (*operation.pointer, "x-latest", "size")
            yield index.source.diagnostic(
                pointer, message, f"write at most {maximum}", operation.subject
            )


def latest_times(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that the time of x-latest is a property of an item."""
    for operation, value in nodes_with(index, "operation", "x-latest"):
        for item in items_of(index, operation):
            reference = PropertyReference(
                operation.pointer, ("x-latest", "time"), "an item", None, operation.subject
            )
            yield from check_property(index, reference, item, value.get("time"))


def waiter_subjects(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that a subject is a parameter, and a property of the payload."""
    for operation, name, waiter in _waiters(index):
        keys = ("x-waiters", name, "subject")
        subject = waiter.get("subject")
        if isinstance(subject, str) and subject not in parameters_of(index, operation):
            message = f"{'.'.join(keys)}: {quote(subject)} is not a parameter of the operation"
            pointer = (*operation.pointer, *keys)
            yield index.source.diagnostic(pointer, message, "name one that is", operation.subject)
        for payload in payloads_of(index, operation):
            reference = PropertyReference(
                operation.pointer, keys, "the payload", None, operation.subject
            )
            yield from check_property(index, reference, payload, subject)


def waiter_paths(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that each part of a waiter's paths is a property of the payload."""
    for operation, name, waiter in _waiters(index):
        for key in ("state", "failure", "cause", "reason"):
            path = (text(waiter, key) or "").split(".") if key in waiter else []
            for payload in payloads_of(index, operation):
                if step := _missing(index, payload, path):
                    message = f"x-waiters.{name}.{key}: {quote(step)} is not a property there"
                    pointer = (*operation.pointer, "x-waiters", name, key)
                    remedy = "name a property at each step"
                    yield index.source.diagnostic(pointer, message, remedy, operation.subject)


def waiter_goals(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that goals and final states are values of the state property."""
    for operation, name, waiter in _waiters(index):
        goals = waiter.get("goals")
        goal = text(waiter, "goal")
        if isinstance(goals, dict) and goal and goal not in goals:
            message = f"x-waiters.{name}.goal: {quote(goal)} is not one of the goals"
            pointer = (*operation.pointer, "x-waiters", name, "goal")
            yield index.source.diagnostic(pointer, message, "name one that is", operation.subject)
        states = _states(index, operation, waiter)
        for keys, state in _states_in(waiter):
            if states and state not in states:
                message = (
                    f"{'.'.join(('x-waiters', name, *keys))}: {quote(state)} is no known state"
                )
                pointer = (*operation.pointer, "x-waiters", name, *keys)
                remedy = f"name one of {', '.join(sorted(states))}"
                yield index.source.diagnostic(pointer, message, remedy, operation.subject)


def waiter_listings(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that the operation that finds the subject has x-latest and lists the same schema."""
    by_name = operations_by_name(index)
    for operation, name, waiter in _waiters(index):
        operation_id = text(waiter, "latest")
        listing = by_name.get(operation_id)
        if operation_id is None:
            continue
        if listing is None:
            message, remedy = "is no operation", "name the operationId of one"
        elif not isinstance(listing.value.get("x-latest"), dict):
            message, remedy = "has no x-latest", "add it there, or name an operation that has it"
        elif [*items_of(index, listing)] != [*payloads_of(index, operation)]:
            message, remedy = (
                "lists something else",
                "name an operation that lists the payload",
            )
        else:
            continue
        message = f"x-waiters.{name}.latest: {quote(operation_id)} {message}"
        pointer = (*operation.pointer, "x-waiters", name, "latest")
        yield index.source.diagnostic(pointer, message, remedy, operation.subject)


def waiter_arguments(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a parameter with the name of an argument of waiting methods."""
    by_name = operations_by_name(index)
    for operation, name, waiter in _waiters(index):
        listing = by_name.get(text(waiter, "latest"))
        for called in (operation, *([listing] if listing else [])):
            for taken in sorted(
                _WAITING_ARGUMENTS
                & {snake(parameter) for parameter in parameters_of(index, called)}
            ):
                message = (
                    f"x-waiters.{name}: a parameter is named {quote(taken)}, as one of its own"
                )
                pointer = (*operation.pointer, "x-waiters", name)
                yield index.source.diagnostic(
                    pointer, message, "rename the parameter", operation.subject
                )


def _waiters(index: DocumentIndex) -> Iterator[tuple[Node, str, dict[str, Value]]]:
    for operation, value in nodes_with(index, "operation", "x-waiters"):
        for name, waiter in value.items():
            if isinstance(waiter, dict):
                yield operation, name, waiter


def _missing(index: DocumentIndex, owner: Node | None, path: list[str]) -> str | None:
    """Return the first part of a path that is no property; None where all are."""
    for step in path:
        owner = property_of(index, owner, step)
        if owner is None:
            return step
    return None


def _states(index: DocumentIndex, operation: Node, waiter: dict[str, Value]) -> set[str]:
    """Return the known values of the state; none when any value is allowed."""
    known: set[str] = set()
    for payload in payloads_of(index, operation):
        node: Node | None = payload
        for step in (text(waiter, "state") or "").split("."):
            node = property_of(index, node, step)
        for part in index.descendants(node) if node else ():
            known |= {str(value) for _, value in items(part.value.get("enum"))}
    return known


def _states_in(waiter: dict[str, Value]) -> Iterator[tuple[PointerParts, str]]:
    for goal, states in items(waiter.get("goals")):
        for i, state in items(states):
            yield ("goals", goal, i), str(state)
    for i, state in items(waiter.get("final")):
        yield ("final", i), str(state)


RULES: Final[tuple[Rule, ...]] = (
    latest_operations,
    latest_sizes,
    latest_times,
    waiter_subjects,
    waiter_paths,
    waiter_goals,
    waiter_listings,
    waiter_arguments,
)
