"""Properties by their path, as extensions name them."""

from __future__ import annotations

from collections.abc import Sequence

from ..normalise.schema_nodes import (
    Array,
    Enumeration,
    Node,
    ObjectSchema,
    Property,
    Reference,
    alternatives,
    without_null,
)
from ..normalise.specification import Specification

__all__ = ["described", "item_of", "known_values", "listed_item", "object_of", "property_at"]


def object_of(specification: Specification, node: Node) -> ObjectSchema | None:
    """Return the object that a node refers to; None for any other node."""
    plain = without_null(node)
    component = specification.components.get(plain.name) if isinstance(plain, Reference) else None
    return component if isinstance(component, ObjectSchema) else None


def item_of(specification: Specification, node: Node) -> ObjectSchema | None:
    """Return the object that a node is an array of; None for any other node."""
    plain = without_null(node)
    return object_of(specification, plain.items) if isinstance(plain, Array) else None


def property_at(
    specification: Specification, owner: ObjectSchema | None, path: Sequence[str]
) -> Property | None:
    """Return the property at the end of a path; None where the path leads nowhere."""
    found: Property | None = None
    for name in path:
        properties = owner.properties if owner else ()
        found = next((stated for stated in properties if stated.wire_name == name), None)
        owner = object_of(specification, found.node) if found else None
    return found


def listed_item(
    specification: Specification, response: Node, items: str | None
) -> ObjectSchema | None:
    """Return the object that a response lists, in a property or by itself; None where there is none."""
    if items is None:
        return item_of(specification, response)
    listed = property_at(specification, object_of(specification, response), [items])
    return item_of(specification, listed.node) if listed else None


def described(specification: Specification, stated: Property) -> str:
    """Return the description of a property, or of the object that it refers to."""
    owner = object_of(specification, stated.node)
    return (stated.description or (owner.description if owner else "")).strip()


def known_values(node: Node) -> tuple[str | int, ...]:
    """Return the values that a node is known to have, however open it is."""
    parts = alternatives(node)
    return tuple(v for part in parts if isinstance(part, Enumeration) for v in part.values)
