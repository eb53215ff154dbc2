"""Parameters of an operation: which there are, which must be given, and what they may hold."""

from collections.abc import Iterator
from typing import Any

from ..openapi.lookup import resolve
from .annotations import without_words
from .change import Change, Node, Place, pairs
from .schemas import schemas

__all__ = ["named", "parameters"]

_APART = ("name", "in", "required", "schema", "x-bound")


def parameters(
    operation: Place, before: dict[str, Node], after: dict[str, Node]
) -> Iterator[Change]:
    """Compare the parameters of one operation, by name and place."""
    for name, old, new in pairs(before, after):
        place = Place(f"{operation.subject}, {name}", "request")
        if old is None:
            yield _added(place, new)
        elif new is None:
            yield place.change("removed", callers=True, servers=bool(old.get("required")))
        else:
            yield from _changed(place, old, new)


def named(document: Node, path: str, operation: Node) -> dict[str, Node]:
    """Give the parameters of an operation, those of its path included, schemas resolved."""
    shared = document["paths"][path].get("parameters", [])
    found = [resolve(document, one) for one in (*shared, *operation.get("parameters", []))]
    return {
        f"parameter {one['name']} ({one['in']})": {
            **one,
            "schema": resolve(document, one.get("schema", {})),
        }
        for one in found
    }


def _added(place: Place, new: Node) -> Change:
    """A server must honour it either way: refuse calls without it, or do what it says."""
    required = bool(new.get("required"))
    words = "added, and must be given" if required else "added, and may be left out"
    return place.change(words, callers=required, servers=True)


def _changed(place: Place, old: Node, new: Node) -> Iterator[Change]:
    was, now = bool(old.get("required")), bool(new.get("required"))
    if was != now:
        words = "must be given now" if now else "may be left out now"
        yield place.change(words, callers=now, servers=True)
    if old.get("x-bound") != new.get("x-bound"):
        where = "to the client" if new.get("x-bound") else "with each call"
        yield place.change(f"is given {where} now", callers=True, servers=False)
    yield from schemas(place, old["schema"], new["schema"])
    for keyword, one, other in pairs(_rest(old), _rest(new)):
        if one != other:
            yield place.breaks_both(keyword, one, other)


def _rest(parameter: Node) -> dict[str, Any]:
    plain = without_words(parameter)
    return {key: one for key, one in plain.items() if key not in _APART}
