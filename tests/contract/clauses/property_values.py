"""Values of one property, valid and invalid: other types, bounds and beyond, enumerations."""

from collections.abc import Iterator
from typing import Any, Final

from ..schemas import Property, Schema

__all__ = ["Absent", "values_of"]

Absent: Final = object()
"""Stands for a property that is not sent."""

_OF_TYPE: dict[str, dict[str, Any]] = {
    "string": {"text": "text", "digits": "1", "empty-text": ""},
    "integer": {"integer": 1},
    "number": {"fraction": 1.5},
    "boolean": {"true": True, "false": False},
    "array": {"list": [], "listed": ["text"]},
    "object": {"object": {}},
    "null": {"null": None},
}
_IMPLIED = {"number": ("number", "integer")}


def values_of(field: Property, sample: Any) -> Iterator[tuple[str, Any]]:
    """Yield values by the names of their cases; `sample` is the valid one that a body has."""
    if sample is Absent:
        return  # beside this sample, it stands nowhere
    if not isinstance(field.path[-1], int):
        yield "absent", Absent
    yield from _of_other_types(field)
    yield from _numbers(field.schema)
    if isinstance(sample, str):
        yield from _texts(field.schema, sample)
    if isinstance(sample, list):
        yield from _lists(field.schema, sample)
    yield from _choices(field.schema)


def _of_other_types(field: Property) -> Iterator[tuple[str, Any]]:
    if not field.types:
        return
    own = {kind for stated in field.types for kind in _IMPLIED.get(stated, (stated,))}
    for kind, values in _OF_TYPE.items():
        if kind not in own:
            for name, value in values.items():
                yield f"wrong-type-{name}", value


def _numbers(schema: Schema) -> Iterator[tuple[str, Any]]:
    for name, outward in (("minimum", -1), ("maximum", 1)):
        if name in schema:
            yield name, schema[name]
            yield _beyond(name), schema[name] + outward
            yield f"far-{_beyond(name)}", schema[name] + outward * 1000
        exclusive = f"exclusive{name.capitalize()}"
        if exclusive in schema:
            yield f"exclusive-{name}", schema[exclusive]
            yield f"inside-exclusive-{name}", schema[exclusive] - outward


def _beyond(name: str) -> str:
    return f"{'below' if name.startswith('min') else 'above'}-{name}"


def _texts(schema: Schema, sample: str) -> Iterator[tuple[str, Any]]:
    least, most = schema.get("minLength"), schema.get("maxLength")
    if least is not None and least > 0:
        yield "minimum-length", _resized(sample, least)
        yield "below-minimum-length", _resized(sample, least - 1)
    if most is not None:
        yield "maximum-length", _resized(sample, most)
        yield "maximum-length-beyond-ascii", "日" * most
        yield "above-maximum-length", _resized(sample, most + 1)


def _resized(sample: str, size: int) -> str:
    return (sample + "x" * size)[:size]


def _lists(schema: Schema, sample: list[Any]) -> Iterator[tuple[str, Any]]:
    least, most = schema.get("minItems"), schema.get("maxItems")
    items = sample or ["text"]
    if least is not None and least > 0:
        yield "minimum-items", (items * least)[:least]
        yield "below-minimum-items", (items * least)[: least - 1]
    if most is not None:
        yield "maximum-items", (items * most)[:most]
        yield "above-maximum-items", (items * (most + 1))[: most + 1]


def _choices(schema: Schema) -> Iterator[tuple[str, Any]]:
    values = schema.get("enum", ())
    for value in values:
        yield f"value-{value}", value
        if isinstance(value, str):
            nearly = {
                "other-case": value.swapcase(),
                "shorter": value[:-1],
                "longer": f"{value}x",
                "blank-after": f"{value} ",
            }
            for name, text in nearly.items():
                if text not in values:
                    yield f"{value}-{name}", text
    if values:
        yield "other-value", "no-value-of-this-property"
