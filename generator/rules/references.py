"""Rules of references: each names a node of the right kind in this file, and none itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from typing import Final
from urllib.parse import unquote

from ..diagnostics import Diagnostic, quote
from ..openapi.extension_definitions import definitions
from ..openapi.grammar import REFERENCE_SIBLINGS
from ..openapi.index import MOST_PARTS, DocumentIndex, Node, items, text
from ..openapi.pointer import PointerParts
from .rule import Rule

__all__ = ["RULES"]

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What says all that is asked for, and is often referred to in its node.
_INTERCHANGEABLE: Final = {"header": ("parameter",), "response": ("request body",)}
_MOST_GUESSES: Final = 200
_UNSUPPORTED: Final = ("$id", "$dynamicRef", "$recursiveRef")


def targets(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that every reference names a node of the right kind in this file."""
    for node in index.nodes:
        if node.ref:
            yield from _check_target(index, node, ("$ref",), node.ref, node.kind)


def outside_grammar(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check references outside the grammar as well, since a tool may follow them.

    No tool sees an extension that is not defined.
    """
    for pointer, value in index.outside_grammar:
        if any(s.startswith("x-") and s not in definitions() for s in pointer):
            continue
        ref = value.get("$ref")
        if isinstance(ref, str) and (fault := _out_of_file(ref)):
            message = f"$ref {quote(ref)} {fault[0]}"
            yield index.source.diagnostic((*pointer, "$ref"), message, fault[1])


def hidden_members(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a reference where OpenAPI allows none, and members that one hides."""
    for node in index.nodes:
        if "$ref" in node.value and node.ref is None:
            message, remedy = "$ref is not allowed here", "write out what it names"
            yield index.source.diagnostic((*node.pointer, "$ref"), message, remedy, node.subject)
        elif node.is_replaced:
            for key in node.value.keys() - REFERENCE_SIBLINGS:
                if not key.startswith("x-"):
                    message, remedy = (
                        f"{quote(key)} is beside $ref, which hides it",
                        "remove it",
                    )
                    yield index.source.diagnostic(
                        (*node.pointer, key), message, remedy, node.subject
                    )


def cycles(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a node that is only a reference to itself, directly or through allOf."""
    graph = {p.pointer: _equated(index, p) for p in index.nodes if p.ref or "allOf" in p.value}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle: list[PointerParts] = error.args[1][::-1]
        names = " → ".join(parts[-1] for parts in cycle if parts[-2:-1] != ("allOf",))
        message = f"refers to itself: {names}"
        yield index.source.diagnostic(cycle[0], message, "say what one of them is")


def too_many_parts(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a schema that combines too many others."""
    for schema in index.of("schema"):
        if "allOf" in schema.value and len(index.all_of_parts(schema)) > MOST_PARTS:
            message = f"allOf leads to more than {MOST_PARTS} schemas"
            pointer = (*schema.pointer, "allOf")
            yield index.source.diagnostic(
                pointer, message, "write one schema for them", schema.subject
            )


def discriminators(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that each value of a discriminator names a schema."""
    for node in index.of("discriminator"):
        for value, ref in items(node.value.get("mapping")):
            key = ("mapping", value)
            if not isinstance(ref, str) or index.at("components", "schemas", ref):
                continue
            yield from _check_target(index, node, key, ref, "schema")


def links(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that each link names an operation of this file."""
    operations = {name for p in index.of("operation") if (name := text(p.value, "operationId"))}
    for link in index.of("link"):
        name, ref = text(link.value, "operationId"), text(link.value, "operationRef")
        if name and name not in operations:
            message = f"link leads to operationId {quote(name)}, which no operation has"
            remedy = _suggestion(name, operations, "name one that exists")
            pointer = (*link.pointer, "operationId")
            yield index.source.diagnostic(pointer, message, remedy, link.subject)
        elif not name and ref:
            yield from _check_target(index, link, ("operationRef",), ref, "operation")
        elif not name:
            message, remedy = "link leads to no operation", "add the operationId of one"
            yield index.source.diagnostic(link.pointer, message, remedy, link.subject)


def embedded(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that the schema of embedded JSON is one of this file."""
    for node in index.of("schema"):
        value = node.value.get("x-embedded")
        if isinstance(value, dict) and isinstance(ref := value.get("schema"), str):
            yield from _check_target(index, node, ("x-embedded", "schema"), ref, "schema")


def unsupported(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse keywords that change the meaning of references."""
    for node in index.of("schema"):
        for key in _UNSUPPORTED:
            if key in node.value:
                message, remedy = f"{key} is not supported", "use $ref with a JSON pointer"
                yield index.source.diagnostic((*node.pointer, key), message, remedy, node.subject)


def _out_of_file(ref: str) -> tuple[str, str] | None:
    """Return how a reference leaves this file and the remedy; None where it does not."""
    if ref.startswith("#/"):
        return None
    if ref.startswith("#") or not ref:
        return "is not a JSON pointer", "write it as #/components/schemas/Name"
    file = unquote(ref.partition("#")[0]).replace("\\", "/")
    if _SCHEME.match(file) or file[:1] in "/~" or ".." in file.split("/"):
        return "leads out of the specification's folder", "copy what it names into this file"
    return "is in another file", "put it into this one"


def _check_target(
    index: DocumentIndex, node: Node, key: tuple[str, ...], ref: str, kind: str
) -> Iterator[Diagnostic]:
    """Check that a reference below a node names a node of one kind in this file."""
    pointer = (*node.pointer, *key)
    message = f"{'.'.join(key)} {quote(index.source.written(pointer, ref))}"
    target = index.target(ref)
    if fault := _out_of_file(ref):
        message, remedy = f"{message} {fault[0]}", fault[1]
    elif target is None:
        names = index.names(kind)
        remedy = _suggestion(ref.rpartition("/")[2], names, "declare it, or name one that exists")
        message = f"{message} leads nowhere"
    elif target.kind not in (kind, *_INTERCHANGEABLE.get(kind, ())):
        message, remedy = (
            f"{message} leads to a {target.kind}, where a {kind} belongs",
            f"name a {kind}",
        )
    else:
        return
    yield index.source.diagnostic(pointer, message, remedy, node.subject)


def _suggestion(name: str, names: Iterable[str], otherwise: str) -> str:
    """Suggest the most similar name, unless there are too many names."""
    candidates = list(islice(names, _MOST_GUESSES))
    matches = get_close_matches(name, candidates, n=1) if len(candidates) < _MOST_GUESSES else []
    return f"did you mean {quote(matches[0])}?" if matches else otherwise


def _equated(index: DocumentIndex, node: Node) -> list[PointerParts]:
    """Return the pointers of a node's reference target and of each part of its allOf."""
    parts = [index.at(*node.pointer, "allOf", i) for i, _ in items(node.value.get("allOf"))]
    others = [index.target(node.ref) if node.ref else None, *parts]
    return [other.pointer for other in others if other]


RULES: Final[tuple[Rule, ...]] = (
    targets,
    outside_grammar,
    hidden_members,
    cycles,
    too_many_parts,
    discriminators,
    links,
    embedded,
    unsupported,
)
