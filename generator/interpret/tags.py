"""Properties with one value only: constants, and the discriminator of each alternative of a union."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..normalise.schema_nodes import Enumeration, Reference, UnionSchema, alternatives
from ..normalise.specification import Specification

__all__ = ["constants"]


def constants(specification: Specification) -> Mapping[str, Mapping[str, str | int]]:
    """Return the value of each such property, by component and wire name."""
    found: dict[str, dict[str, str | int]] = {}
    for component in specification.components.values():
        if isinstance(component, UnionSchema):
            for name, tag, value in _tags(component):
                found.setdefault(name, {})[tag] = value
    for component in specification.objects:
        for stated in component.properties:
            values = [
                value
                for node in alternatives(stated.node)
                if isinstance(node, Enumeration)
                for value in node.values
            ]
            if len(values) == 1:
                found.setdefault(component.name, {})[stated.wire_name] = values[0]
    return found


def _tags(union: UnionSchema) -> Iterator[tuple[str, str, str]]:
    """Yield component, property and value of each alternative that one value alone stands for."""
    tag = union.discriminator
    for index, node in enumerate(union.nodes if tag else ()):
        if not isinstance(node, Reference) or tag is None:
            continue
        values = [value for value, chosen in tag.indexes if chosen == index]
        mapped = [value for value in values if value != node.name] or values
        if len(mapped) == 1:
            yield node.name, tag.property_name, mapped[0]
