"""Suggestions for misspelt words."""

from collections.abc import Iterable

__all__ = ["did_you_mean"]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question with the known word that is most like this one; "" without such a word."""
    from difflib import get_close_matches

    matches = get_close_matches(word, known, n=1)
    return f"did you mean {matches[0]}?" if matches else ""
