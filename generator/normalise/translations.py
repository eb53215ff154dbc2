"""Chinese translations of the texts of a document, by the English text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["translations"]


def translations(node: Any) -> Iterator[tuple[str, str]]:
    """Yield each text that has an `x-zh` beside it with its translation, wherever it stands."""
    if isinstance(node, dict):
        stated = node.get("x-zh")
        for key, chinese in stated.items() if isinstance(stated, dict) else ():
            english = node.get(key)
            if isinstance(english, str) and isinstance(chinese, str):
                yield english.strip(), chinese.strip()
        for value in node.values():
            yield from translations(value)
    elif isinstance(node, list):
        for value in node:
            yield from translations(value)
