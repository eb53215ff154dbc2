"""Typed schema nodes: the subset of JSON Schema that both code generators support.

A node is an expression made of scalars, enumerations, arrays, mappings, references and `AnyOf` where
JSON itself tells the alternatives apart. Objects and all other unions are components with a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from .extensions import Block, Duration, EmbeddedJson, Related, Time

__all__ = [
    "ANYTHING",
    "FORMAT_TYPES",
    "NULL",
    "AnyOf",
    "Anything",
    "Array",
    "Component",
    "Dictionary",
    "Discriminator",
    "Enumeration",
    "Format",
    "Node",
    "ObjectSchema",
    "Property",
    "Reference",
    "Scalar",
    "TupleSchema",
    "UnionSchema",
    "alternatives",
    "nullable",
    "references",
    "without_null",
]

ScalarType: TypeAlias = Literal["string", "integer", "number", "boolean", "null"]
Format: TypeAlias = Literal["", "date-time", "date", "uuid", "decimal"]


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON value."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One of JSON's plain types; with a format, its values have a type of their own in Python."""

    type: ScalarType
    format: Format = ""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Known values of one type."""

    type: ScalarType
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A component, by its name in Python."""

    name: str


@dataclass(frozen=True, slots=True)
class Array:
    """A list of items."""

    items: Node


@dataclass(frozen=True, slots=True)
class Dictionary:
    """An object without known properties."""

    values: Node


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Several nodes that JSON tells apart; none of them is an `AnyOf`."""

    nodes: tuple[Node, ...]


Node: TypeAlias = Anything | Scalar | Enumeration | Reference | Array | Dictionary | AnyOf

FORMAT_TYPES: Final = {
    "date-time": "DateTime",
    "date": "Date",
    "uuid": "UUID",
    "decimal": "Decimal",
}
"""The types of formats, by their names in `generator.runtime.models.formats`."""

ANYTHING: Final = Anything()
NULL: Final = Scalar("null")


@dataclass(frozen=True, slots=True)
class Property:
    """A property of an object, with the extensions that stand on it."""

    wire_name: str
    node: Node
    description: str
    is_read_only: bool = False
    is_write_only: bool = False
    source: str = "doc"
    time: Time | None = None
    embedded: EmbeddedJson | None = None
    tones: tuple[tuple[str, str], ...] = ()
    lookup: str = ""


@dataclass(frozen=True, slots=True)
class ObjectSchema:
    """An object with known properties; `module` is where its model belongs, "" for the package.

    `additional` is the node of properties that it does not name, None where there may be none;
    `states_additional` is whether the document says so.
    """

    name: str
    module: str = ""
    description: str = ""
    properties: tuple[Property, ...] = ()
    required: tuple[str, ...] = ()
    short_names: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    more_columns: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    durations: tuple[tuple[str, Duration], ...] = ()
    related: tuple[tuple[str, Related], ...] = ()
    additional: Node | None = None
    states_additional: bool = False

    @property
    def qualified_name(self) -> str:
        """The name with its module."""
        return f"{self.module}.{self.name}" if self.module else self.name


@dataclass(frozen=True, slots=True)
class Discriminator:
    """The property that tells alternatives apart: the index of the alternative of each value."""

    property_name: str
    indexes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class UnionSchema:
    """A union that JSON does not tell apart."""

    name: str
    nodes: tuple[Node, ...]
    discriminator: Discriminator | None = None


@dataclass(frozen=True, slots=True)
class TupleSchema:
    """A list whose first items have nodes of their own; `rest` is that of all others.

    Where it is None, there are no others; one that `is_fixed` has all of its first items.
    """

    name: str
    first: tuple[Node, ...]
    rest: Node | None
    is_fixed: bool

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes of all items."""
        return self.first if self.rest is None else (*self.first, self.rest)


Component: TypeAlias = ObjectSchema | UnionSchema | TupleSchema


def alternatives(node: Node) -> tuple[Node, ...]:
    """Return the nodes of an `AnyOf`, or the node itself."""
    return node.nodes if isinstance(node, AnyOf) else (node,)


def nullable(node: Node) -> Node:
    """Return a node that also accepts null."""
    if node in (ANYTHING, NULL):
        return node
    return AnyOf((*(part for part in alternatives(node) if part != NULL), NULL))


def without_null(node: Node) -> Node:
    """Return a node that does not accept null, unless null is all that it accepts."""
    if not isinstance(node, AnyOf):
        return node
    parts = tuple(part for part in node.nodes if part != NULL)
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def references(node: Node) -> tuple[str, ...]:
    """Return the names of the components that an expression refers to, in order, each once."""
    found: dict[str, None] = {}
    waiting: list[Node] = [node]
    while waiting:
        match waiting.pop():
            case Reference(name):
                found[name] = None
            case AnyOf(nodes):
                waiting += reversed(nodes)
            case Array(inner) | Dictionary(inner):
                waiting.append(inner)
            case _:
                pass
    return tuple(found)
