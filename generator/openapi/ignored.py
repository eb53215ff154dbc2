"""Removal of members that have no effect, each reported as a note.

These are: keywords beside a reference, as OpenAPI says; `required: true` in a schema, which older
JSON Schema had; a link to an operation that does not exist; and another author's extension that
only shares its name with one of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from ..diagnostics import Diagnostic, quote
from .edits import REMOVED, Edits
from .extension_definitions import DEFINITIONS_NAME, definitions
from .grammar import REFERENCE_SIBLINGS
from .index import DocumentIndex, text
from .pointer import PointerParts

__all__ = ["drop_ignored"]

_REMEDIES: Final = {
    "required": "list the names of required properties in the schema that has them",
    "enum": "list the values",
}
_LISTS: Final = frozenset(_REMEDIES)


class _Ignored(NamedTuple):
    """A member to remove, with its note; without one where nobody needs to know."""

    pointer: PointerParts
    note: Diagnostic | None


def drop_ignored(index: DocumentIndex, report: Callable[[Diagnostic], None]) -> Edits:
    """Return the edits that remove what has no effect in a document; report each as a note."""
    edits: Edits = {}
    for find in (_beside_references, _not_lists, _broken_links, _foreign_extensions):
        for pointer, note in find(index):
            if note and pointer not in edits:
                report(note)
            edits[pointer] = REMOVED
    return edits


def _beside_references(index: DocumentIndex) -> Iterator[_Ignored]:
    for node in index.nodes:
        for key in (node.value.keys() - REFERENCE_SIBLINGS) if node.is_replaced else ():
            message = f"{quote(key)} is beside $ref and is ignored"
            pointer = (*node.pointer, key)
            note = index.source.diagnostic(pointer, message, "remove it", node.subject)
            yield _Ignored(pointer, None if key.startswith("x-") else note)


def _not_lists(index: DocumentIndex) -> Iterator[_Ignored]:
    for schema in index.of("schema"):
        for key in _LISTS & schema.value.keys():
            if not isinstance(schema.value[key], list):
                message = f"{key} is not a list in a schema and is ignored"
                pointer = (*schema.pointer, key)
                yield _Ignored(
                    pointer,
                    index.source.diagnostic(pointer, message, _REMEDIES[key], schema.subject),
                )


def _broken_links(index: DocumentIndex) -> Iterator[_Ignored]:
    names = {text(node.value, "operationId") for node in index.of("operation")}
    for link in (node for node in index.nodes if node.kind == "link"):
        target = index.resolve(link)
        name = text(target.value, "operationId") if target else None
        owner = index.at(*link.pointer[:-2])
        if name and name not in names and owner and isinstance(owner.value.get("links"), dict):
            message = f"link leads to operationId {quote(name)}, which no operation has"
            remedy = "name one that exists"
            note = index.source.diagnostic(link.pointer, message, remedy, link.subject)
            yield _Ignored(link.pointer, note)


def _foreign_extensions(index: DocumentIndex) -> Iterator[_Ignored]:
    for node in index.nodes:
        for name, value in node.value.items():
            definition = definitions().get(name) if name.startswith("x-") else None
            if definition and not definition.resembles(value):
                message = f"{name} only shares its name with an extension of ours and is ignored"
                remedy = f"{DEFINITIONS_NAME} defines {name}"
                pointer = (*node.pointer, name)
                note = index.source.diagnostic(pointer, message, remedy, node.subject)
                yield _Ignored(pointer, note)
