"""Suggestions for misspelt words."""

from collections.abc import Iterable

from ..messages import Message

__all__ = ["did_you_mean"]


def did_you_mean(word: str, known: Iterable[str]) -> Message | None:
    """Return a question with the known word that is most like this one; None without such a word."""
    from difflib import get_close_matches

    matches = get_close_matches(word, known, n=1)
    return Message("did you mean {word}?", word=matches[0]) if matches else None
