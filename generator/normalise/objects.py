"""Objects with properties as components, with the extensions that stand on them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from ..diagnostics import quote
from .extensions import (
    Block,
    Duration,
    EmbeddedJson,
    Related,
    Time,
    extension,
    extension_list,
    extension_map,
)
from .merge import Schema
from .schema_nodes import ANYTHING, Node, ObjectSchema, Property

__all__ = ["object_schema", "text"]

# What msgspec allows in no name of a field over the wire.
_UNREADABLE = re.compile(r'["\\\x00-\x1f]')


class NodeBuilder(Protocol):
    """The part of `Schemas` that properties need."""

    refuse: Callable[[Any, str], None]
    note: Callable[[Any, str, str], None]
    take: Callable[[str, int], None]

    def node(self, schema: Any, hint: str) -> Node:
        """Return the node of a schema."""

    def flat(self, schema: Any) -> Schema:
        """Return a schema without `$ref` and `allOf` at its top."""

    def object_name(self, reference: str) -> str | None:
        """Return the name of the object that a reference leads to; None for other schemas."""


def object_schema(schemas: NodeBuilder, component: ObjectSchema, flat: Schema) -> ObjectSchema:
    """Return a component with the properties and extensions of a merged schema."""
    stated: dict[str, Any] = flat["properties"]
    schemas.take("properties", len(stated))
    required = tuple(name for name in flat.get("required", ()) if name in stated)
    return replace(
        component,
        description=text(flat, "description"),
        properties=tuple(
            _property(schemas, component.name, wire_name, schema)
            for wire_name, schema in stated.items()
        ),
        required=required,
        short_names=tuple(flat.get("x-short", {}).items()),
        columns=tuple(flat.get("x-columns", ())),
        more_columns=tuple(flat.get("x-more-columns", ())),
        blocks=extension_list(flat, "x-blocks", Block),
        durations=extension_map(flat, "x-durations", Duration),
        related=extension_map(flat, "x-related", Related),
        additional=_additional(schemas, component.name, flat),
        states_additional=flat.get("additionalProperties") is not None,
    )


def _additional(schemas: NodeBuilder, owner: str, flat: Schema) -> Node | None:
    """Return the node of properties without a name; None where there may be none."""
    stated = flat.get("additionalProperties", True)
    if stated is False or flat.get("unevaluatedProperties") is False:
        return None
    if "patternProperties" in flat or not isinstance(stated, dict):
        return ANYTHING
    return schemas.node(stated, f"{owner}_value")


def text(owner: Schema, key: str) -> str:
    """Return the text under a key; "" for anything else."""
    value = owner.get(key)
    return value if isinstance(value, str) else ""


def _property(schemas: NodeBuilder, owner: str, wire_name: str, schema: Any) -> Property:
    if _UNREADABLE.search(wire_name):
        schemas.refuse(schema, f"no model can have the property {quote(wire_name)}")
    node = schemas.node(schema, f"{owner}_{wire_name}")
    if not isinstance(schema, dict):
        return Property(wire_name, node, "")
    flat = schemas.flat(schema)
    embedded = extension(flat, "x-embedded", EmbeddedJson)
    return Property(
        wire_name=wire_name,
        node=node,
        description=text(schema, "description"),
        is_read_only=flat.get("readOnly") is True,
        is_write_only=flat.get("writeOnly") is True,
        source=schema.get("x-source", "doc"),
        time=extension(flat, "x-time", Time),
        embedded=embedded and _embedded(schemas, schema, embedded),
        tones=tuple(flat.get("x-tones", {}).items()),
        lookup=text(flat, "x-lookup"),
    )


def _embedded(schemas: NodeBuilder, schema: Schema, embedded: EmbeddedJson) -> EmbeddedJson | None:
    """Return the extension with the name of the object that its reference leads to."""
    name = schemas.object_name(embedded.schema)
    if name is None:
        schemas.refuse(schema, "the schema of x-embedded is not an object with properties")
        return None
    return EmbeddedJson(name, embedded.escaped_times, embedded.view)
