"""References by name become references by JSON pointer, where one schema alone has the name.

`$ref: "#name"` and `$dynamicRef: "#name"` lead to the schema with that `$anchor` or
`$dynamicAnchor`; `$recursiveRef: "#"` leads to the nearest schema around it that says
`$recursiveAnchor: true`, else to the outermost. What leads to none, or to one of several, stays as
it is, and the rules refuse it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from .index import Place, Steps
from .source import Value

__all__ = ["anchored", "resolve_anchors"]

_ANCHORS: Final = ("$anchor", "$dynamicAnchor")
_BY_NAME: Final = ("$ref", "$dynamicRef")


def resolve_anchors(places: Sequence[Place]) -> None:
    """Rewrite the references by name of a document, given all its places."""
    schemas = {place.pointer: place for place in places if place.kind == "schema"}
    named: dict[str, set[Steps]] = {}
    for place in schemas.values():
        for name in _names(place.value):
            named.setdefault(name, set()).add(place.pointer)
    for place in schemas.values():
        for key in _BY_NAME:
            ref = place.value.get(key)
            if isinstance(ref, str) and ref.startswith("#") and not ref.startswith("#/"):
                _replace(place, key, named.get(ref[1:], set()))
        if place.value.get("$recursiveRef") == "#":
            _replace(place, "$recursiveRef", {_around(place, schemas)})


def anchored(value: Value, name: str, at: Steps = ()) -> Iterator[Steps]:
    """Give the places in a value that have a name, without asking whether they are schemas."""
    if isinstance(value, dict) and name in _names(value):
        yield at
    entries = value.items() if isinstance(value, dict) else ()
    for key, one in enumerate(value) if isinstance(value, list) else entries:
        yield from anchored(one, name, (*at, str(key)))


def _names(schema: dict[str, Value]) -> list[str]:
    return [one for key in _ANCHORS if isinstance(one := schema.get(key), str)]


def _replace(place: Place, key: str, found: set[Steps]) -> None:
    if len(found) != 1 or (key != "$ref" and "$ref" in place.value):
        return
    steps = (
        step.replace("~", "~0").replace("/", "~1").replace("%", "%25") for step in next(iter(found))
    )
    del place.value[key]
    place.value["$ref"] = "#/" + "/".join(steps)


def _around(place: Place, schemas: dict[Steps, Place]) -> Steps:
    """Give the schema that a recursive reference leads to."""
    lengths = range(len(place.pointer), 0, -1)
    found = [place.pointer[:n] for n in lengths if place.pointer[:n] in schemas]
    anchored = (at for at in found if schemas[at].value.get("$recursiveAnchor") is True)
    return next(anchored, found[-1])
