"""Documents of OpenAPI 3.2 as documents of 3.1: what 3.1 can say is written so, the rest is named.

Read as before: references by the document's own URI (`$self`), shared media types, query strings of forms,
and examples as data. Left out with a note: methods beside those of 3.1, items of sequences, the default of
a discriminator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

from ..diagnostics import Diagnostic, SpecificationError, quote
from .edits import REMOVED, Edits
from .index import DocumentIndex, Node, items
from .pointer import PointerParts, lookup_pointer

__all__ = ["is_3_2", "lower_document", "own_references"]

Report: TypeAlias = Callable[[Diagnostic], None]

_WRITTEN_AS: Final = "3.1.1"
_FORM: Final = "application/x-www-form-urlencoded"
_MEDIA_TYPES: Final = "#/components/mediaTypes/"


def is_3_2(index: DocumentIndex) -> bool:
    """Whether a document is one of OpenAPI 3.2."""
    return str(index.source.document.get("openapi", "")).startswith("3.2.")


def own_references(index: DocumentIndex) -> Edits:
    """Return the edits of references to the document by its own URI."""
    own = index.source.document.get("$self")
    if not isinstance(own, str) or not own:
        return {}
    nodes = [(node.pointer, node.value) for node in index.nodes] + index.outside_grammar
    return {
        (*pointer, "$ref"): reference.removeprefix(own)
        for pointer, value in nodes
        if isinstance(reference := value.get("$ref"), str) and reference.startswith(f"{own}#")
    }


def lower_document(index: DocumentIndex, report: Report) -> Edits:
    """Return the edits that make a document one of 3.1; report what is left out.

    Raises SpecificationError for a parameter that 3.1 cannot say.
    """
    edits: Edits = {("openapi",): _WRITTEN_AS}
    if "$self" in index.source.document:
        edits["$self",] = REMOVED
    faults: list[Diagnostic] = []
    for node in index.nodes:
        edits |= dict(_EDITS[node.kind](index, node, report, faults)) if node.kind in _EDITS else {}
    if faults:
        raise SpecificationError(faults)
    return edits


Faults: TypeAlias = list[Diagnostic]
_NodeEdits: TypeAlias = Iterator[tuple[PointerParts, Any]]


def _path_item(index: DocumentIndex, node: Node, report: Report, _: Faults) -> _NodeEdits:
    if "query" in node.value:
        report(_not_called(index, (*node.pointer, "query"), "QUERY", node))
        yield (*node.pointer, "query"), REMOVED
    if "additionalOperations" in node.value:
        for method, _value in items(node.value["additionalOperations"]):
            pointer = (*node.pointer, "additionalOperations", method)
            report(_not_called(index, pointer, method, node))
        yield (*node.pointer, "additionalOperations"), REMOVED


def _not_called(index: DocumentIndex, pointer: PointerParts, method: str, node: Node) -> Diagnostic:
    message = f"{method} {node.pointer[-1]} is left out: OpenAPI 3.1 has no such method"
    return index.source.diagnostic(pointer, message, "call it with the client's request()")


def _parameter(index: DocumentIndex, node: Node, report: Report, faults: Faults) -> _NodeEdits:
    if node.value.get("in") == "querystring":
        content = node.value.get("content")
        form = content.get(_FORM) if isinstance(content, dict) else None
        if not isinstance(form, dict) or not isinstance(form.get("schema"), dict):
            message = (
                f"parameter {quote(str(node.value.get('name')))} is a query string of another form"
            )
            remedy = f"write it as {_FORM}, or as query parameters"
            faults.append(index.source.diagnostic(node.pointer, message, remedy, node.subject))
            return
        kept = {key: value for key, value in node.value.items() if key != "content"}
        stated = {"in": "query", "style": "form", "explode": True, "schema": form["schema"]}
        yield node.pointer, {**kept, **stated}
    elif node.value.get("style") == "cookie":
        message = 'style "cookie" is read as form, whose values are percent-encoded'
        pointer = (*node.pointer, "style")
        report(index.source.diagnostic(pointer, message, "write form", node.subject))
        yield pointer, "form"


def _media_type(index: DocumentIndex, node: Node, report: Report, faults: Faults) -> _NodeEdits:
    reference = node.value.get("$ref")
    value: Any = node.value
    if isinstance(reference, str) and reference.startswith(_MEDIA_TYPES):
        value = _shared(index, reference)
        if not isinstance(value, dict):
            message = f"$ref {quote(reference)} leads nowhere"
            remedy = "name a media type of components"
            faults.append(index.source.diagnostic(node.pointer, message, remedy, node.subject))
            return
        yield node.pointer, value
    if "itemSchema" in value and "schema" not in value:
        message = "itemSchema is ignored: a sequence is read as a whole"
        remedy = "state a schema, too"
        report(index.source.diagnostic(node.pointer, message, remedy, node.subject))


def _shared(index: DocumentIndex, reference: str) -> Any:
    """Return the media type that a reference names, references between them followed; None for none."""
    seen: set[str] = set()
    value: Any = {"$ref": reference}
    while isinstance(value, dict) and isinstance(value.get("$ref"), str):
        reference = value["$ref"]
        if reference in seen or not reference.startswith(_MEDIA_TYPES):
            return None
        seen.add(reference)
        try:
            value = lookup_pointer(index.source.document, reference.removeprefix("#"))
        except (KeyError, IndexError, ValueError, TypeError):
            return None
    return value


def _discriminator(index: DocumentIndex, node: Node, report: Report, _: Faults) -> _NodeEdits:
    if "defaultMapping" in node.value:
        pointer = (*node.pointer, "defaultMapping")
        message = (
            "defaultMapping is ignored: without a known value, the schema that fits best is taken"
        )
        report(
            index.source.diagnostic(pointer, message, "list the values in mapping", node.subject)
        )
        yield pointer, REMOVED


def _example(_index: DocumentIndex, node: Node, _report: Report, _faults: Faults) -> _NodeEdits:
    if "dataValue" in node.value and "value" not in node.value:
        kept = {key: value for key, value in node.value.items() if key != "serializedValue"}
        yield node.pointer, {**kept, "value": kept.pop("dataValue")}


def _tag(_index: DocumentIndex, node: Node, _report: Report, _faults: Faults) -> _NodeEdits:
    if "description" not in node.value and isinstance(node.value.get("summary"), str):
        yield (*node.pointer, "description"), node.value["summary"]


_EDITS: Final = {
    "path item": _path_item,
    "parameter": _parameter,
    "media type": _media_type,
    "discriminator": _discriminator,
    "example": _example,
    "tag": _tag,
}
