"""Text from elsewhere, made fit for a terminal or a log."""

import re

__all__ = ["plain"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_LONGEST = 400


def plain(text: str) -> str:
    """Make one line of a text, without characters that move a cursor or turn its direction."""
    text = _CONTROL.sub(" ", text).strip()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
