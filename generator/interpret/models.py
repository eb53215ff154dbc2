"""Models: what they have beyond their fields, from the extensions beside their properties."""

from collections.abc import Iterator
from typing import Any

from ..ir import Embedded, Field, Model, Schema, Short, Time
from ..naming import field_names, pascal, python_name, snake, wire_of
from ..openapi.lookup import annotation, may_be_null, resolve, schema_at, type_ref, without_null
from .request_schemas import requested

__all__ = ["models", "schemas"]

_PER_SECOND = {"second": 1, "millisecond": 1000}


def models(document: dict[str, Any]) -> tuple[Model, ...]:
    """Give the models that need a base class of their own, in the order of the document."""
    schemas = document.get("components", {}).get("schemas", {})
    found = (
        _model(document, name, schema) for name, schema in schemas.items() if "properties" in schema
    )
    return tuple(one for one in found if one is not None)


def schemas(document: dict[str, Any]) -> tuple[Schema, ...]:
    """Give every schema that has properties, field by field."""
    found = document.get("components", {}).get("schemas", {})
    both_ways = requested(document)
    return tuple(
        Schema(
            type_ref(name),
            name,
            schema.get("description", "").strip(),
            _fields(document, schema, is_requested=f"#/components/schemas/{name}" in both_ways),
        )
        for name, schema in found.items()
        if "properties" in schema
    )


def _fields(
    document: dict[str, Any], schema: dict[str, Any], *, is_requested: bool
) -> tuple[Field, ...]:
    names = field_names(list(schema["properties"]))
    required = frozenset(schema.get("required", ()))
    return tuple(
        Field(
            name=names[wire],
            wire=wire,
            annotation=annotation(document, without_null(one)),
            description=one.get("description", "").strip(),
            source=one.get("x-source", "doc"),
            is_sent_as_null=wire in required and _is_sent_as_null(document, one, is_requested),
        )
        for wire, one in schema["properties"].items()
    )


def _is_sent_as_null(document: dict[str, Any], schema: dict[str, Any], is_requested: bool) -> bool:
    """Tell whether a property that must be there is null when it is None.

    One model goes both ways: where requests carry it, what only a server says is left out of
    answers too when it is None. A request that says it may be refused; an answer without it is
    read as None.
    """
    is_kept_back = is_requested and schema.get("readOnly") is True
    return not is_kept_back and may_be_null(document, schema)


def _model(document: dict[str, Any], name: str, schema: dict[str, Any]) -> Model | None:
    properties: dict[str, Any] = schema["properties"]
    shorts = tuple(_short(document, schema, *one) for one in schema.get("x-short", {}).items())
    model = Model(
        type=type_ref(name),
        rename=_rename(list(properties)),
        times=tuple(_time(document, *one) for one in properties.items() if "x-time" in one[1]),
        embedded=tuple(_embedded(*one) for one in properties.items() if "x-embedded" in one[1]),
        shorts=shorts,
        nested=_nested(document, properties, shorts),
        columns=tuple(map(snake, schema.get("x-columns", ()))),
        more_columns=tuple(map(snake, schema.get("x-more-columns", ()))),
        tones=tuple(_tones(document, schema)),
    )
    plain = model.rename == '"camel"'
    extended = model.times or model.embedded or model.shorts
    shown = model.columns or model.more_columns or model.tones
    return model if extended or shown or not plain else None


def _rename(names: list[str]) -> str:
    """Write what msgspec needs to find the wire names again."""
    known = field_names(names)
    if all(wire_of(known[name]) == name for name in names):
        return '"camel"'
    if all(pascal(name) == name and known[name] == snake(name) for name in names):
        return '"pascal"'
    if all(known[name] == name for name in names):
        return "None"
    if all(known[name].replace("_", "-") == name for name in names):
        return '"kebab"'
    return repr({name: wire for wire, name in known.items() if name != wire})


def _time(document: dict[str, Any], name: str, schema: dict[str, Any]) -> Time:
    stated = schema["x-time"]
    plain = annotation(document, {"type": schema["type"]})
    return Time(snake(name), plain, snake(stated["view"]), _PER_SECOND[stated["unit"]])


def _embedded(name: str, schema: dict[str, Any]) -> Embedded:
    stated = schema["x-embedded"]
    return Embedded(
        field=snake(name),
        view=snake(stated["view"]),
        model=type_ref(stated["schema"]),
        escaped_times=tuple(stated["escapedTimes"]),
    )


def _short(document: dict[str, Any], schema: dict[str, Any], name: str, path: str) -> Short:
    steps = path.split(".")
    end = schema_at(document, schema, steps)
    return Short(
        name=snake(name),
        path=tuple(snake(step) for step in steps),
        annotation=annotation(document, without_null(end)),
        description=resolve(document, end).get("description", "").strip(),
    )


def _tones(
    document: dict[str, Any], schema: dict[str, Any]
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Give the fields and short names whose values mean something to people."""
    shorts = {name: path.split(".") for name, path in schema.get("x-short", {}).items()}
    for name, path in {**{name: [name] for name in schema["properties"]}, **shorts}.items():
        end = resolve(document, schema_at(document, schema, path))
        if "x-tones" in end:
            yield python_name(name), tuple(end["x-tones"].items())


def _nested(
    document: dict[str, Any], properties: dict[str, Any], shorts: tuple[Short, ...]
) -> tuple[tuple[str, str], ...]:
    """Give the fields that short names begin at, with their annotations."""
    begins = {short.path[0] for short in shorts}
    fields = {snake(name): schema for name, schema in properties.items()}
    return tuple(
        (name, annotation(document, without_null(fields[name])))
        for name in fields
        if name in begins
    )
