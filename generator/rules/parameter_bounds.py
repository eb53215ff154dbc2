"""Style rules of parameters: every bound, default and example is one that callers are held to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ..diagnostics import Diagnostic
from ..openapi.index import DocumentIndex, Node, text
from ..openapi.source import Value
from ..runtime.parameters import scalars
from .rule import Rule

__all__ = ["RULES", "scalar_codec"]

_INT32: Final = 2**31 - 1
_SCALARS: Final = ("string", "integer", "number", "boolean")
_KEPT: Final = frozenset(
    [
        "$ref",
        "type",
        "format",
        "description",
        "title",
        "default",
        "example",
        "examples",
        "deprecated",
        "enum",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "pattern",
    ]
)
_SPANS: Final = (("minimum", "maximum"), ("minLength", "maxLength"))


def bounds(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a bound that no check would keep, or that contradicts another."""
    for parameter, schema in _plain_parameters(index):
        name = f'parameter "{text(parameter.value, "name")}"'
        for keyword in schema.value:
            if keyword not in _KEPT and not keyword.startswith("x-"):
                message = f"{name} has {keyword}, which no check would keep"
                remedy = "say it with other bounds, or in words"
                yield index.source.diagnostic(parameter.pointer, message, remedy, parameter.subject)
        if contradiction := _contradiction(schema.value):
            message, remedy = f"{name} has {contradiction}", "no value could be right"
            yield index.source.diagnostic(parameter.pointer, message, remedy, parameter.subject)


def values(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a default or an example that the parameter itself does not accept."""
    for parameter, schema in _plain_parameters(index):
        if _contradiction(schema.value) or not _is_well_formed(schema.value):
            continue
        codec, name = scalar_codec(schema.value), text(parameter.value, "name")
        stated = {"default": schema.value.get("default"), "example": parameter.value.get("example")}
        for key, value in stated.items():
            if value is not None and not codec.accepts(value):
                message = f'parameter "{name}" must be {codec.expected}, but its {key} is {value!r}'
                remedy = f"give it a {key} that it allows"
                yield index.source.diagnostic(parameter.pointer, message, remedy, parameter.subject)


def page_sizes(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Ask for a maximum of the parameter that sets the size of a page: iteration asks for it."""
    for operation in index.of("operation"):
        pagination = operation.value.get("x-pagination")
        size = pagination.get("size") if isinstance(pagination, dict) else None
        found = (index.resolve(node) for node in index.parameters(operation))
        named = [
            parameter for parameter in found if parameter and text(parameter.value, "name") == size
        ]
        schemas = [index.resolve(index.child(parameter, "schema")) for parameter in named]
        if named and not any("maximum" in schema.value for schema in schemas if schema):
            message = f'x-pagination.size: "{size}" has no maximum'
            at = (*operation.pointer, "x-pagination")
            yield index.source.diagnostic(
                at, message, "give it one, iteration asks for it", operation.subject
            )


def scalar_codec(schema: Mapping[str, Value]) -> scalars.Codec:
    """Return the codec of a plain value, by the schema of its parameter."""
    known = {key: schema.get(key) for span in _SPANS for key in span}
    least, most, shortest, longest = map(known.get, known)
    match schema.get("type"):
        case _ if isinstance(listed := schema.get("enum"), list):
            return scalars.Choice(values=tuple(map(str, listed)))
        case "integer":
            largest = _INT32 if schema.get("format") == "int32" else None
            return scalars.Integer(minimum=least, maximum=largest if most is None else most)  # type: ignore[arg-type]
        case "number":
            return scalars.Number(minimum=least, maximum=most)  # type: ignore[arg-type]
        case "boolean":
            return scalars.Boolean()
        case _:
            pattern = text(schema, "pattern")
            return scalars.Text(min_length=shortest or 0, max_length=longest, pattern=pattern)  # type: ignore[arg-type]


def _plain_parameters(index: DocumentIndex) -> Iterator[tuple[Node, Node]]:
    """Yield the parameters of one plain value, each with its schema."""
    for parameter in index.of("parameter"):
        schema = index.resolve(index.child(parameter, "schema"))
        if parameter.ref is None and schema and schema.value.get("type") in _SCALARS:
            yield parameter, schema


def _is_well_formed(schema: Mapping[str, Value]) -> bool:
    """Whether each bound is of the type that it must be; another rule says so where it is not."""
    numbers = (schema.get(key) for span in _SPANS for key in span)
    return all(
        bound is None or (isinstance(bound, int | float) and not isinstance(bound, bool))
        for bound in numbers
    )


def _contradiction(schema: Mapping[str, Value]) -> str | None:
    for lower, upper in _SPANS if _is_well_formed(schema) else ():
        least, most = schema.get(lower), schema.get(upper)
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            return f"a {lower} above its {upper}"
    try:
        re.compile(text(schema, "pattern") or "")
    except re.error:
        return "a pattern that is no regular expression"
    return None


RULES: Final[tuple[Rule, ...]] = (bounds, values, page_sizes)
