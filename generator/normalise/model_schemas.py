"""The schemas as datamodel-code-generator is to see them.

A reader of answers takes an absent value for null, and trusts no bound: so every property of a
model may be null, is null when absent, and has no bounds. Extensions are for us alone. Properties
have their names in Python already; the models' base classes know how they are spelled.
"""

from typing import Any

from ..naming import field_names
from .schema_order import in_order

__all__ = ["for_models", "without_extensions"]

_BOUNDS = frozenset(
    [
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "format",
        "examples",
        "example",
        "readOnly",
    ]
)
# What may be null by its type alone, and comes out as if it were a union with null.
_SHORT = frozenset({"type", "items"})
_SCHEMAS = "#/components/schemas/"


def without_extensions(node: Any) -> Any:
    """Copy a document without its `x-` members."""
    if isinstance(node, dict):
        return {
            key: without_extensions(value)
            for key, value in node.items()
            if not key.startswith("x-")
        }
    if isinstance(node, list):
        return [without_extensions(value) for value in node]
    return node


def for_models(document: dict[str, Any], shapes: str = "") -> dict[str, Any]:
    """Give the schemas alone, as a lenient reader has them; `shapes` is the module of named unions."""
    stated = document.get("components", {}).get("schemas", {})
    unions = {name for name, schema in stated.items() if "oneOf" in schema}
    reader = _Reader({f"{_SCHEMAS}{name}": f"{shapes}.{name}" for name in unions})
    schemas = {name: reader.lenient(one) for name, one in stated.items() if name not in unions}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Models", "version": "1"},
        "paths": {},
        "components": {"schemas": in_order(schemas, _SCHEMAS)},
    }


class _Reader:
    """Makes schemas lenient; a named union is a type that the models import."""

    def __init__(self, unions: dict[str, str]) -> None:
        self._unions = unions

    def lenient(self, schema: Any) -> Any:
        """Copy a schema without its bounds, with every property optional."""
        if not isinstance(schema, dict):
            return schema
        kept = {
            key: value
            for key, value in schema.items()
            if key not in _BOUNDS and not key.startswith("x-")
        }
        if kept.get("$ref") in self._unions:
            kept["customTypePath"] = self._unions[kept.pop("$ref")]
        for key in ("items", "additionalProperties"):
            if key in kept:
                kept[key] = self.lenient(kept[key])
        if "anyOf" in kept:
            kept["anyOf"] = [self.lenient(one) for one in kept["anyOf"]]
        if "properties" in kept:
            names = field_names(list(kept["properties"]))
            kept["properties"] = {
                names[wire]: self._optional(one) for wire, one in kept["properties"].items()
            }
            kept["required"] = list(kept["properties"])
        return kept

    def _optional(self, schema: dict[str, Any]) -> dict[str, Any]:
        lenient = self.lenient(schema)
        description = (
            {"description": lenient.pop("description")} if "description" in lenient else {}
        )
        either = lenient["anyOf"] if set(lenient) == {"anyOf"} else [lenient]
        values = [one for one in either if one != {"type": "null"}] or [{}]
        return {**description, **_or_null(values), "default": None}


def _or_null(values: list[dict[str, Any]]) -> dict[str, Any]:
    """Let values be null as well, in the fewest words.

    Of a union the tool first makes a model, for which it looks through all that it has made so far.
    """
    only = values[0]
    if len(values) == 1 and only.keys() == {"$ref"}:
        return {**only, "nullable": True}
    if len(values) == 1 and only.keys() <= _SHORT and isinstance(only.get("type"), str):
        return {**only, "type": [only["type"], "null"]}
    return {"anyOf": [*values, {"type": "null"}]}
