"""One schema from several: references followed, parts of allOf put together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..openapi.lookup import lookup

__all__ = ["SHAPES", "Merger", "Schema"]

Schema = dict[str, Any]

SHAPES = frozenset(
    [
        "type",
        "properties",
        "items",
        "prefixItems",
        "additionalProperties",
        "patternProperties",
        "oneOf",
        "anyOf",
        "allOf",
        "enum",
        "const",
    ]
)
_UNIONS = ("oneOf", "anyOf")
# What may hold of a value besides: its properties may be there.
_AT_TIMES = ("then", "else")
_MADE = frozenset(["$ref", "allOf", "dependentSchemas", *_AT_TIMES])


class Merger:
    """Puts together what a schema is made of; it never follows a property or an item."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._made: dict[tuple[int, ...], Schema] = {}
        self._kept: list[Any] = []

    def flat(self, schema: Schema) -> Schema:
        """Give a schema without `$ref` and `allOf` at its top."""
        if _MADE.isdisjoint(schema):
            return schema
        known = self._made.get((id(schema),))
        if known is None:
            known = self._made[(id(schema),)] = self._flatten(schema)
            self._kept.append(schema)
        return known

    def both(self, one: Any, other: Any) -> Any:
        """Give the schema of what must fit two; the same two give the same object."""
        if one is other or other is True or other in ({}, one):
            return one
        if one is True or one == {}:
            return other
        key = (id(one), id(other))
        if key not in self._made:
            self._made[key] = {"allOf": [one, other]}
            self._kept += [one, other]
        return self._made[key]

    def _flatten(self, schema: Schema) -> Schema:
        found: Schema = {}
        if "$ref" in schema:
            target = lookup(self._document, schema["$ref"])
            found = self.flat(target) if isinstance(target, dict) else {}
        for part in schema.get("allOf", ()):
            if isinstance(part, dict):
                found = self._join(found, self._inherited(part, self.flat(part)))
        own = {key: value for key, value in schema.items() if key not in _MADE}
        joined = self._join(found, own)
        for part in self._at_times(schema):
            more = self.flat(part).get("properties", {})
            if isinstance(more, dict) and more:
                own = joined.get("properties", {})
                joined["properties"] = {**own, **more, **own}
        return joined

    def _at_times(self, schema: Schema) -> Iterator[Schema]:
        """Give the schemas that hold of some values only."""
        dependent = schema.get("dependentSchemas", {})
        stated = [schema.get(key) for key in _AT_TIMES]
        stated += dependent.values() if isinstance(dependent, dict) else ()
        yield from (one for one in stated if isinstance(one, dict))

    def _inherited(self, part: Schema, flat: Schema) -> Schema:
        """Leave out what a parent says of its heirs: an heir is one of them, and not all."""
        if "$ref" not in part or "discriminator" not in flat:
            return flat
        parent = lookup(self._document, part["$ref"])
        stated = [one for key in _UNIONS for one in flat.get(key, ())]
        if stated and not any(self._is_made_of(one, parent) for one in stated):
            return flat
        return {key: value for key, value in flat.items() if key not in ("discriminator", *_UNIONS)}

    def _is_made_of(self, schema: Any, parent: Any) -> bool:
        """Tell whether a schema has another among its parts, however deep."""
        waiting, seen = [schema], set()
        while waiting:
            one = waiting.pop()
            if one is parent:
                return True
            if isinstance(one, dict) and id(one) not in seen:
                seen.add(id(one))
                waiting += one.get("allOf", ())
                waiting += [lookup(self._document, one["$ref"])] if "$ref" in one else []
        return False

    def _join(self, one: Schema, other: Schema) -> Schema:
        joined = {**one, **other}
        if "properties" in one and "properties" in other:
            joined["properties"] = self._properties(one["properties"], other["properties"])
        if isinstance(one.get("required"), list) and isinstance(other.get("required"), list):
            joined["required"] = list(dict.fromkeys([*one["required"], *other["required"]]))
        for key in ("items", "additionalProperties"):
            if isinstance(one.get(key), dict) and isinstance(other.get(key), dict):
                joined[key] = self.both(one[key], other[key])
        for key in _UNIONS:
            if key in one and key in other and one[key] is not other[key]:
                joined[key] = [*one[key], *other[key]]
        if "enum" in one and "enum" in other:
            joined["enum"] = [value for value in other["enum"] if value in one["enum"]]
        if isinstance(one.get("type"), list) and isinstance(other.get("type"), list):
            joined["type"] = [kind for kind in other["type"] if kind in one["type"]]
        return joined

    def _properties(self, one: Schema, other: Schema) -> Schema:
        joined = dict(one)
        for name, schema in other.items():
            joined[name] = self.both(one[name], schema) if name in one else schema
        return joined
