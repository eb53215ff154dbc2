"""Unions that have a name: their members, and what tells one from another."""

from __future__ import annotations

from ..ir import ObjectMarks, Union, UnionMember
from ..normalise.schema_nodes import Node, ObjectSchema, Reference, UnionSchema
from ..normalise.specification import Specification
from .annotations import annotation, imports
from .properties import known_values

__all__ = ["unions"]


def unions(specification: Specification) -> tuple[Union, ...]:
    """Return the unions that JSON does not tell apart, in the order of the components."""
    unions = (
        component
        for component in specification.components.values()
        if isinstance(component, UnionSchema)
    )
    return tuple(_union(specification, union) for union in unions)


def _union(specification: Specification, union: UnionSchema) -> Union:
    tag = union.discriminator
    used = dict.fromkeys(name for node in union.nodes for name in imports(specification, node))
    named = {
        component.name
        for component in specification.components.values()
        if isinstance(component, UnionSchema)
    }
    return Union(
        name=union.name,
        description=f"One of {len(union.nodes)}.",
        models=tuple(name for name in used if name not in named),
        members=tuple(_member(specification, node) for node in union.nodes),
        tag=tag.property_name if tag else None,
        indexes=tag.indexes if tag else (),
    )


def _member(specification: Specification, node: Node) -> UnionMember:
    written = annotation(specification, node)
    component = specification.components.get(node.name) if isinstance(node, Reference) else None
    if not isinstance(component, ObjectSchema):
        return UnionMember(written, None)
    marks = {stated.wire_name: known_values(stated.node) for stated in component.properties}
    known = {name: values for name, values in marks.items() if values}
    return UnionMember(written, ObjectMarks(component.required, tuple(marks), known))
