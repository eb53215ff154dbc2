"""Pairs of names and texts for nested values: with dots, and with brackets in the style deepObject.

OpenAPI defines one level of deepObject, `name[key]=value`. Deeper ones get a pair of brackets for each
level, and items of lists the brackets `[0]`, `[1]`, as Stripe, qs, PHP and Rails read them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ..models.additional import merge_additional
from .scalars import Pairs, scalar_text

__all__ = ["flatten", "flatten_deep", "nest_deep", "pairs_of"]

_STEP = re.compile(r"\[([^\[\]]*)\]")
_DEEPEST, _LONGEST_SHOWN = 100, 60


def flatten_deep(name: str, value: object) -> Pairs:
    """Return the pairs of an object or a list; what is None is left out."""
    return list(_deep(name, merge_additional(msgspec.to_builtins(value))))


def _deep(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _deep(f"{name}[{key}]", item)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _deep(f"{name}[{index}]", item)
    elif value is not None:
        yield name, scalar_text(value)


def nest_deep(name: str, pairs: Iterable[tuple[str, str]]) -> Any:
    """Return the object or list that has these pairs; None where none of them begins with the name.

    Objects whose keys are the numbers from 0 on are lists, and so is what has empty brackets or the
    same name several times. Raises ValueError for brackets that contradict each other.
    """
    root: dict[str, Any] = {}
    for key, text in pairs:
        rest = key.removeprefix(name)
        if rest == key or not rest.startswith("["):
            continue
        steps = _STEP.findall(rest)
        if len(steps) > _DEEPEST:
            raise ValueError("it is nested too deeply")
        if "".join(f"[{step}]" for step in steps) != rest:
            raise ValueError(f"the brackets of {key[:_LONGEST_SHOWN]} do not match")
        _put(root, steps, text)
    return _listed(root) if root else None


def _put(root: dict[str, Any], steps: list[str], text: str) -> None:
    """Put a text at the end of a path of keys."""
    owner, (*parents, last) = root, steps
    for parent in parents:
        child = owner.setdefault(parent or str(len(owner)), {})
        if not isinstance(child, dict):
            raise ValueError(f"{parent[:_LONGEST_SHOWN]} is both a text and an object")
        owner = child
    key = last or str(len(owner))
    if key not in owner:
        owner[key] = text
    elif isinstance(owner[key], dict):
        raise ValueError(f"{key[:_LONGEST_SHOWN]} is both a text and an object")
    else:
        known = owner[key]
        owner[key] = [*known, text] if isinstance(known, list) else [known, text]


def _listed(value: Any) -> Any:
    """Return a value in which objects with keys from 0 on are lists."""
    if not isinstance(value, dict):
        return value
    items = {key: _listed(item) for key, item in value.items()}
    numbers = [str(number) for number in range(len(items))]
    return [items[number] for number in numbers] if set(numbers) == items.keys() else items


def pairs_of(query: Mapping[str, Sequence[str]]) -> Pairs:
    """Return the pairs of a query."""
    return [(name, text) for name, texts in query.items() for text in texts]


def flatten(value: object) -> Pairs:
    """Return an object's properties as texts; names of nested ones are joined by dots."""
    return list(_dotted("", merge_additional(msgspec.to_builtins(value))))


def _dotted(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _dotted(f"{name}.{key}" if name else str(key), item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _dotted(name, item)
    elif value is not None:
        yield name, scalar_text(value)
