"""Whether a schema accepts null, told without building its node."""

from __future__ import annotations

from typing import Any

from ..openapi.lookup import lookup
from .merge import Merger

__all__ = ["accepts_null"]


def accepts_null(document: dict[str, Any], merger: Merger, schema: Any) -> bool:
    """Whether null is a value of a schema, also of one that refers to itself."""
    waiting, seen = [schema], set[int]()
    while waiting:
        stated = waiting.pop()
        if not isinstance(stated, dict) or id(stated) in seen:
            continue
        seen.add(id(stated))
        if stated.get("nullable") is True:
            return True
        if isinstance(reference := stated.get("$ref"), str):
            waiting.append(lookup(document, reference))
            continue
        flat = merger.flat(stated)
        if flat.get("nullable") is True or "null" in _types(flat) or None in _values(flat):
            return True
        waiting += [*flat.get("oneOf", ()), *flat.get("anyOf", ())]
    return False


def _types(flat: dict[str, Any]) -> list[Any]:
    stated = flat.get("type")
    return stated if isinstance(stated, list) else [stated]


def _values(flat: dict[str, Any]) -> list[Any]:
    if "const" in flat:
        return [flat["const"]]
    stated = flat.get("enum")
    return stated if isinstance(stated, list) else []
