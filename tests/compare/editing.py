"""The contract with one place of it changed."""

import copy
from pathlib import Path
from typing import Any

from generator.openapi.source import load, steps

__all__ = ["ABSENT", "CONTRACT", "edited"]

ROOT = Path(__file__).parents[2]
CONTRACT: dict[str, Any] = load(ROOT / "spec" / "openapi.yaml").document
ABSENT = object()


def edited(pointer: str, value: object) -> dict[str, Any]:
    """Give the contract with another value, or none, at a place; `-` is the end of a list."""
    document = copy.deepcopy(CONTRACT)
    *parents, last = steps(pointer)
    found: Any = document
    for step in parents:
        found = found[int(step)] if isinstance(found, list) else found[step]
    if isinstance(found, list):
        _put_in_list(found, last, value)
    elif value is ABSENT:
        del found[last]
    else:
        found[last] = value
    return document


def _put_in_list(found: list[Any], last: str, value: object) -> None:
    at = len(found) if last == "-" else int(last)
    found[at : at + 1] = [] if value is ABSENT else [value]
