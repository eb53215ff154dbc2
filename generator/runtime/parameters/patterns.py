"""Patterns of JSON Schema, which are regular expressions of ECMAScript, as those of Python."""

import re
from functools import lru_cache

__all__ = ["matches"]

_PARTS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\$", re.DOTALL)
_CACHED = 1024


def matches(pattern: str, text: str) -> bool:
    """Whether a text matches a pattern anywhere; `$` is the end of the text, not of its last line."""
    return _compiled(pattern).search(text) is not None


@lru_cache(_CACHED)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_PARTS.sub(_translated, pattern))


def _translated(part: re.Match[str]) -> str:
    return r"\Z" if part[0] == "$" else part[0]
