"""Keywords with texts for people, which a comparison ignores."""

from typing import Any

__all__ = ["TEXT_KEYWORDS", "without_texts"]

TEXT_KEYWORDS = frozenset(
    ("description", "summary", "title", "example", "examples", "externalDocs", "links")
) | {"x-source", "x-zh", "$comment"}
# Keywords whose members have names that an author chose, never keywords.
_MAPS = frozenset(
    ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "mapping")
) | {"headers", "content", "variables", "encoding", "scopes"}
_VALUES = frozenset(("default", "enum", "const"))


def without_texts(node: Any) -> Any:
    """Return a part of a document without its texts."""
    if isinstance(node, list):
        return [without_texts(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: _member(key, value) for key, value in node.items() if key not in TEXT_KEYWORDS}


def _member(key: str, value: Any) -> Any:
    if key in _VALUES:
        return value
    if key in _MAPS and isinstance(value, dict):
        return {name: without_texts(member) for name, member in value.items()}
    return without_texts(value)
