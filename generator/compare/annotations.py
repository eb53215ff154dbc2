"""What a document says for people only, and a comparison passes over."""

from typing import Any

__all__ = ["WORDS", "without_words"]

WORDS = frozenset(
    (
        "description",
        "summary",
        "title",
        "example",
        "examples",
        "externalDocs",
        "links",
        "deprecated",
    )
) | {"x-source", "x-zh", "$comment"}
# Below these keys, the next keys are names that an author chose, and no words.
_NAMED = frozenset(("properties", "patternProperties", "$defs", "headers", "content", "variables"))
_DATA = frozenset(("default", "enum", "const"))


def without_words(node: Any) -> Any:
    """Give a part of a document without what it says for people only."""
    if isinstance(node, list):
        return [without_words(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {key: _below(key, one) for key, one in node.items() if key not in WORDS}


def _below(key: str, value: Any) -> Any:
    if key in _DATA:
        return value
    if key in _NAMED and isinstance(value, dict):
        return {name: without_words(one) for name, one in value.items()}
    return without_words(value)
