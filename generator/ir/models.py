"""Schemas and models: fields, and what is derived from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from .calls import TypeRef

__all__ = [
    "Alias",
    "Block",
    "Duration",
    "EmbeddedJson",
    "Field",
    "ListMarks",
    "Model",
    "ObjectMarks",
    "Related",
    "Schema",
    "Time",
    "Union",
    "UnionMember",
]


@dataclass(frozen=True, slots=True)
class Time:
    """A field that is a time, and the name of its aware view."""

    field: str
    annotation: str
    view: str
    per_second: int


@dataclass(frozen=True, slots=True)
class EmbeddedJson:
    """A field that is JSON in a string, and the name of its parsed view."""

    field: str
    view: str
    model: TypeRef
    escaped_times: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """A short name for a nested value: fields on the way, and the annotation at its end."""

    name: str
    path: tuple[str, ...]
    annotation: str
    description: str

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """The variables on the way, each with the expression that it is given."""
        first, *between = self.path[:-1]
        names = (first, *between)
        read = [f"self.{first}", *map(_beyond, names, between)]
        return tuple(zip(names, read, strict=True))

    @property
    def end(self) -> str:
        """The expression of the value itself."""
        return _beyond(self.path[-2], self.path[-1])


def _beyond(before: str, field: str) -> str:
    return f"None if {before} is None else {before}.{field}"


@dataclass(frozen=True, slots=True)
class Block:
    """A group of lines about one value: its title, paths with dots, and the path that it needs."""

    title: str
    fields: tuple[str, ...]
    needs: str


@dataclass(frozen=True, slots=True)
class Duration:
    """A derived property: the time from one view to another."""

    name: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Model:
    """A model that has a base class of its own: derived properties, wire names, table columns.

    `base` is the name of that class. Tables show `columns`, wide ones `more_columns` too; `blocks`
    are the groups of lines about one value; `tones` the tones of values: good, busy, over or bad.
    """

    type: TypeRef
    base: str
    rename: str
    times: tuple[Time, ...]
    embedded: tuple[EmbeddedJson, ...]
    aliases: tuple[Alias, ...]
    nested: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    more_columns: tuple[str, ...]
    blocks: tuple[Block, ...]
    durations: tuple[Duration, ...]
    tones: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @property
    def is_extended(self) -> bool:
        """Whether it has derived properties."""
        return bool(self.times or self.durations or self.embedded or self.aliases)

    @property
    def is_nested(self) -> bool:
        """Whether a derived property has to do with another model."""
        return bool(self.embedded or self.aliases)


@dataclass(frozen=True, slots=True)
class Related:
    """The latest item of another listing that belongs to an `owner`, by a name.

    `constant` is that of the latest, `item` its type; `arguments` are pairs of a parameter and the
    field of the owner that it is called with.
    """

    owner: TypeRef
    name: str
    constant: str
    item: TypeRef
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ObjectMarks:
    """The marks of an object in a union: required and known properties, and known values."""

    required: tuple[str, ...]
    known: tuple[str, ...]
    marks: Mapping[str, tuple[str | int, ...]]


@dataclass(frozen=True, slots=True)
class UnionMember:
    """A member of a union; `stated` tells an object from the other members."""

    annotation: str
    stated: ObjectMarks | None


@dataclass(frozen=True, slots=True)
class ListMarks:
    """The marks of a list whose first items have types of their own: how many these are, whether
    others may follow, and whether all of them are there."""

    count: int
    has_rest: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Union:
    """A union that JSON does not tell apart, or a list whose items it does not tell apart.

    See `generator.runtime.models.unions`, and `tuples` where there are `items`.
    """

    name: str
    description: str
    models: tuple[str, ...]
    members: tuple[UnionMember, ...]
    tag: str | None
    indexes: tuple[tuple[str, int], ...]
    items: ListMarks | None = None

    @property
    def annotation(self) -> str:
        """The annotation for type checkers."""
        types = [member.annotation for member in self.members]
        if self.items is None:
            return " | ".join(types)
        if self.items.is_fixed:
            return f"tuple[{', '.join(types)}]"
        return f"list[{'Any' if 'Any' in types else ' | '.join(dict.fromkeys(types))}]"


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a schema, as its model has it; one that must be there may be sent as null.

    `constant` is the only value of one that is required, which is its default.
    """

    name: str
    wire_name: str
    annotation: str
    description: str
    source: str
    is_sent_as_null: bool
    is_required: bool = False
    constant: str | int | None = None


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema, as its model has it; `additional` is the field of properties without a name."""

    type: TypeRef
    name: str
    description: str
    fields: tuple[Field, ...]
    additional: str = ""
