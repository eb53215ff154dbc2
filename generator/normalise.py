"""The document as the two tools are to see it: without what they need not know.

A reader of answers takes an absent value for null, and trusts no bound: so every property of a
model may be null, is null when absent, and has no bounds. Extensions are for us alone.
"""

from typing import Any

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
    ]
)


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


def for_models(document: dict[str, Any]) -> dict[str, Any]:
    """Give the schemas alone, as a lenient reader has them."""
    plain = without_extensions({"schemas": document.get("components", {}).get("schemas", {})})
    return {
        "openapi": document["openapi"],
        "info": {"title": document["info"]["title"], "version": document["info"]["version"]},
        "paths": {},
        "components": {
            "schemas": {name: _lenient(schema) for name, schema in plain["schemas"].items()}
        },
    }


def _lenient(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key not in _BOUNDS}
    for key in ("items", "additionalProperties"):
        if key in kept:
            kept[key] = _lenient(kept[key])
    if "anyOf" in kept:
        kept["anyOf"] = [_lenient(one) for one in kept["anyOf"]]
    if "properties" in kept:
        kept["properties"] = {name: _optional(one) for name, one in kept["properties"].items()}
        kept["required"] = list(kept["properties"])
    return kept


def _optional(schema: dict[str, Any]) -> dict[str, Any]:
    lenient = _lenient(schema)
    description = {"description": lenient.pop("description")} if "description" in lenient else {}
    either = lenient["anyOf"] if set(lenient) == {"anyOf"} else [lenient]
    return {**description, "anyOf": [*either, {"type": "null"}], "default": None}
