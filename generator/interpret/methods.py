"""The methods of a resource, which its operations, their `x-latest` and `x-waiters` share."""

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Problem, quote
from ..naming import snake, verb
from ..openapi.lookup import operations
from ..openapi.source import Pointer, Source

__all__ = ["methods"]


def methods(source: Source) -> Iterator[Problem]:
    """Refuse two methods of one name on one resource."""
    taken: dict[tuple[str, str], Pointer] = {}
    for path, method, node in operations(source.document):
        at = ("paths", path, method)
        tag = snake(str((node.get("tags") or ["default"])[0]))
        for name, where in _methods(node, tag):
            first = taken.setdefault((tag, name), (*at, *where))
            if first != (*at, *where):
                what = f"its method {quote(name)} of {tag} is also the one on line {source.line(first)}"
                subject = node.get("operationId")
                yield source.problem((*at, *where), what, "rename one of the two", subject)


def _methods(node: dict[str, Any], tag: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the names of an operation's methods, and where each comes from."""
    if "operationId" in node:
        yield verb(snake(node["operationId"]), tag), ("operationId",)
    if "x-latest" in node:
        yield "latest", ("x-latest",)
    for name in node.get("x-waiters", {}):
        yield snake(name), ("x-waiters", name)
