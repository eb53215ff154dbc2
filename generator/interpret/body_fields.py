"""Properties of JSON bodies that are arguments of methods too, with the types that callers pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..ir import BodyField, Parameter
from ..naming import field_names
from ..normalise.schema_nodes import (
    AnyOf,
    Array,
    Dictionary,
    Node,
    ObjectSchema,
    Reference,
    TupleSchema,
    without_null,
)
from ..normalise.specification import Body, Specification
from ..reserved_names import PARAMETERS
from .annotations import annotation
from .properties import described, object_of

__all__ = ["body_fields"]

_MAPPING = "Mapping[str, Any]"
_DEEPEST = 4


def body_fields(
    specification: Specification, body: Body | None, parameters: Iterable[Parameter]
) -> Iterator[BodyField]:
    """Yield the properties of a body that is a JSON object, but for those that are not sent.

    A property whose name belongs to a parameter, or to the method itself, is part of the body only.
    """
    owner = object_of(specification, body.node) if body and body.encoding == "json" else None
    if owner is None:
        return
    taken = {parameter.name.casefold() for parameter in parameters} | PARAMETERS
    names = field_names([stated.wire_name for stated in owner.properties])
    for stated in owner.properties:
        name = names[stated.wire_name]
        if stated.is_read_only or name.casefold() in taken:
            continue
        yield BodyField(
            name=name,
            wire_name=stated.wire_name,
            annotation=_accepted(specification, without_null(stated.node)),
            description=described(specification, stated),
            nested=tuple(_nested(specification, stated.node)),
        )


def _nested(specification: Specification, node: Node) -> Iterator[tuple[str, str]]:
    """Yield the properties of an object, each with its description."""
    owner = object_of(specification, node)
    stated = owner.properties if owner else ()
    names = field_names([property_.wire_name for property_ in stated])
    for property_ in stated:
        yield names[property_.wire_name], described(specification, property_)


def _accepted(specification: Specification, node: Node, depth: int = 0) -> str:
    """Write the type of what a caller passes: a model or a mapping, any sequence."""
    types = dict.fromkeys(_alternatives(specification, node, depth))
    return "Any" if "Any" in types else " | ".join(types)


def _alternatives(specification: Specification, node: Node, depth: int) -> Iterator[str]:
    if isinstance(node, Reference):
        component = specification.components[node.name]
        if isinstance(component, TupleSchema):
            yield "Sequence[Any]"
            return
        if isinstance(component, ObjectSchema):
            yield from (f"models.{node.name}", _MAPPING)
            return
        node = AnyOf(component.nodes)
    if depth > _DEEPEST:
        yield "Any"
        return
    match node:
        case AnyOf(nodes):
            for part in nodes:
                yield from _alternatives(specification, part, depth + 1)
        case Array(items):
            yield f"Sequence[{_accepted(specification, items, depth + 1)}]"
        case Dictionary(values):
            yield f"Mapping[str, {_accepted(specification, values, depth + 1)}]"
        case _:
            yield annotation(specification, node)
