"""Codecs of parameters and bodies as source text, from the nodes of their schemas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from ..normalise.schema_nodes import (
    FORMAT_TYPES,
    NULL,
    AnyOf,
    Array,
    Dictionary,
    Enumeration,
    Node,
    ObjectSchema,
    Reference,
    Scalar,
    TupleSchema,
    alternatives,
)
from ..normalise.specification import Body, Bounds, Parameter, Specification
from ..runtime.parameters import scalars
from .encodings import fields_argument, parts_argument

__all__ = ["Codec", "body_codec", "codec_names", "parameter_codec"]

_CLASSES = (
    *("Array", "Object", "OneOf", "Json", "Scalar", "NumberEnum"),
    *("Text", "Integer", "Number", "Boolean", "Choice", "Formatted"),
    "StyledSegment",
    *("JsonBody", "FormBody", "MultipartBody", "TextBody", "BinaryBody"),
    *("FieldEncoding", "PartEncoding"),
)
_JSON_MEDIA = "application/json"


@dataclass(frozen=True, slots=True)
class Codec:
    """A codec: its source, its class, the annotation of its values, and what a value must be.

    `decoded` is the annotation of what a server gets, where that is another.
    """

    source: str
    name: str
    annotation: str
    expected: str
    maximum: int | None = None
    default: str | None = None
    decoded: str = ""


_JSON = Codec("Json()", "Json", "Any", "a value that JSON can write")
_JSON_LIST = Codec("Json(type=list)", "Json", "Sequence[Any]", "a list that JSON can write")


def parameter_codec(specification: Specification, parameter: Parameter) -> Codec:
    """Return the codec of a parameter."""
    node = parameter.node
    if parameter.is_json:
        return _styled(parameter, _JSON)
    if isinstance(node, Scalar | Enumeration):
        return _styled(parameter, _scalar_codec(node, parameter.bounds, parameter.default))
    style = "simple" if parameter.style in ("label", "matrix") else parameter.style
    form = f"style={style!r}, explode={parameter.explode!r}"
    return _styled(parameter, _compound(specification, node, form))


def body_codec(body: Body, alias: str, *, is_exact: bool = False) -> Codec:
    """Return the codec of a body; `alias` is the name of its type.

    Where `is_exact`, its decimal numbers are numbers in JSON.
    """
    media = body.media_type
    checked = f"{_checked(body)}{', is_exact=True' if is_exact else ''}"
    if body.encoding == "binary":
        source, expected = f"BinaryBody(media={media!r})", "bytes, a file or an iterator of bytes"
        return Codec(source, "BinaryBody", "BinarySource", expected, decoded="bytes")
    if body.encoding == "text":
        return Codec(f"TextBody(media={media!r})", "TextBody", "str", "a string")
    if body.encoding == "multipart":
        expected = "a mapping of parts: texts, objects, bytes, or files as (name, file, type)"
        source = f"MultipartBody(required={body.required_parts!r}{parts_argument(body)})"
        return Codec(source, "MultipartBody", "Mapping[str, Any]", expected)
    if body.encoding == "form":
        annotated = f"{alias} | Mapping[str, Any]"
        expected = "an object of the form's fields"
        source = f"FormBody(type={alias}{checked}{fields_argument(body)})"
        return Codec(source, "FormBody", annotated, expected, decoded=alias)
    named = "" if media == _JSON_MEDIA else f", media={media!r}"
    annotated = f"{alias} | Mapping[str, Any]" if isinstance(body.node, Reference) else alias
    source = f"JsonBody(type={alias}{named}{checked})"
    return Codec(source, "JsonBody", annotated, "a value of its type", decoded=alias)


def _checked(body: Body) -> str:
    """Write the argument for the schema that a body is checked against."""
    return "" if body.schema is None else f", schema=BodyCheck({body.schema!r}, BODY_SCHEMAS)"


def codec_names(source: str) -> set[str]:
    """Return the names of the classes that the source of a codec is made of."""
    return {name for name in _CLASSES if f"{name}(" in source}


def _styled(parameter: Parameter, codec: Codec) -> Codec:
    """Wrap the codec of a parameter whose segment of the path has a style of its own."""
    if parameter.style not in ("label", "matrix"):
        return codec
    source = (
        f"StyledSegment(wire_name={parameter.name!r}, codec={codec.source}, style={parameter.style!r}, "
        f"explode={parameter.explode!r})"
    )
    return Codec(source, codec.name, codec.annotation, codec.expected, codec.maximum, codec.default)


def _scalar_codec(
    node: Scalar | Enumeration, bounds: Bounds, default: str | float | bool | None
) -> Codec:
    """Return the codec of one plain value; a default that it does not accept is none."""
    codec = _scalar(node, bounds)
    is_accepted = default is not None and codec.accepts(default)
    return Codec(
        source=_source(codec),
        name=type(codec).__name__,
        annotation=_annotation(codec),
        expected=str(codec.expected),
        maximum=getattr(codec, "maximum", None),
        default=_default(codec, default) if is_accepted else None,
    )


def _scalar(node: Scalar | Enumeration, bounds: Bounds) -> scalars.Codec:
    if isinstance(node, Enumeration):
        return scalars.Choice(values=tuple(map(str, node.values)))
    if node.type == "integer":
        # Bounds of an integer are whole numbers.
        return scalars.Integer(minimum=bounds.minimum, maximum=bounds.maximum)  # type: ignore[arg-type]
    if node.type == "number":
        is_exact = node.format == "decimal"
        return scalars.Number(minimum=bounds.minimum, maximum=bounds.maximum, is_exact=is_exact)
    if node.type == "boolean":
        return scalars.Boolean()
    if node.format:
        return scalars.Formatted(format=node.format)
    return scalars.Text(
        min_length=bounds.min_length, max_length=bounds.max_length, pattern=bounds.pattern
    )


def _source(codec: scalars.Codec) -> str:
    """Write a codec as Python, without the arguments that have their defaults."""
    fields = msgspec.structs.fields(codec)  # type: ignore[arg-type]
    arguments = ", ".join(
        f"{field.name}={value!r}"
        for field in fields
        if (value := getattr(codec, field.name)) != field.default
    )
    return f"{type(codec).__name__}({arguments})"


def _annotation(codec: scalars.Codec) -> str:
    if isinstance(codec, scalars.Choice):
        return f"Literal[{', '.join(map(repr, codec.values))}]"
    if isinstance(codec, scalars.Formatted):
        return FORMAT_TYPES[codec.format]
    if isinstance(codec, scalars.Number) and codec.is_exact:
        return "Decimal"
    names: dict[type, str] = {
        scalars.Text: "str",
        scalars.Integer: "int",
        scalars.Number: "float",
        scalars.Boolean: "bool",
    }
    return names[type(codec)]


def _default(codec: scalars.Codec, default: object) -> str:
    """Write the default of a parameter as Python."""
    if not isinstance(codec, scalars.Formatted):
        return repr(default)
    name = FORMAT_TYPES[codec.format]
    called = name if name in ("UUID", "Decimal") else f"{name}.fromisoformat"
    return f"{called}({default!r})"


def _compound(specification: Specification, node: Node, form: str) -> Codec:
    """Return the codec of a value that may be plain, a list or an object."""
    parts = list(_flattened(specification, node, set()))
    lists = [part.items for part in parts if isinstance(part, Array)]
    objects = [part for part in parts if isinstance(part, Reference | Dictionary)]
    plain = [
        part
        for part in parts
        if part != NULL and not isinstance(part, Array | Reference | Dictionary)
    ]
    codecs = [_plain(plain)] if plain or not (lists or objects) else []
    if lists:
        codecs.append(_array(lists, form))
    if objects:
        source, expected = f"Object({form})", "an object of plain values"
        codecs.append(Codec(source, "Object", "Mapping[str, Any]", expected))
    return codecs[0] if len(codecs) == 1 else _one_of(codecs)


def _one_of(codecs: Sequence[Codec]) -> Codec:
    annotations = [codec.annotation for codec in codecs]
    return Codec(
        source=f"OneOf(codecs=({', '.join(codec.source for codec in codecs)}))",
        name="OneOf",
        annotation="Any" if "Any" in annotations else " | ".join(dict.fromkeys(annotations)),
        expected=", or ".join(codec.expected for codec in codecs),
    )


def _flattened(specification: Specification, node: Node, seen: set[str]) -> Iterator[Node]:
    """Yield what a node may be, with unions within unions taken apart."""
    nodes = alternatives(node)
    if isinstance(node, Reference):
        component = specification.components[node.name]
        if isinstance(component, ObjectSchema):
            yield node
            return
        if isinstance(component, TupleSchema):
            yield Array(AnyOf(component.nodes) if len(component.nodes) > 1 else component.nodes[0])
            return
        nodes = () if node.name in seen else component.nodes
        seen.add(node.name)
    elif nodes == (node,):
        yield node
        return
    for part in nodes:
        yield from _flattened(specification, part, seen)


def _array(items: Sequence[Node], form: str) -> Codec:
    """Return the codec of a list; JSON, where its items are more than plain values."""
    parts = [part for item in items for part in alternatives(item)]
    if any(isinstance(part, Reference | Array | Dictionary) for part in parts):
        return _JSON_LIST
    item = _plain(parts)
    expected = f"a list, each of it {item.expected}"
    return Codec(
        f"Array(item={item.source}, {form})", "Array", f"Sequence[{item.annotation}]", expected
    )


def _plain(parts: Sequence[Node]) -> Codec:
    """Return the codec of one plain value of any of several types."""
    found = [part for part in parts if isinstance(part, Scalar | Enumeration) and part != NULL]
    if len(found) > 1 and any(isinstance(part, Scalar) and part.format for part in found):
        return _one_of([_plain([part]) for part in dict.fromkeys(found)])
    types = {part.type for part in found}
    values = tuple(v for part in found if isinstance(part, Enumeration) for v in part.values)
    if types == {"string"} and values:
        written = ", ".join(repr(str(value)) for value in dict.fromkeys(values))
        return Codec("Text()", "Text", f"Literal[{written}] | str", "a string")
    if types == {"integer"} and values:
        written = f"Literal[{', '.join(map(repr, values))}]"
        return Codec(
            f"NumberEnum(values={values!r})", "NumberEnum", written, f"one of {list(values)}"
        )
    if len(found) == 1 and all(part in (found[0], NULL) for part in parts):
        codec = _scalar(found[0], Bounds())
        return Codec(_source(codec), type(codec).__name__, _annotation(codec), str(codec.expected))
    expected = "a string, a number, true or false"
    return Codec("Scalar()", "Scalar", "str | float | bool", expected)
