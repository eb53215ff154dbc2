"""Two whole documents. Words for people are passed over; whatever else differs is a change."""

from collections.abc import Iterator

from .change import Change, Node, Place, pairs
from .extensions import errors, surroundings
from .operations import operations
from .schemas import schemas

__all__ = ["compare"]


def compare(before: Node, after: Node) -> tuple[Change, ...]:
    """Give every change of meaning, in the order of the documents; none for a document and itself.

    Both must have passed the rules. Named schemas are compared as what answers hold, since the
    generator takes no request bodies.
    """
    found = (
        *surroundings(before, after),
        *errors(before, after),
        *operations(before, after),
        *_models(before, after),
    )
    return tuple(dict.fromkeys(found))


def _models(before: Node, after: Node) -> Iterator[Change]:
    for name, old, new in pairs(_schemas(before), _schemas(after)):
        place = Place(name)
        if old is None:
            yield place.change("model added", callers=False, servers=False)
        elif new is None:
            yield place.change("model removed", callers=True, servers=False)
        else:
            yield from schemas(place, old, new)


def _schemas(document: Node) -> Node:
    found: Node = document.get("components", {}).get("schemas", {})
    return found
