"""Edits of a document by pointer: the result is new, and shares what did not change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from .pointer import PointerParts

__all__ = ["REMOVED", "Edits", "apply_edits"]

Edits: TypeAlias = dict[PointerParts, Any]

REMOVED: Final = object()


class _Replacement(NamedTuple):
    """The new value of one node."""

    value: Any


def apply_edits(document: dict[str, Any], edits: Mapping[PointerParts, Any]) -> dict[str, Any]:
    """Return a document with other values at some pointers, or with members REMOVED.

    A mapping that a pointer passes through and that does not exist is added. An edit below a node
    that is itself replaced has no effect.
    """
    tree: dict[str, Any] = {}
    for parts in sorted(edits, key=len):
        branch: Any = tree
        for part in parts[:-1]:
            branch = branch.setdefault(part, {})
            if isinstance(branch, _Replacement):
                break
        else:
            branch[parts[-1]] = _Replacement(edits[parts])
    edited: dict[str, Any] = _edited(document, tree)
    return edited


def _edited(node: Any, tree: dict[str, Any]) -> Any:
    """Copy a node along the branches of a tree of replacements."""
    if not tree:
        return node
    if isinstance(node, list):
        items = list(node)
        for part, branch in tree.items():
            items[int(part)] = _new_value(items[int(part)], branch)
        return items
    members = dict(node) if isinstance(node, dict) else {}
    for key, branch in tree.items():
        value = _new_value(members.get(key), branch)
        if value is REMOVED:
            members.pop(key, None)
        else:
            members[key] = value
    return members


def _new_value(node: Any, branch: Any) -> Any:
    return branch.value if isinstance(branch, _Replacement) else _edited(node, branch)
