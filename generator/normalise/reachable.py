"""The components that requests and responses reach, and what follows from that."""

from __future__ import annotations

from collections.abc import Iterable

from .schema_nodes import (
    AnyOf,
    Array,
    Component,
    Dictionary,
    Node,
    ObjectSchema,
    Scalar,
    references,
)
from .specification import Specification

__all__ = ["decodes_twice", "has_exact_numbers", "keeps_additional", "reached", "requested"]


def keeps_additional(specification: Specification) -> frozenset[str]:
    """Return the names of the objects whose models keep properties that the contract does not name:
    where it says that there may be some, and where one that a server sent may be sent back.
    """
    answered = reached(specification, (each.response.node for each in specification.operations))
    both = answered & requested(specification)
    return frozenset(
        component.name
        for component in specification.objects
        if component.additional is not None
        and (component.states_additional or component.name in both)
    )


def decodes_twice(specification: Specification, node: Node) -> bool:
    """Whether a response is also decoded as plain JSON, for the properties that its models keep.

    It is where the contract says that there are some, and where the response holds what is sent as a
    body. A part of a body that stands in another object, as the program of a job, is not worth the
    time: few send that back.
    """
    found = reached(specification, [node])
    kept = found & keeps_additional(specification)
    bodies = (set(references(each.body.node)) for each in specification.operations if each.body)
    stated = {each.name for each in specification.objects if each.states_additional}
    return bool(kept & stated) or bool(kept and found & set[str]().union(*bodies))


def requested(specification: Specification) -> frozenset[str]:
    """Return the names of all components that a request may carry, however deep."""
    parameters = (node.node for each in specification.operations for node in each.parameters)
    bodies = (each.body.node for each in specification.operations if each.body)
    return reached(specification, (*parameters, *bodies))


def reached(specification: Specification, nodes: Iterable[Node]) -> frozenset[str]:
    """Return the names of all components that are reached from nodes, however deep."""
    waiting, seen = list(nodes), set[str]()
    while waiting:
        new = set(references(waiting.pop())) - seen
        seen |= new
        for name in new:
            waiting += _nodes(specification.components[name])
    return frozenset(seen)


def has_exact_numbers(specification: Specification, node: Node) -> bool:
    """Whether decimal numbers are written as numbers in the JSON of a node."""
    components = (specification.components[name] for name in reached(specification, [node]))
    waiting = [node, *(inner for component in components for inner in _nodes(component))]
    while waiting:
        match waiting.pop():
            case Scalar("number", "decimal"):
                return True
            case AnyOf(nodes):
                waiting += nodes
            case Array(inner) | Dictionary(inner):
                waiting.append(inner)
            case _:
                pass
    return False


def _nodes(component: Component) -> Iterable[Node]:
    if not isinstance(component, ObjectSchema):
        return component.nodes
    named = [stated.node for stated in component.properties]
    return [*named, component.additional] if component.additional else named
