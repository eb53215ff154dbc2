"""A small sampler: one valid value of a schema, the same every time."""

from collections.abc import Mapping
from typing import Any

from .schemas import Schema, flatten, is_read_only

__all__ = ["sample"]

_FORMATS = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "uuid": "3f2b8c1e-5d64-4a3f-9a56-0c1d2e3f4a5b",
    "uri": "https://example.com/a",
    "email": "ada@example.com",
    "byte": "YWJj",
}
_DEEPEST = 6


def sample(document: Schema, schema: Schema, depth: int = 0) -> Any:
    """Return a value of a schema: its example if it has one, else one made of its parts.

    An object has all properties that a caller may send; beyond some depth, those required.
    """
    whole = flatten(document, schema)
    for value in _stated(whole):
        return value
    for choice in (*whole.get("oneOf", ()), *whole.get("anyOf", ())):
        return sample(document, choice, depth + 1)
    kind = _type_of(whole)
    if kind == "object":
        return _object(document, whole, depth)
    if kind == "array":
        count = max(whole.get("minItems", 0), 1 if depth < _DEEPEST else 0)
        return [sample(document, whole.get("items", {}), depth + 1) for _ in range(count)]
    if kind in ("integer", "number"):
        return _number(whole)
    return {"boolean": True, "null": None}.get(kind, _text(whole))


def _stated(schema: Schema) -> list[Any]:
    """Return the values that a schema itself names, the best one first."""
    singles = [schema[name] for name in ("example", "const", "default") if name in schema]
    return [*schema.get("examples", ()), *singles, *schema.get("enum", ())]


def _type_of(schema: Schema) -> str:
    stated = schema.get("type", "object" if "properties" in schema else "string")
    kinds = [stated] if isinstance(stated, str) else [kind for kind in stated if kind != "null"]
    return kinds[0] if kinds else "null"


def _object(document: Schema, schema: Schema, depth: int) -> Mapping[str, Any]:
    required = schema.get("required", ())
    return {
        name: sample(document, stated, depth + 1)
        for name, stated in schema.get("properties", {}).items()
        if not is_read_only(document, stated) and (name in required or depth < _DEEPEST)
    }


def _number(schema: Schema) -> float:
    step = schema.get("multipleOf", 1)
    least = schema.get("minimum", schema.get("exclusiveMinimum", 0 - step) + step)
    if "maximum" in schema or "exclusiveMaximum" in schema:
        most = schema.get("maximum", schema.get("exclusiveMaximum", 0) - step)
        least = least if {"minimum", "exclusiveMinimum"} & schema.keys() else min(least, most)
    number: float = -(-least // step) * step
    return number


def _text(schema: Schema) -> str:
    text: str = _FORMATS.get(schema.get("format", ""), "text")
    sized: str = (text + "x" * (schema.get("minLength", 0) - len(text)))[: schema.get("maxLength")]
    return sized
