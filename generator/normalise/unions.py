"""Unions in the typed subset: those that JSON tells apart are `AnyOf`, others become components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..naming import Names, pascal
from .schema_nodes import (
    ANYTHING,
    NULL,
    AnyOf,
    Array,
    Component,
    Discriminator,
    Enumeration,
    Node,
    ObjectSchema,
    Reference,
    Scalar,
    UnionSchema,
    alternatives,
    nullable,
    without_null,
)

__all__ = ["TagValues", "Unions", "enumerated"]

_LARGEST = 1 << 63


@dataclass(frozen=True, slots=True)
class TagValues:
    """A discriminator before equal alternatives are joined: the alternative's index by value."""

    property_name: str
    indexes: Mapping[str, int]


def enumerated(values: Sequence[Any]) -> Node:
    """Return the node of an enumeration: the known values, or any other value of their types,
    which a newer server may send."""
    texts = [value for value in values if isinstance(value, str)]
    numbers = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]
    nodes: list[Node] = []
    if texts:
        nodes += [Enumeration("string", tuple(dict.fromkeys(texts))), Scalar("string")]
    if known := tuple(value for value in dict.fromkeys(numbers) if abs(value) < _LARGEST):
        nodes.append(Enumeration("integer", known))
    nodes += [Scalar("integer")] if numbers else []
    types = {type(value) for value in values}
    nodes += [Scalar("boolean")] if bool in types else []
    nodes += [Scalar("number")] if float in types else []
    if any(isinstance(value, list | dict) for value in values) or not (nodes or None in values):
        return ANYTHING
    nodes += [NULL] if None in values else []
    return AnyOf(tuple(nodes)) if len(nodes) > 1 else nodes[0]


class Unions:
    """Builds unions, and keeps the components that they become."""

    def __init__(self, names: Names) -> None:
        self.components: dict[str, Component] = {}
        self._names = names
        self._known: dict[tuple[tuple[Node, ...], Discriminator | None], Reference] = {}

    def force(self, name: str, node: Node) -> Node:
        """Make a component of a node that refers to itself, if it is none yet."""
        reference, plain = Reference(name), without_null(node)
        if plain == reference:
            return node
        self.components[name] = UnionSchema(name, alternatives(plain))
        return nullable(reference) if plain != node else reference

    def either(
        self, nodes: Sequence[Node], hint: str, name: str | None, tags: TagValues | None = None
    ) -> Node:
        """Return the node of what may be any of several; `tags` tell them apart by a property."""
        if ANYTHING in nodes:
            return ANYTHING
        flat = [part for node in nodes for part in alternatives(node)]
        parts = _distinct([part for part in flat if part != NULL])
        if not parts:
            return NULL
        node: Node
        if len(parts) == 1:
            node = parts[0]
        elif self._are_distinct(parts):
            node = AnyOf(parts)
        else:
            parts = _formatted_first(parts)
            node = self._component(parts, hint, name, _discriminator(tags, nodes, parts))
        return nullable(node) if NULL in flat else node

    def _component(
        self, parts: tuple[Node, ...], hint: str, name: str | None, tag: Discriminator | None
    ) -> Reference:
        known = self._known.get((parts, tag))
        if name is None and known is not None:
            return known
        plain = pascal(hint) or "Choice"
        plain = f"Model{plain}" if plain[0].isdigit() else plain
        taken = name or self._names.take(plain, f"{plain}Choice")
        self.components[taken] = UnionSchema(taken, parts, tag)
        reference = self._known[(parts, tag)] = Reference(taken)
        return reference

    def _are_distinct(self, parts: Sequence[Node]) -> bool:
        types = [self._json_type(part) for part in parts]
        is_formatted = any(isinstance(part, Scalar) and part.format for part in parts)
        if is_formatted and types.count("string") > 1:
            return False
        single = [type_ for type_ in types if type_ not in ("string", "integer")]
        return "union" not in types and len(single) == len(set(single))

    def _json_type(self, node: Node) -> str:
        match node:
            case Reference(name):
                return "object" if isinstance(self.components.get(name), ObjectSchema) else "union"
            case Scalar(type_) | Enumeration(type_):
                return type_
            case Array():
                return "array"
            case _:
                return "object"


def _discriminator(
    tags: TagValues | None, nodes: Sequence[Node], parts: tuple[Node, ...]
) -> Discriminator | None:
    """Return a discriminator whose indexes are those of the alternatives that are left."""
    if tags is None:
        return None
    indexes = tuple(
        (value, parts.index(nodes[index]))
        for value, index in tags.indexes.items()
        if nodes[index] in parts
    )
    return Discriminator(tags.property_name, indexes) if indexes else None


def _formatted_first(parts: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return strings with a format before any other, which accepts their texts too."""
    formatted = [part for part in parts if isinstance(part, Scalar) and part.format]
    return (*formatted, *(part for part in parts if part not in formatted))


def _distinct(parts: Sequence[Node]) -> tuple[Node, ...]:
    """Return each node once, with the enumerations of one type joined."""
    values: dict[str, dict[str | int, None]] = {}
    for part in parts:
        if isinstance(part, Enumeration):
            values.setdefault(part.type, {}).update(dict.fromkeys(part.values))
    distinct: dict[object, Node] = {}
    for part in parts:
        if isinstance(part, Enumeration):
            distinct.setdefault(part.type, Enumeration(part.type, tuple(values[part.type])))
        else:
            distinct.setdefault(part, part)
    return tuple(distinct.values())
