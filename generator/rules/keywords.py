"""Keywords that say what they must as JSON Schema and OpenAPI have it: what follows relies on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from ..diagnostics import Problem
from ..openapi.index import Place, Survey
from ..openapi.source import Value

__all__ = ["RULES"]


def _is_list(value: Value) -> bool:
    return isinstance(value, list)


def _is_names(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_type(value: Value) -> bool:
    return isinstance(value, str) or _is_names(value)


def _is_text(value: Value) -> bool:
    return isinstance(value, str)


def _is_flag(value: Value) -> bool:
    return isinstance(value, bool)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: Value) -> bool:
    return _is_number(value) and float(str(value)).is_integer()


def _is_limit(value: Value) -> bool:
    return _is_number(value) or _is_flag(value)  # the latter is how OpenAPI 3.0 has it


_Said: TypeAlias = Mapping[str, tuple[Callable[[Value], bool], str]]
_SAID: Final[Mapping[str, _Said]] = {
    "info": dict.fromkeys(("summary", "description"), (_is_text, "a text")),
    "parameter": {
        **dict.fromkeys(("required", "explode"), (_is_flag, "true or false")),
        **dict.fromkeys(("name", "in"), (_is_text, "a text")),
    },
    "discriminator": {"propertyName": (_is_text, "a text")},
    "schema": {
        "type": (_is_type, "a name or a list of names"),
        "enum": (_is_list, "a list"),
        "required": (_is_names, "a list of names"),
    },
    "operation": {"tags": (_is_list, "a list")},
}
# What a call is held to, in the schemas of parameters; answers are trusted to keep no bound.
_BOUNDS: Final[_Said] = {
    **dict.fromkeys(("minimum", "maximum", "multipleOf"), (_is_number, "a number")),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), (_is_limit, "a number")),
    **dict.fromkeys(
        ("minLength", "maxLength", "minItems", "maxItems"), (_is_whole, "a whole number")
    ),
    **dict.fromkeys(("pattern", "format"), (_is_text, "a text")),
    "uniqueItems": (_is_flag, "true or false"),
}


def keywords(survey: Survey) -> Iterator[Problem]:
    """Refuse a keyword whose value is of another type than it must be."""
    for kind, known in _SAID.items():
        for place in survey.of(kind):
            yield from _wrong(survey, place, known)


def bounds(survey: Survey) -> Iterator[Problem]:
    """Refuse a bound of a parameter whose value is of another type than it must be."""
    schemas = {
        schema.pointer: schema
        for parameter in survey.of("parameter")
        for schema in survey.parts(survey.child(parameter, "schema"))
    }
    for schema in schemas.values():
        yield from _wrong(survey, schema, _BOUNDS)


def _wrong(survey: Survey, place: Place, known: _Said) -> Iterator[Problem]:
    for key in place.value.keys() & known.keys():
        is_right, words = known[key]
        if not is_right(place.value[key]):
            what, remedy = f"{key} is not {words}", _remedy(key, place.value[key], words)
            yield survey.source.problem((*place.pointer, key), what, remedy, place.subject)


def _remedy(key: str, value: Value, words: str) -> str:
    """Say what to write; of YAML's null, that a type of that name is a text."""
    given = value if isinstance(value, list) else [value]
    unquoted = key == "type" and None in given
    return 'write "null" in quotes' if unquoted else f"write {words} here"


RULES: Final[tuple[Callable[[Survey], Iterator[Problem]], ...]] = (keywords, bounds)
