"""Rules of all extensions: each is on a node that may have it, and is valid by its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ...diagnostics import Diagnostic
from ...openapi.extension_definitions import DEFINITIONS_NAME, Definition, definitions
from ...openapi.index import DocumentIndex, Node
from ...openapi.pointer import PointerParts
from ..rule import Rule

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

__all__ = ["RULES"]

_LONGEST_MESSAGE: Final = 160


def positions(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a known extension on a node that may not have it."""
    for node, name, definition in _used(index):
        if node.kind not in definition.kinds:
            message = f"{name} is on {_a(node.kind)}"
            remedy = f"it belongs on {' or '.join(map(_a, definition.kinds))}"
            yield index.source.diagnostic((*node.pointer, name), message, remedy, node.subject)


def forms(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a known extension that its schema does not allow."""
    for node, name, definition in _used(index):
        for error in definition.validator.iter_errors(node.value[name]):
            parts = _offending(error)
            message = f"{'.'.join((name, *parts))}: {_message(error)}"
            remedy = f"{DEFINITIONS_NAME} defines {name}"
            pointer = (*node.pointer, name, *parts)
            yield index.source.diagnostic(pointer, message, remedy, node.subject)


def _used(index: DocumentIndex) -> Iterator[tuple[Node, str, Definition]]:
    for node in index.nodes:
        for name in node.value:
            if name.startswith("x-") and (definition := definitions().get(name)):
                yield node, name, definition


def _offending(error: ValidationError) -> PointerParts:
    """Return the pointer of the wrong value, or of the first unexpected one."""
    unexpected = getattr(error.kind, "unexpected", None) or []
    return tuple(map(str, [*error.instance_path, *unexpected[:1]]))


def _message(error: ValidationError) -> str:
    message = error.message
    return message if len(message) <= _LONGEST_MESSAGE else message[: _LONGEST_MESSAGE - 1] + "…"


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}" if kind != "specification" else "the root"


RULES: Final[tuple[Rule, ...]] = (positions, forms)
