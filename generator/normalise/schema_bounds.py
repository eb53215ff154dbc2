"""The keywords of one schema that a value is checked against: types, values, bounds and formats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..runtime.models.formats import FORMATS
from .merge import Schema
from .safe_regex import is_checked

__all__ = ["bounds", "checked_format", "json_types", "known_values", "required_names"]

_TYPES = frozenset({"string", "integer", "number", "boolean", "null", "array", "object"})
_SIZES = {
    ("minLength", "maxLength"): ("min_length", "max_length"),
    ("minItems", "maxItems"): ("min_items", "max_items"),
    ("minProperties", "maxProperties"): ("min_properties", "max_properties"),
}


def required_names(flat: Schema) -> Iterator[str]:
    """Yield the names of required properties."""
    stated = flat.get("required")
    yield from (
        (name for name in stated if isinstance(name, str)) if isinstance(stated, list) else ()
    )


def json_types(flat: Schema) -> tuple[str, ...]:
    """Return the types of a schema; none where one of them is unknown."""
    stated = flat.get("type")
    types = stated if isinstance(stated, list) else [stated]
    known = tuple(type_ for type_ in types if isinstance(type_, str) and type_ in _TYPES)
    return known if len(known) == len(types) else ()


def known_values(flat: Schema) -> tuple[Any, ...]:
    """Return the values of an enumeration or of a constant."""
    if "const" in flat and "enum" not in flat:
        return (flat["const"],)
    stated = flat.get("enum")
    return tuple(stated) if isinstance(stated, list) else ()


def bounds(flat: Schema) -> dict[str, Any]:
    """Return the bounds of a schema, but for pairs that contradict each other."""
    found: dict[str, Any] = _range(flat)
    for keys, names in _SIZES.items():
        sizes = {
            name: int(flat[key])
            for key, name in zip(keys, names, strict=True)
            if _is_number(flat.get(key)) and float(flat[key]).is_integer()
        }
        if list(sizes.values()) == sorted(sizes.values()):
            found |= sizes
    if is_checked(flat.get("pattern")):
        found["pattern"] = flat["pattern"]
    if flat.get("uniqueItems") is True:
        found["unique_items"] = True
    unit: Any = flat.get("multipleOf")
    if _is_number(unit) and unit > 0:
        found["multiple_of"] = unit
    return {name: bound for name, bound in found.items() if bound or not name.startswith("min_")}


def checked_format(flat: Schema) -> dict[str, Any]:
    """Return the format of a string that is checked."""
    format_ = flat.get("format")
    if not isinstance(format_, str) or format_ not in FORMATS or known_values(flat):
        return {}
    return {"format": format_} if "string" in json_types(flat) else {}


_RANGE = ("minimum", "maximum", "above", "below")


def _range(flat: Schema) -> dict[str, Any]:
    low, high = flat.get("minimum"), flat.get("maximum")
    above, below = flat.get("exclusiveMinimum"), flat.get("exclusiveMaximum")
    if above is True:
        low, above = None, low
    if below is True:
        high, below = None, high
    found = dict(zip(_RANGE, (low, high, above, below), strict=True))
    known: dict[str, Any] = {name: bound for name, bound in found.items() if _is_number(bound)}
    least = [known[name] for name in ("minimum", "above") if name in known]
    most = [known[name] for name in ("maximum", "below") if name in known]
    return {} if least and most and max(least) > min(most) else known


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
