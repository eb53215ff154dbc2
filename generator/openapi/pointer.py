"""JSON pointers (RFC 6901): parsing, formatting and lookup in plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

__all__ = [
    "JsonObject",
    "Pointer",
    "PointerParts",
    "format_pointer",
    "lookup_pointer",
    "parse_pointer",
]

JsonObject: TypeAlias = dict[str, Any]
"""An object of a document as it is written in JSON."""

PointerParts: TypeAlias = tuple[str, ...]
Pointer: TypeAlias = str | Sequence[str | int]


def parse_pointer(pointer: Pointer) -> PointerParts:
    """Split a JSON pointer into its unescaped parts; one that is split already stays as it is."""
    if isinstance(pointer, str):
        return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])
    return tuple(map(str, pointer))


def format_pointer(parts: Iterable[str]) -> str:
    """Join parts to a JSON pointer, each of them escaped."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


def lookup_pointer(document: Any, pointer: Pointer) -> Any:
    """Return the value at a pointer; raise LookupError or TypeError where there is none."""
    value = document
    for part in parse_pointer(pointer):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value
