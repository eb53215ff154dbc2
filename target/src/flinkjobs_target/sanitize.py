"""Sanitizing of untrusted text for terminals and logs."""

import re

__all__ = ["sanitize_line"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_MAX_LENGTH = 400


def sanitize_line(text: str) -> str:
    """Return a text as one line, without control characters and changes of direction."""
    text = _CONTROL.sub(" ", text).strip()
    return text if len(text) <= _MAX_LENGTH else f"{text[: _MAX_LENGTH - 1]}…"
