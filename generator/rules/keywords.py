"""Rules of keywords: their values have the types of JSON Schema and OpenAPI."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from ..diagnostics import Diagnostic
from ..openapi.index import DocumentIndex, Node
from ..openapi.source import Value
from .rule import Rule

__all__ = ["RULES"]


def _is_list(value: Value) -> bool:
    return isinstance(value, list)


def _is_name_list(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_type(value: Value) -> bool:
    return isinstance(value, str) or _is_name_list(value)


def _is_text(value: Value) -> bool:
    return isinstance(value, str)


def _is_text_mapping(value: Value) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _is_flag(value: Value) -> bool:
    return isinstance(value, bool)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_integer(value: Value) -> bool:
    return _is_number(value) and float(str(value)).is_integer()


def _is_exclusive_bound(value: Value) -> bool:
    return _is_number(value) or _is_flag(value)  # the latter is how OpenAPI 3.0 has it


_Types: TypeAlias = Mapping[str, tuple[Callable[[Value], bool], str]]
_KEYWORDS: Final[Mapping[str, _Types]] = {
    "info": dict.fromkeys(("summary", "description"), (_is_text, "a text")),
    "parameter": {
        **dict.fromkeys(("required", "explode"), (_is_flag, "true or false")),
        **dict.fromkeys(("name", "in", "style"), (_is_text, "a text")),
    },
    "discriminator": {
        "propertyName": (_is_text, "a text"),
        "mapping": (_is_text_mapping, "a mapping of texts"),
    },
    "schema": {
        "type": (_is_type, "a name or a list of names"),
        "enum": (_is_list, "a list"),
        "required": (_is_name_list, "a list of names"),
    },
    "operation": {"tags": (_is_list, "a list")},
}
# Bounds in the schemas of parameters, which calls are checked against; those of responses are not.
_BOUNDS: Final[_Types] = {
    **dict.fromkeys(("minimum", "maximum", "multipleOf"), (_is_number, "a number")),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), (_is_exclusive_bound, "a number")),
    **dict.fromkeys(
        ("minLength", "maxLength", "minItems", "maxItems"), (_is_integer, "a whole number")
    ),
    **dict.fromkeys(("pattern", "format"), (_is_text, "a text")),
    "uniqueItems": (_is_flag, "true or false"),
}


def keywords(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a keyword whose value has the wrong type."""
    for kind, types in _KEYWORDS.items():
        for node in index.of(kind):
            yield from _mismatches(index, node, types)


def bounds(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a bound of a parameter whose value has the wrong type."""
    schemas = {
        schema.pointer: schema
        for parameter in index.of("parameter")
        for schema in index.all_of_parts(index.child(parameter, "schema"))
    }
    for schema in schemas.values():
        yield from _mismatches(index, schema, _BOUNDS)


def _mismatches(index: DocumentIndex, node: Node, types: _Types) -> Iterator[Diagnostic]:
    for key in node.value.keys() & types.keys():
        is_valid, expected = types[key]
        if not is_valid(node.value[key]):
            message, remedy = f"{key} is not {expected}", _remedy(key, node.value[key], expected)
            yield index.source.diagnostic((*node.pointer, key), message, remedy, node.subject)


def _remedy(key: str, value: Value, expected: str) -> str:
    """Return the remedy; for YAML's null as a type, to quote it."""
    types = value if isinstance(value, list) else [value]
    unquoted = key == "type" and None in types
    return 'write "null" in quotes' if unquoted else f"write {expected} here"


RULES: Final[tuple[Rule, ...]] = (keywords, bounds)
