"""Bundling of a specification of several files into one document.

What another file contributes becomes a component, or replaces the reference where OpenAPI has no
component for it. Only files that a reference names are read, and only below the folder of the
specification, links followed. A reference out of that folder stays as it is, and the rules refuse
it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from ..diagnostics import Diagnostic
from ..naming import Names
from .anchors import resolve_anchors
from .edits import Edits, apply_edits
from .external_files import ExternalFiles, Reference, Target, is_file_reference
from .ignored import drop_ignored
from .index import DocumentIndex, Node
from .pointer import PointerParts, lookup_pointer
from .source import Origin, Source, Value
from .version_3_2 import is_3_2, lower_document, own_references

__all__ = ["bundle"]

_SECTIONS: Final = {
    "schema": "schemas",
    "parameter": "parameters",
    "response": "responses",
    "request body": "requestBodies",
    "header": "headers",
    "example": "examples",
    "link": "links",
    "path item": "pathItems",
}
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9._-]+")
_MOST_ROUNDS: Final = 100


def bundle(source: Source, report: Callable[[Diagnostic], None]) -> Source:
    """Return a specification with everything that it refers to in one new document.

    Members that have no effect are removed, each reported as a note. Raises SpecificationError for
    a reference that names no file, or nothing in it.
    """
    bundler = _Bundler(source)
    bundler.apply(own_references(DocumentIndex(source)))
    for _ in range(_MOST_ROUNDS):
        index = DocumentIndex(bundler.source)
        moved = [ref for node in index.nodes for ref in _references(node)]
        moved = [ref for ref in moved if bundler.files.is_external(ref)]
        inlined = [ref for ref in _inlined(index) if bundler.files.is_external(ref)]
        if not moved and not inlined:
            if edits := resolve_anchors(index):
                bundler.apply(edits)
                index = DocumentIndex(bundler.source)
            if is_3_2(index):
                bundler.apply(lower_document(index, report))
                index = DocumentIndex(bundler.source)
            bundler.apply(drop_ignored(index, report))
            return replace(bundler.source, files=tuple(bundler.files.paths))
        bundler.import_targets(moved, inlined)
    reference = [*moved, *inlined][0]
    problem = f"is reached through {_MOST_ROUNDS} others"
    remedy = "let no file lead back to itself in this way"
    raise reference.fault(index.source, problem, remedy)


def _references(node: Node) -> Iterator[Reference]:
    """Yield the references of a node to components, a discriminator's mapping included."""
    if node.ref is not None and node.kind in _SECTIONS:
        yield Reference(node, ("$ref",), node.kind, node.ref)
    mapping = node.value.get("mapping") if node.kind == "discriminator" else None
    if isinstance(mapping, dict):
        for value, ref in mapping.items():
            if isinstance(ref, str) and is_file_reference(ref):
                yield Reference(node, ("mapping", value), "schema", ref)


def _inlined(index: DocumentIndex) -> Iterator[Reference]:
    """Yield the references that their target replaces.

    These are those of security schemes, and those that OpenAPI does not allow but authors of many
    files use, such as an operation's.
    """
    for node in index.nodes:
        ref = node.value.get("$ref")
        if (node.ref is None or node.kind not in _SECTIONS) and isinstance(ref, str):
            yield Reference(node, ("$ref",), node.kind, ref)
    parents = (mismatch.pointer[:-1] for mismatch in index.type_mismatches)
    mismatched = [(pointer, _mapping_at(index, pointer)) for pointer in parents]
    for pointer, value in (*index.outside_grammar, *mismatched):
        ref = value.get("$ref")
        if isinstance(ref, str) and not any(part.startswith("x-") for part in pointer):
            node = Node("value", pointer, value, None, "", None)
            yield Reference(node, ("$ref",), "value", ref)


def _mapping_at(index: DocumentIndex, pointer: PointerParts) -> dict[str, Value]:
    """Return the mapping at a pointer; an empty one for any other value."""
    value = lookup_pointer(index.source.document, pointer)
    return value if isinstance(value, dict) else {}


class _Bundler:
    """Imports the targets of references into a document, round by round."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.files = ExternalFiles(source)
        self._scopes: dict[str, Names] = {}
        self._components: dict[tuple[str, Target], str] = {}

    def apply(self, edits: Edits) -> None:
        """Replace the document by an edited one."""
        self.source = replace(self.source, document=apply_edits(self.source.document, edits))

    def import_targets(self, moved: list[Reference], inlined: list[Reference]) -> None:
        """Make components of the targets of some references, and inline those of others."""
        edits: Edits = {}
        origins: dict[PointerParts, Origin] = {}
        for reference in moved:
            edits[reference.pointer] = self._moved(reference, edits, origins)
        replaced = {reference.node.pointer for reference in inlined}
        for reference in inlined:
            target = self.files.target(self.source, reference)
            pointer = reference.node.pointer
            edits[pointer], origins[pointer] = self.files.read(self.source, reference, target)
        kept = {
            pointer: origin
            for pointer, origin in self.source.imported.items()
            if not any(pointer[:length] in replaced for length in range(1, len(pointer)))
        }
        self.source = replace(self.source, imported={**kept, **origins})
        self.apply(edits)

    def _moved(
        self, reference: Reference, edits: Edits, origins: dict[PointerParts, Origin]
    ) -> str:
        """Return the reference to the component that a target becomes."""
        if self.files.is_to_root(reference):
            return f"#{reference.ref.partition('#')[2]}"
        section = _SECTIONS[reference.kind]
        target = self.files.target(self.source, reference)
        name = self._components.get((section, target))
        if name is None:
            value, origin = self.files.read(self.source, reference, target)
            name = self._components[section, target] = self._component_name(section, target)
            pointer = ("components", section, name)
            edits[pointer], origins[pointer] = value, origin
        return f"#/components/{section}/{name}"

    def _component_name(self, section: str, target: Target) -> str:
        if section not in self._scopes:
            components: Any = self.source.document.get("components") or {}
            names = components.get(section) if isinstance(components, dict) else None
            self._scopes[section] = Names(names if isinstance(names, dict) else ())
        file = _NOT_IN_NAMES.sub("_", target.path.stem)
        name = _NOT_IN_NAMES.sub("_", target.pointer[-1]) if target.pointer else file
        return self._scopes[section].take(name, f"{file}_{name}")
