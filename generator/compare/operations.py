"""Operations: which there are, where they are called, and each with its parts."""

from collections.abc import Iterator
from typing import Any

from ..openapi.lookup import operations as operations_of
from ..openapi.lookup import resolve
from .annotations import without_words
from .change import Change, Node, Place, pairs
from .extensions import extensions
from .parameters import named, parameters
from .responses import responses

__all__ = ["operations"]

_APART = ("operationId", "parameters", "responses", "tags", "callbacks")


def operations(before: Node, after: Node) -> Iterator[Change]:
    """Compare the operations of two documents, by their ids."""
    for name, old, new in pairs(_by_id(before), _by_id(after)):
        place = Place(name)
        if old is None:
            yield place.change("operation added", callers=False, servers=True)
        elif new is None:
            yield place.change("operation removed", callers=True, servers=False)
        else:
            yield from _changed(place, (before, *old), (after, *new))


def _by_id(document: Node) -> dict[str, tuple[str, str, Node]]:
    return {
        operation.get("operationId", f"{method.upper()} {path}"): (path, method, operation)
        for path, method, operation in operations_of(document)
    }


def _changed(
    place: Place, before: tuple[Node, str, str, Node], after: tuple[Node, str, str, Node]
) -> Iterator[Change]:
    (was, old_path, old_method, old), (now, new_path, new_method, new) = before, after
    called = f"{old_method.upper()} {old_path}", f"{new_method.upper()} {new_path}"
    if called[0] != called[1]:
        yield place.breaks_both("request line", *called)
    if old.get("tags") != new.get("tags"):
        yield place.breaks_both("tags", old.get("tags"), new.get("tags"))
    yield from parameters(place, named(was, old_path, old), named(now, new_path, new))
    yield from responses(place, _responses(was, old), _responses(now, new))
    yield from extensions(place, old, new)
    for keyword, one, other in pairs(_rest(old), _rest(new)):
        if one != other:
            yield place.breaks_both(keyword, one, other)


def _responses(document: Node, operation: Node) -> dict[str, Node]:
    return {str(status): resolve(document, one) for status, one in operation["responses"].items()}


def _rest(operation: Node) -> dict[str, Any]:
    plain = without_words(operation)
    return {
        key: one for key, one in plain.items() if key not in _APART and not key.startswith("x-")
    }
