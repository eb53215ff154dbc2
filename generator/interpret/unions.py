"""Unions that have a name: their members, and what tells one from another."""

from __future__ import annotations

from ..ir import ListMarks, ObjectMarks, Union, UnionMember
from ..normalise.schema_nodes import Node, ObjectSchema, Reference, TupleSchema, UnionSchema
from ..normalise.specification import Specification
from .annotations import annotation, imports
from .properties import known_values

__all__ = ["unions"]


def unions(specification: Specification) -> tuple[Union, ...]:
    """Return the unions that JSON does not tell apart, and the lists whose items differ by their
    place, in the order of the components."""
    unions = (
        component
        for component in specification.components.values()
        if not isinstance(component, ObjectSchema)
    )
    return tuple(_union(specification, union) for union in unions)


def _union(specification: Specification, union: UnionSchema | TupleSchema) -> Union:
    tag = union.discriminator if isinstance(union, UnionSchema) else None
    used = dict.fromkeys(name for node in union.nodes for name in imports(specification, node))
    named = {
        component.name
        for component in specification.components.values()
        if not isinstance(component, ObjectSchema)
    }
    return Union(
        name=union.name,
        description=f"One of {len(union.nodes)}.",
        models=tuple(name for name in used if name not in named),
        members=tuple(_member(specification, node) for node in union.nodes),
        tag=tag.property_name if tag else None,
        indexes=tag.indexes if tag else (),
        items=_list_marks(union) if isinstance(union, TupleSchema) else None,
    )


def _list_marks(stated: TupleSchema) -> ListMarks:
    return ListMarks(len(stated.first), stated.rest is not None, stated.is_fixed)


def _member(specification: Specification, node: Node) -> UnionMember:
    written = annotation(specification, node)
    component = specification.components.get(node.name) if isinstance(node, Reference) else None
    if not isinstance(component, ObjectSchema):
        return UnionMember(written, None)
    marks = {stated.wire_name: known_values(stated.node) for stated in component.properties}
    known = {name: values for name, values in marks.items() if values}
    return UnionMember(written, ObjectMarks(component.required, tuple(marks), known))
