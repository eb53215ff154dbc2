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
    """Give the parameters of a segment, still percent-encoded; None when it is another one."""
    found = _pattern(template).fullmatch(segment)
    if found is None:
        return None
    return dict(zip(_PARAMETER.findall(template), found.groups(), strict=True))


@cache
def _pattern(template: str) -> re.Pattern[str]:
    literals = map(re.escape, _PARAMETER.split(template)[::2])
    return re.compile("(.+?)".join(literals), re.DOTALL)
