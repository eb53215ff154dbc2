"""The components that requests are made of, as opposed to those that only responses hold."""

from __future__ import annotations

from ..normalise.schema_nodes import Node, ObjectSchema, references
from ..normalise.specification import Specification

__all__ = ["requested"]


def requested(specification: Specification) -> frozenset[str]:
    """Return the names of all components that a request may carry, however deep."""
    waiting: list[Node] = []
    for operation in specification.operations:
        waiting += [parameter.node for parameter in operation.parameters]
        waiting += [operation.body.node] if operation.body else []
    seen = set[str]()
    while waiting:
        new = set(references(waiting.pop())) - seen
        seen |= new
        for name in new:
            component = specification.components[name]
            if isinstance(component, ObjectSchema):
                waiting += [stated.node for stated in component.properties]
            else:
                waiting += component.nodes
    return frozenset(seen)
