"""The texts of a contract that are translated: those of its nodes, and those of its extensions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..openapi.bundle import bundle
from ..openapi.index import DocumentIndex, Node, items, text
from ..openapi.pointer import PointerParts
from ..openapi.source import Source, Value, load
from .catalogue import Text

__all__ = ["contract_texts"]

_KEYS: Final = ("title", "summary", "description", "when", "remedy", "question")
# Extensions that have texts, each with the number of keys between it and its texts.
_WITH_TEXTS: Final = {
    "x-blocks": 1,
    "x-confirm": 0,
    "x-errors": 1,
    "x-filters": 1,
    "x-latest": 0,
    "x-lookups": 1,
    "x-waiters": 1,
}


def contract_texts(specification: Path) -> Iterator[Text]:
    """Yield the texts of a specification, in the order of its nodes."""
    source = bundle(load(specification), lambda _: None)
    index = DocumentIndex(source)
    for node in index.nodes:
        if not node.is_replaced:
            yield from _texts(source, node.pointer, node.value)
            for pointer, owner in _extension_owners(node):
                yield from _texts(source, pointer, owner)


def _texts(source: Source, pointer: PointerParts, owner: dict[str, Value]) -> Iterator[Text]:
    for key in _KEYS:
        if english := (text(owner, key) or "").strip():
            location = source.locate((*pointer, key))
            yield Text(english, location.path, location.line or 1)


def _extension_owners(node: Node) -> Iterator[tuple[PointerParts, dict[str, Value]]]:
    for name, depth in _WITH_TEXTS.items():
        extension = node.value.get(name)
        for key, owner in items(extension) if depth else [("", extension)]:
            if isinstance(owner, dict):
                yield (*node.pointer, name, *((key,) if depth else ())), owner
