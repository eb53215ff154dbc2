"""Resolution of references by anchor: they become references by JSON pointer.

`$ref: "#name"` and `$dynamicRef: "#name"` refer to the schema with that `$anchor` or
`$dynamicAnchor`; `$recursiveRef: "#"` refers to the nearest enclosing schema that has
`$recursiveAnchor: true`, else to the outermost. A reference to none, or to one of several, stays as
it is, and the rules refuse it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .edits import REMOVED, Edits
from .index import DocumentIndex, Node, items
from .pointer import PointerParts, format_pointer
from .source import Value

__all__ = ["find_anchor", "resolve_anchors"]

_ANCHORS: Final = ("$anchor", "$dynamicAnchor")
_REFERENCES: Final = ("$ref", "$dynamicRef")


def resolve_anchors(index: DocumentIndex) -> Edits:
    """Return the edits that replace references by anchor."""
    schemas = {node.pointer: node for node in index.nodes if node.kind == "schema"}
    named: dict[str, set[PointerParts]] = {}
    for schema in schemas.values():
        for name in _anchors(schema.value):
            named.setdefault(name, set()).add(schema.pointer)
    edits: Edits = {}
    for schema in schemas.values():
        for key in _REFERENCES:
            ref = schema.value.get(key)
            if isinstance(ref, str) and ref.startswith("#") and not ref.startswith("#/"):
                edits |= _replace(schema, key, named.get(ref[1:], set()))
        if schema.value.get("$recursiveRef") == "#":
            edits |= _replace(schema, "$recursiveRef", {_enclosing(schema, schemas)})
    return edits


def find_anchor(value: Value, name: str, pointer: PointerParts = ()) -> Iterator[PointerParts]:
    """Yield the pointers of all mappings in a value that have an anchor, schemas or not."""
    if isinstance(value, dict) and name in _anchors(value):
        yield pointer
    for key, child in items(value):
        yield from find_anchor(child, name, (*pointer, key))


def _anchors(schema: dict[str, Value]) -> list[str]:
    return [name for key in _ANCHORS if isinstance(name := schema.get(key), str)]


def _replace(schema: Node, key: str, targets: set[PointerParts]) -> Edits:
    """Return the edits that refer to the one target; none where there are several."""
    if len(targets) != 1 or (key != "$ref" and "$ref" in schema.value):
        return {}
    pointer = format_pointer(next(iter(targets))).replace("%", "%25")
    return {(*schema.pointer, key): REMOVED, (*schema.pointer, "$ref"): f"#{pointer}"}


def _enclosing(schema: Node, schemas: dict[PointerParts, Node]) -> PointerParts:
    """Return the pointer of the schema that a recursive reference refers to."""
    lengths = range(len(schema.pointer), 0, -1)
    around = [schema.pointer[:n] for n in lengths if schema.pointer[:n] in schemas]
    anchored = (at for at in around if schemas[at].value.get("$recursiveAnchor") is True)
    return next(anchored, around[-1])
