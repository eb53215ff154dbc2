"""Segments of a path that are partly a parameter, such as `{id}.json` or `{name}:cancel`."""

import re
from functools import cache

__all__ = ["rank", "read_part"]

_PARAMETER = re.compile(r"\{([^{}]*)\}")


@cache
def rank(template: str) -> int:
    """Say which segments are tried first: literal ones, then those that are partly so."""
    if "{" not in template:
        return 0
    return 2 if _PARAMETER.fullmatch(template) else 1


def read_part(template: str, segment: str) -> dict[str, str] | None:
    """Give the parameters of a segment, still percent-encoded; None when it is another one.

    A parameter has at least one character, and ends where what follows it first stands.
    """
    names, (first, *between, last) = _taken_apart(template)
    begin, end = len(first), len(segment) - len(last)
    if not (segment.startswith(first) and segment.endswith(last)):
        return None
    values = []
    for literal in between:
        found = segment.find(literal, begin + 1, end)
        if found < 0:
            return None
        values.append(segment[begin:found])
        begin = found + len(literal)
    if begin >= end:
        return None
    return dict(zip(names, [*values, segment[begin:end]], strict=True))


@cache
def _taken_apart(template: str) -> tuple[list[str], list[str]]:
    """Give the names of the parameters, and the literals before, between and after them."""
    pieces = _PARAMETER.split(template)
    return pieces[1::2], pieces[::2]
