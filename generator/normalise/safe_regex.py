"""Patterns that are safe to check: Python compiles them, and no text makes them take long."""

from __future__ import annotations

import re
import warnings
from typing import Any

__all__ = ["is_checked"]

_LONGEST = 500
# What a pattern is made of: an escaped character, a class, a repeat, the begin of a group.
_PART = re.compile(r"\\.|\[\]?(?:\\.|[^\]\\])*\]|([*+?(]|\{\d*,?\d*\})|.", re.DOTALL)


def is_checked(pattern: Any) -> bool:
    """Whether values are checked against a pattern.

    They are not where it has groups beside repeats, or more than two repeats without an end: the
    time that these take may grow with the length of a text beyond all bounds.
    """
    if not isinstance(pattern, str) or len(pattern) > _LONGEST or not _is_read(pattern):
        return False
    parts = [found.group(1) for found in _PART.finditer(pattern) if found.group(1)]
    endless = [part for part in parts if part in "*+" or "," in part]
    return len(endless) <= 2 and not ("(" in parts and len(parts) > parts.count("("))


def _is_read(pattern: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            re.compile(pattern)
        except (re.error, Warning, OverflowError, RecursionError):
            return False
    return True
