"""Bounds of parameters that cannot be kept: one that is unknown, or that contradicts another."""

import re
from collections.abc import Iterator
from typing import Any

from ..diagnostics import Problem
from ..openapi.source import Pointer, Source
from .parameters import kind_of

__all__ = ["bounds"]

_KEPT = frozenset(
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


def bounds(
    source: Source, at: Pointer, node: dict[str, Any], schema: dict[str, Any], subject: str
) -> Iterator[Problem]:
    """Name what a parameter's schema asks for and no check would hold it to."""
    name = f'parameter "{node["name"]}"'
    for keyword in schema:
        if keyword not in _KEPT and not keyword.startswith("x-"):
            what = f"{name} has {keyword}, which no check would keep"
            yield source.problem(at, what, "say it with other bounds, or in words", subject)
    fault = _contradiction(schema)
    if fault:
        yield source.problem(at, f"{name} has {fault}", "no value could be right", subject)
        return
    for key, value in (("default", schema.get("default")), ("example", node.get("example"))):
        if value is not None and not kind_of(schema).holds(value):
            what = f"{name} must be {kind_of(schema).expects}, but its {key} is {value!r}"
            yield source.problem(at, what, f"give it a {key} that it allows", subject)


def _contradiction(schema: dict[str, Any]) -> str | None:
    for least, most in (("minimum", "maximum"), ("minLength", "maxLength")):
        if least in schema and most in schema and schema[least] > schema[most]:
            return f"a {least} above its {most}"
    try:
        re.compile(schema.get("pattern", ""))
    except (re.error, TypeError):
        return "a pattern that is no regular expression"
    return None
