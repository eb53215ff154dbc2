"""Merging of schemas: `$ref` and `allOf` at the top of a schema become one schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..openapi.lookup import lookup

__all__ = ["STRUCTURE", "Merger", "Schema"]

Schema = dict[str, Any]

STRUCTURE = frozenset(
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
# Schemas that hold of some values only: their properties may be present.
_CONDITIONAL = ("then", "else")
_COMPOSED = frozenset(["$ref", "allOf", "dependentSchemas", *_CONDITIONAL])


class Merger:
    """Merges a schema with what it refers to; never follows a property or an item.

    Properties of schemas that hold of some values only are merged in, unless `with_conditional` is
    false.
    """

    def __init__(self, document: dict[str, Any], *, with_conditional: bool = True) -> None:
        self._document = document
        self._with_conditional = with_conditional
        self._merged: dict[tuple[int, ...], Schema] = {}
        self._kept: list[Any] = []

    def flat(self, schema: Schema) -> Schema:
        """Return a schema without `$ref` and `allOf` at its top."""
        if _COMPOSED.isdisjoint(schema):
            return schema
        known = self._merged.get((id(schema),))
        if known is None:
            known = self._merged[(id(schema),)] = self._flatten(schema)
            self._kept.append(schema)
        return known

    def both(self, first: Any, second: Any) -> Any:
        """Return the schema of what must fit two; the same object for the same two."""
        if first is second or second is True or second in ({}, first):
            return first
        if first is True or first == {}:
            return second
        key = (id(first), id(second))
        if key not in self._merged:
            self._merged[key] = {"allOf": [first, second]}
            self._kept += [first, second]
        return self._merged[key]

    def _flatten(self, schema: Schema) -> Schema:
        merged: Schema = {}
        if "$ref" in schema:
            target = lookup(self._document, schema["$ref"])
            merged = self.flat(target) if isinstance(target, dict) else {}
        for part in schema.get("allOf", ()):
            if isinstance(part, dict):
                merged = self._join(merged, self._inherited(part, self.flat(part)))
        own = {key: value for key, value in schema.items() if key not in _COMPOSED}
        result = self._join(merged, own)
        for part in self._conditional(schema):
            more = self.flat(part).get("properties", {})
            if isinstance(more, dict) and more:
                own = result.get("properties", {})
                result["properties"] = {**own, **more, **own}
        return result

    def _conditional(self, schema: Schema) -> Iterator[Schema]:
        """Yield the schemas that hold of some values only."""
        if not self._with_conditional:
            return
        dependent = schema.get("dependentSchemas", {})
        stated = [schema.get(key) for key in _CONDITIONAL]
        stated += dependent.values() if isinstance(dependent, dict) else ()
        yield from (schema for schema in stated if isinstance(schema, dict))

    def _inherited(self, part: Schema, flat: Schema) -> Schema:
        """Return a part without its discriminator and union, where that names its own subtypes."""
        if "$ref" not in part or "discriminator" not in flat:
            return flat
        parent = lookup(self._document, part["$ref"])
        union = [schema for key in _UNIONS for schema in flat.get(key, ())]
        if union and not any(self._includes(schema, parent) for schema in union):
            return flat
        return {key: value for key, value in flat.items() if key not in ("discriminator", *_UNIONS)}

    def _includes(self, schema: Any, parent: Any) -> bool:
        """Whether a schema has another among its parts, however deep."""
        waiting, seen = [schema], set()
        while waiting:
            part = waiting.pop()
            if part is parent:
                return True
            if isinstance(part, dict) and id(part) not in seen:
                seen.add(id(part))
                waiting += part.get("allOf", ())
                waiting += [lookup(self._document, part["$ref"])] if "$ref" in part else []
        return False

    def _join(self, first: Schema, second: Schema) -> Schema:
        joined = {**first, **second}
        if "properties" in first and "properties" in second:
            joined["properties"] = self._properties(first["properties"], second["properties"])
        if isinstance(first.get("required"), list) and isinstance(second.get("required"), list):
            joined["required"] = list(dict.fromkeys([*first["required"], *second["required"]]))
        for key in ("items", "additionalProperties"):
            if isinstance(first.get(key), dict) and isinstance(second.get(key), dict):
                joined[key] = self.both(first[key], second[key])
        for key in _UNIONS:
            if key in first and key in second and first[key] is not second[key]:
                joined[key] = [*first[key], *second[key]]
        if "enum" in first and "enum" in second:
            joined["enum"] = [value for value in second["enum"] if value in first["enum"]]
        if isinstance(first.get("type"), list) and isinstance(second.get("type"), list):
            joined["type"] = [type_ for type_ in second["type"] if type_ in first["type"]]
        return joined

    def _properties(self, first: Schema, second: Schema) -> Schema:
        joined = dict(first)
        for name, schema in second.items():
            joined[name] = self.both(first[name], schema) if name in first else schema
        return joined
