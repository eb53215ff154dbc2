"""Style rules of translations: every text has one in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..diagnostics import Diagnostic, quote
from ..openapi.index import DocumentIndex, Node, items, text
from ..openapi.pointer import PointerParts
from ..openapi.source import Value
from .rule import Rule

__all__ = ["RULES", "TEXTS"]

TEXTS: Final = ("title", "summary", "description", "when", "remedy")
# Extensions that have texts, each with the number of keys between it and its texts.
_WITH_TEXTS: Final = {"x-blocks": 1, "x-errors": 1, "x-latest": 0, "x-waiters": 1, "x-filters": 1}


def both_languages(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Require a Chinese translation of every text."""
    for pointer, owner, subject in _text_owners(index):
        chinese = owner.get("x-zh")
        for key in TEXTS:
            if text(owner, key) and not (isinstance(chinese, dict) and key in chinese):
                message, remedy = f"{key} has no Chinese", f"add it under x-zh as {key}"
                yield index.source.diagnostic((*pointer, key), message, remedy, subject)


def one_translation(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse two translations of one text, since translations are looked up by the text."""
    translations: dict[str, tuple[Value, PointerParts]] = {}
    for owner_pointer, owner, subject in _text_owners(index):
        for key, chinese in items(owner.get("x-zh")):
            english = text(owner, key)
            pointer = (*owner_pointer, "x-zh", key)
            if english is None:
                message, remedy = f"x-zh.{key} translates nothing", f"write {key}, or remove it"
                yield index.source.diagnostic(pointer, message, remedy, subject)
                continue
            first, at = translations.setdefault(english.strip(), (chinese, pointer))
            if first != chinese:
                other = index.source.cross_reference(at, pointer)
                message = f"x-zh.{key}: {quote(english)} reads otherwise {other}"
                yield index.source.diagnostic(pointer, message, "choose one of the two", subject)


def _text_owners(
    index: DocumentIndex,
) -> Iterator[tuple[PointerParts, dict[str, Value], str | None]]:
    """Yield mappings that may have texts: nodes, and extensions that have texts."""
    for node in index.nodes:
        if not node.is_replaced:
            yield node.pointer, node.value, node.subject
            yield from _extension_owners(node)


def _extension_owners(
    node: Node,
) -> Iterator[tuple[PointerParts, dict[str, Value], str | None]]:
    for name, depth in _WITH_TEXTS.items():
        extension = node.value.get(name)
        for key, owner in items(extension) if depth else [("", extension)]:
            if isinstance(owner, dict):
                yield (*node.pointer, name, *((key,) if depth else ())), owner, node.subject


RULES: Final[tuple[Rule, ...]] = (both_languages, one_translation)
