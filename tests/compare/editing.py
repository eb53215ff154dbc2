"""The contract with one value of it changed."""

import copy
from pathlib import Path
from typing import Any

from generator.openapi.pointer import lookup_pointer, parse_pointer
from generator.openapi.source import load

__all__ = ["ABSENT", "CONTRACT", "edited"]

ROOT = Path(__file__).parents[2]
CONTRACT: dict[str, Any] = load(ROOT / "spec" / "openapi.yaml").document
ABSENT = object()


def edited(pointer: str, value: object) -> dict[str, Any]:
    """Return the contract with another value, or none, at a pointer; `-` is the end of a list."""
    document = copy.deepcopy(CONTRACT)
    *parents, last = parse_pointer(pointer)
    owner = lookup_pointer(document, parents)
    if isinstance(owner, list):
        _edit_list(owner, last, value)
    elif value is ABSENT:
        del owner[last]
    else:
        owner[last] = value
    return document


def _edit_list(owner: list[Any], last: str, value: object) -> None:
    index = len(owner) if last == "-" else int(last)
    owner[index : index + 1] = [] if value is ABSENT else [value]
