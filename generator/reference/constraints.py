"""Texts about constraints: bounds, defaults, and how the latest item of a listing is found."""

from ..ir import Latest, Operation, Parameter
from ..ir.default_texts import latest_description
from ..openapi.pointer import JsonObject
from .localized_spec import LocalizedSpec

__all__ = ["default", "found_first", "must_be"]

_INT32 = 2**31 - 1


def must_be(spec: LocalizedSpec, parameter: Parameter, pointer: str) -> str:
    """Return what a parameter must be; in English, as errors and help texts have it."""
    schema = spec.node(f"{pointer}/schema")
    if not spec.language.folder or not isinstance(schema.get("type"), str):
        return parameter.expected
    if "enum" in schema:
        return spec.say("choice", values="、".join(map(str, schema["enum"])))
    if schema["type"] in ("integer", "number"):
        return spec.say(schema["type"].capitalize(), span=_span(spec, schema))
    if schema["type"] == "boolean":
        return spec.say("Boolean")
    return _text(spec, schema) if schema["type"] == "string" else parameter.expected


def _text(spec: LocalizedSpec, schema: JsonObject) -> str:
    minimum, maximum = schema.get("minLength", 0), schema.get("maxLength")
    if "pattern" in schema:
        return spec.say("matching", pattern=schema["pattern"])
    if maximum is not None:
        return spec.say("long", least=minimum, most=maximum)
    return spec.say("not_empty" if minimum else "any_text")


def _span(spec: LocalizedSpec, schema: JsonObject) -> str:
    minimum = schema.get("minimum")
    maximum = schema.get("maximum", _INT32 if schema.get("format") == "int32" else None)
    if minimum is not None and maximum is not None:
        return spec.say("between", least=minimum, most=maximum)
    if minimum is not None:
        return spec.say("at_least", least=minimum)
    return spec.say("at_most", most=maximum) if maximum is not None else ""


def default(spec: LocalizedSpec, parameter: Parameter, operation: Operation) -> str:
    """Return a default, and what this client sends instead to read whole listings."""
    if parameter.default_text is None:
        return ""
    plain = f"`{parameter.default_text.strip(chr(39))}`"
    pagination = operation.pagination
    if pagination and parameter.name == pagination.size and pagination.largest is not None:
        return plain + spec.say("requests", number=pagination.largest)
    return plain


def found_first(spec: LocalizedSpec, latest: Latest) -> str:
    """Return how the latest item of a listing is found."""
    if not spec.language.folder:
        return str(latest_description(latest))
    return spec.say("found_first", size=latest.size, time=latest.time)
