"""Segments of path templates that are partly a parameter, such as `{id}.json` or `{name}:cancel`."""

import re
from typing import Literal, TypeAlias

__all__ = ["Specificity", "match_segment", "specificity"]

Specificity: TypeAlias = tuple[Literal[0, 1, 2], int]
"""0 for a literal segment, 1 for one that is partly so, 2 for a parameter; then fewer literals."""

_PARAMETER = re.compile(r"\{([^{}]*)\}")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")


def specificity(template: str) -> Specificity:
    """Return the sort key of a segment: the most specific template that matches comes first."""
    if "{" not in template:
        return 0, 0
    if _PARAMETER.fullmatch(template):
        return 2, 0
    return 1, -len(_PARAMETER.sub("", template))


def match_segment(template: str, segment: str) -> dict[str, str] | None:
    """Return the parameters of a segment, still percent-encoded; None when it does not match.

    A parameter has at least one character and ends before the first occurrence of the literal that
    follows it. A literal also matches when the segment has it percent-encoded: `%3Astop` is `:stop`.
    """
    names, literals = _split(template)
    values = _match(literals, segment)
    if values is None and "%" in segment:
        values = _match(literals, _decode_characters(segment, set("".join(literals))))
    return None if values is None else dict(zip(names, values, strict=True))


def _match(literals: list[str], segment: str) -> list[str] | None:
    first, *between, last = literals
    begin, end = len(first), len(segment) - len(last)
    if not (segment.startswith(first) and segment.endswith(last)):
        return None
    values = []
    for literal in between:
        index = segment.find(literal, begin + 1, end)
        if index < 0:
            return None
        values.append(segment[begin:index])
        begin = index + len(literal)
    if begin >= end:
        return None
    return [*values, segment[begin:end]]


def _decode_characters(segment: str, characters: set[str]) -> str:
    """Decode the percent-escapes of these characters, and no other ones."""

    def decode(escape: "re.Match[str]") -> str:
        character = chr(int(escape[1], 16))
        return character if character in characters else escape[0]

    return _ESCAPE.sub(decode, segment)


def _split(template: str) -> tuple[list[str], list[str]]:
    """Return the names of the parameters, and the literals before, between and after them."""
    pieces = _PARAMETER.split(template)
    return pieces[1::2], pieces[::2]
