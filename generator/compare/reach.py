"""Reachable parts of a document: which schemas are sent, and in which direction."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..openapi.pointer import JsonObject
from .annotations import without_texts
from .located import Located, schema_name

__all__ = ["expanded", "is_subtype", "reachable"]


def reachable(document: JsonObject, roots: Iterable[Any]) -> set[str]:
    """Return the names of the schemas that some values lead to, subtypes included."""
    reached: set[str] = set()
    _follow(document, roots, reached, set())
    while subtypes := _subtypes(document, reached):
        _follow(document, [_named(document)[name] for name in subtypes], reached, set())
        reached |= subtypes
    return reached


def _follow(document: JsonObject, roots: Iterable[Any], reached: set[str], seen: set[str]) -> None:
    waiting = list(roots)
    while waiting:
        for reference in _references(waiting.pop()):
            if reference in seen:
                continue
            seen.add(reference)
            if name := schema_name(reference):
                reached.add(name)
            waiting.append(Located(document, (), {"$ref": reference}).resolve().value)


def _references(node: Any) -> Iterator[str]:
    """Yield the references in a value, and those that its discriminators map to."""
    if isinstance(node, list):
        for item in node:
            yield from _references(item)
    elif isinstance(node, dict):
        if isinstance(reference := node.get("$ref"), str):
            yield reference
        if isinstance(mapping := node.get("mapping"), dict):
            yield from (to for to in mapping.values() if isinstance(to, str) and to[:1] == "#")
        for value in node.values():
            yield from _references(value)


def _subtypes(document: JsonObject, reached: set[str]) -> set[str]:
    """Return the schemas that extend one that was reached and tells its subtypes apart."""
    return {
        name
        for name in _named(document)
        if name not in reached and is_subtype(document, name, reached)
    }


def is_subtype(document: JsonObject, name: str, among: set[str]) -> bool:
    """Whether a schema is a part of another one that has a discriminator."""
    schema, named = _named(document)[name], _named(document)
    parts = schema.get("allOf", ()) if isinstance(schema, dict) else ()
    parents = (schema_name(part.get("$ref")) for part in parts if isinstance(part, dict))
    return any(
        parent in among and isinstance(named.get(parent), dict) and "discriminator" in named[parent]
        for parent in parents
    )


def _named(document: JsonObject) -> JsonObject:
    named: JsonObject = document.get("components", {}).get("schemas", {})
    return named


def expanded(node: Located, seen: frozenset[str] = frozenset()) -> Any:
    """Return a value without texts, its references replaced by what they lead to."""
    return without_texts(_expanded(node.document, node.value, seen))


def _expanded(document: JsonObject, value: Any, seen: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_expanded(document, item, seen) for item in value]
    if not isinstance(value, dict):
        return value
    reference = value.get("$ref")
    if isinstance(reference, str) and reference not in seen:
        target = Located(document, (), value).resolve().value
        return _expanded(document, target, seen | {reference})
    return {key: _expanded(document, member, seen) for key, member in value.items()}
