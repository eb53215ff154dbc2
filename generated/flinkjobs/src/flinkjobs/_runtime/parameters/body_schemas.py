"""Schemas of request bodies as data: the part of JSON Schema that a request is held to.

That is types, formats, enumerations, bounds, required properties, and unions.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from msgspec import Struct

from ..models.formats import FormatName

__all__ = ["BodySchema", "Nested", "Schemas", "find_schema"]


class BodySchema(Struct, frozen=True, kw_only=True, gc=False):
    """A schema; one that stands elsewhere is referred to by its name.

    `others` is the schema of the properties that have no name; where `is_closed`, there may be
    none. `any_of` are the alternatives of a union. `tagged` is the alternative of each value of the
    discriminator `tag`; where `is_tag_closed`, no other value is valid.
    """

    types: tuple[str, ...] = ()
    format: FormatName | None = None
    values: tuple[Any, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    below: float | None = None
    multiple_of: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False
    items: "Nested | None" = None
    min_properties: int | None = None
    max_properties: int | None = None
    required: tuple[str, ...] = ()
    read_only: tuple[str, ...] = ()
    properties: Mapping[str, "Nested"] = {}
    others: "Nested | None" = None
    is_closed: bool = False
    any_of: tuple["Nested", ...] = ()
    tag: str = ""
    tagged: Mapping[str, "Nested"] = {}
    is_tag_closed: bool = False


Nested: TypeAlias = BodySchema | str
Schemas: TypeAlias = Mapping[str, BodySchema]


def find_schema(nested: Nested, schemas: Schemas) -> BodySchema:
    """Return a schema, or the one that a name stands for."""
    return schemas[nested] if isinstance(nested, str) else nested
