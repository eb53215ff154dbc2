"""What requests are made of, as opposed to what only answers hold."""

from collections.abc import Iterator
from typing import Any

from ..openapi.lookup import lookup, operations

__all__ = ["requested"]

_COMPONENTS = "#/components/"


def requested(document: dict[str, Any]) -> frozenset[str]:
    """Give the references of everything that a request may carry, however deep."""
    waiting: list[Any] = [item.get("parameters") for item in document.get("paths", {}).values()]
    for _, _, node in operations(document):
        waiting += node.get("parameters"), node.get("requestBody")
    seen = set[str]()
    while waiting:
        new = set(_references(waiting.pop())) - seen
        seen |= new
        waiting += [lookup(document, one) for one in new]
    return frozenset(seen)


def _references(node: Any) -> Iterator[str]:
    """Give what is referred to anywhere in a node."""
    for key, one in node.items() if isinstance(node, dict) else ():
        if key == "$ref" and isinstance(one, str) and one.startswith(_COMPONENTS):
            yield one
        yield from _references(one)
    for one in node if isinstance(node, list) else ():
        yield from _references(one)
