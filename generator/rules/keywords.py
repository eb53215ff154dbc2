"""Keywords that say what they must as JSON Schema and OpenAPI have it: what follows relies on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ..problems import Problem
from ..source import Value
from .places import Survey

__all__ = ["RULES"]


def _is_list(value: Value) -> bool:
    return isinstance(value, list)


def _is_names(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_type(value: Value) -> bool:
    return isinstance(value, str) or _is_names(value)


def _remedy(value: Value, words: str) -> str:
    """Say what to write; of YAML's null, that a type of that name is a text."""
    given = value if isinstance(value, list) else [value]
    return 'write "null" in quotes' if None in given else f"write {words} here"


_SAID: Final[Mapping[str, Mapping[str, tuple[Callable[[Value], bool], str]]]] = {
    "schema": {
        "type": (_is_type, "a name or a list of names"),
        "enum": (_is_list, "a list"),
        "required": (_is_names, "a list of names"),
    },
    "operation": {"tags": (_is_list, "a list")},
}


def keywords(survey: Survey) -> Iterator[Problem]:
    """Refuse a keyword whose value is of another type than it must be."""
    for kind, known in _SAID.items():
        for place in survey.of(kind):
            for key in known.keys() & place.value.keys():
                is_right, words = known[key]
                if not is_right(place.value[key]):
                    at = (*place.pointer, key)
                    what, remedy = f"{key} is not {words}", _remedy(place.value[key], words)
                    yield survey.source.problem(at, what, remedy, place.subject)


RULES: Final[tuple[Callable[[Survey], Iterator[Problem]], ...]] = (keywords,)
