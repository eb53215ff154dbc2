"""Responses of an operation: statuses, headers and the schema of what is answered."""

from collections.abc import Iterator

from .change import Change, Node, Place, pairs
from .schemas import schemas

__all__ = ["responses"]


def responses(
    operation: Place, before: dict[str, Node], after: dict[str, Node]
) -> Iterator[Change]:
    """Compare the responses of one operation, by status."""
    for status, old, new in pairs(before, after):
        place = operation.inside(f"answer {status}")
        if old is None:
            yield place.change("added", callers=False, servers=False)
        elif new is None:
            yield place.change("removed", callers=False, servers=True)
        else:
            yield from _headers(place, old.get("headers", {}), new.get("headers", {}))
            yield from _content(place, old.get("content", {}), new.get("content", {}))


def _headers(place: Place, before: Node, after: Node) -> Iterator[Change]:
    for name, old, new in pairs(before, after):
        header = place.inside(f"header {name}")
        if old is None or new is None:
            words = "added" if old is None else "removed"
            yield header.change(words, callers=new is None, servers=False)
        else:
            yield from schemas(header, old.get("schema", {}), new.get("schema", {}))


def _content(place: Place, before: Node, after: Node) -> Iterator[Change]:
    for kind, old, new in pairs(before, after):
        if old is None or new is None:
            words = f"{kind} {'added' if old is None else 'removed'}"
            yield place.change(words, callers=True, servers=True)
        else:
            yield from schemas(place, old.get("schema", {}), new.get("schema", {}))
