"""Models: their fields, and what the extensions on their properties derive from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..ir import Alias, Block, Duration, EmbeddedJson, Field, Model, Schema, Time
from ..naming import Names, additional_field, field_names, pascal, python_name, snake, wire_of
from ..normalise.reachable import keeps_additional, requested
from ..normalise.required_fields import may_be_null, required_fields
from ..normalise.schema_nodes import ObjectSchema, Property, without_null
from ..normalise.specification import Specification
from ..reserved_names import MODEL_CLASSES
from .annotations import annotation, type_ref
from .properties import described, property_at
from .tags import constants

__all__ = ["models", "schemas"]

_PER_SECOND = {"second": 1, "millisecond": 1000}


def models(specification: Specification) -> tuple[Model, ...]:
    """Return the models that need a base class of their own, in the order of the components."""
    names = Names([*MODEL_CLASSES, *specification.components])
    found = (_model(specification, component, names) for component in specification.objects)
    return tuple(model for model in found if model is not None)


def schemas(specification: Specification) -> tuple[Schema, ...]:
    """Return every object field by field."""
    sent, required = requested(specification), required_fields(specification)
    known, kept = constants(specification), keeps_additional(specification)
    return tuple(
        Schema(
            type_ref(specification, component.name),
            component.qualified_name,
            component.description.strip(),
            _fields(
                specification,
                component,
                required[component.name],
                known.get(component.name, {}),
                is_requested=component.name in sent,
            ),
            _additional_field(component) if component.name in kept else "",
        )
        for component in specification.objects
    )


def _additional_field(component: ObjectSchema) -> str:
    names = field_names([stated.wire_name for stated in component.properties])
    return additional_field(names.values())


def _fields(
    specification: Specification,
    component: ObjectSchema,
    required: frozenset[str],
    known: Mapping[str, str | int],
    *,
    is_requested: bool,
) -> tuple[Field, ...]:
    names = field_names([stated.wire_name for stated in component.properties])
    return tuple(
        Field(
            name=names[stated.wire_name],
            wire_name=stated.wire_name,
            annotation=annotation(specification, without_null(stated.node)),
            description=stated.description.strip(),
            source=stated.source,
            is_sent_as_null=stated.wire_name in component.required
            and _is_sent_as_null(specification, stated, is_requested),
            is_required=stated.wire_name in required,
            constant=known.get(stated.wire_name) if stated.wire_name in required else None,
        )
        for stated in component.properties
    )


def _is_sent_as_null(specification: Specification, stated: Property, is_requested: bool) -> bool:
    """Whether a required property is sent as null when it is None.

    One model goes both ways: where requests carry it, a read-only property is left out of responses
    too when it is None. A request that has one may be refused; a response without it is read as None.
    """
    is_kept_back = is_requested and stated.is_read_only
    return not is_kept_back and may_be_null(specification, stated.node)


def _model(specification: Specification, component: ObjectSchema, names: Names) -> Model | None:
    properties = component.properties
    aliases = tuple(
        _alias(specification, component, name, path) for name, path in component.short_names
    )
    model = Model(
        type=type_ref(specification, component.name),
        base=names.take(f"{component.name}Base"),
        rename=_rename([stated.wire_name for stated in properties]),
        times=tuple(_times(specification, properties)),
        embedded=tuple(_embedded(specification, properties)),
        aliases=aliases,
        nested=_nested(specification, properties, aliases),
        columns=tuple(map(_column, component.columns)),
        more_columns=tuple(map(_column, component.more_columns)),
        blocks=tuple(_blocks(component)),
        durations=tuple(_durations(component)),
        tones=tuple(_tones(specification, component)),
    )
    plain = model.rename == '"camel"'
    extended = model.times or model.durations or model.embedded or model.aliases
    shown = model.columns or model.more_columns or model.blocks or model.tones
    return model if extended or shown or not plain else None


def _blocks(component: ObjectSchema) -> Iterator[Block]:
    for block in component.blocks:
        fields = tuple(_dotted(path) for path in block.shows)
        yield Block(block.title, fields, _dotted(block.needs) if block.needs else "")


def _column(path: str) -> str:
    """Return a column; one with dots leads from a related item to a value of it."""
    return ".".join(map(snake, path.split(".")))


def _dotted(path: str) -> str:
    return ".".join(python_name(step) for step in path.split("."))


def _durations(component: ObjectSchema) -> Iterator[Duration]:
    for name, duration in component.durations:
        yield Duration(snake(name), snake(duration.start), snake(duration.end))


def _rename(names: list[str]) -> str:
    """Write the argument by which msgspec finds the wire names."""
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


def _times(specification: Specification, properties: tuple[Property, ...]) -> Iterator[Time]:
    for stated in properties:
        if time := stated.time:
            plain = annotation(specification, without_null(stated.node))
            per_second = _PER_SECOND[time.unit]
            yield Time(snake(stated.wire_name), plain, snake(time.view), per_second)


def _embedded(
    specification: Specification, properties: tuple[Property, ...]
) -> Iterator[EmbeddedJson]:
    for stated in properties:
        if embedded := stated.embedded:
            yield EmbeddedJson(
                field=snake(stated.wire_name),
                view=snake(embedded.view),
                model=type_ref(specification, embedded.schema),
                escaped_times=embedded.escaped_times,
            )


def _alias(specification: Specification, owner: ObjectSchema, name: str, path: str) -> Alias:
    steps = path.split(".")
    end = property_at(specification, owner, steps)
    return Alias(
        name=snake(name),
        path=tuple(snake(step) for step in steps),
        annotation=annotation(specification, without_null(end.node)) if end else "Any",
        description=described(specification, end) if end else "",
    )


def _tones(
    specification: Specification, component: ObjectSchema
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Yield the fields and short names whose values mean something to people."""
    own = {stated.wire_name: [stated.wire_name] for stated in component.properties}
    aliases = {name: path.split(".") for name, path in component.short_names}
    for name, path in {**own, **aliases}.items():
        end = property_at(specification, component, path)
        if end and end.tones:
            yield python_name(name), end.tones


def _nested(
    specification: Specification, properties: tuple[Property, ...], aliases: tuple[Alias, ...]
) -> tuple[tuple[str, str], ...]:
    """Return the fields that short names begin at, with their annotations."""
    begins = {alias.path[0] for alias in aliases}
    return tuple(
        (snake(stated.wire_name), annotation(specification, without_null(stated.node)))
        for stated in properties
        if snake(stated.wire_name) in begins
    )
