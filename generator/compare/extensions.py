"""What the extensions of an operation, and of the whole contract, say to callers and servers."""

from collections.abc import Iterator

from ..openapi.lookup import first_server
from .annotations import without_words
from .change import Change, Node, Place, pairs, quoted

__all__ = ["errors", "extensions", "surroundings"]

# What a client offers besides the operation itself; a server knows nothing of it.
_OF_CLIENTS = ("x-latest", "x-waiters", "x-filters")
_NAMED = ("x-waiters", "x-filters")
_OF_BOTH = ("x-pagination", "x-ram")


def extensions(place: Place, before: Node, after: Node) -> Iterator[Change]:
    """Compare what the extensions of one operation say."""
    for name in _OF_BOTH:
        yield from _members(place.inside(name), before.get(name), after.get(name))
    yield from _method(place.inside("x-latest"), before.get("x-latest"), after.get("x-latest"))
    for kind in _NAMED:
        for name, old, new in pairs(before.get(kind), after.get(kind)):
            yield from _method(place.inside(f"{kind} {name}"), old, new)
    for name, old, new in pairs(before, after):
        known = name in (*_OF_CLIENTS, *_OF_BOTH) or not name.startswith("x-")
        if not known and without_words({name: old}) != without_words({name: new}):
            yield place.breaks_both(name, old, new)


def _members(place: Place, before: Node | None, after: Node | None) -> Iterator[Change]:
    for name, old, new in pairs(without_words(before), without_words(after)):
        if old != new:
            yield place.breaks_both(name, old, new)


def _method(place: Place, before: Node | None, after: Node | None) -> Iterator[Change]:
    if before is None or after is None:
        if before != after:
            words = "added" if before is None else "removed"
            yield place.change(words, callers=after is None, servers=False)
        return
    for name, old, new in pairs(without_words(before), without_words(after)):
        if old != new:
            words = f"{name} changed from {quoted(old)} to {quoted(new)}"
            yield place.change(words, callers=True, servers=False)


def errors(before: Node, after: Node) -> Iterator[Change]:
    """Compare the error codes: a server gives exactly those, a caller decides by what they mean."""
    for code, old, new in pairs(_by_code(before), _by_code(after)):
        place = Place(f"error {code}")
        if old is None or new is None:
            words = "added" if old is None else "removed"
            yield place.change(words, callers=new is None, servers=True)
        else:
            yield from _rule(place, old, new)


def _by_code(document: Node) -> dict[str, Node]:
    return {one["code"]: one for one in document.get("x-errors", ())}


def _rule(place: Place, before: Node, after: Node) -> Iterator[Change]:
    for name in ("status", "meaning", "retryable", "repair"):
        old, new = before.get(name), after.get(name)
        if old != new:
            words = f"{name} changed from {quoted(old)} to {quoted(new)}"
            yield place.change(words, callers=True, servers=name == "status")


def surroundings(before: Node, after: Node) -> Iterator[Change]:
    """Compare what holds for every call: envelope, signature, endpoints, and the product's name."""
    for side in ("answer", "refusal"):
        old, new = (one.get("x-envelope", {}).get(side) for one in (before, after))
        yield from _members(Place(f"x-envelope, {side}"), old, new)
    for name, old, new in pairs(_schemes(before), _schemes(after)):
        yield from _scheme(Place(f"security scheme {name}"), old or {}, new or {})
    if before.get("security") != after.get("security"):
        yield Place("every call").breaks_both(
            "security", before.get("security"), after.get("security")
        )
    if before.get("x-product") != after.get("x-product"):
        words = f"x-product changed from {quoted(before.get('x-product'))} to "
        words += quoted(after.get("x-product"))
        yield Place("the package").change(words, callers=True, servers=False)
    yield from _endpoints(first_server(before), first_server(after))


def _scheme(place: Place, before: Node, after: Node) -> Iterator[Change]:
    signed = "x-signature"
    yield from _members(place.inside(signed), before.get(signed), after.get(signed))
    old, new = ({key: one[key] for key in one if key != signed} for one in (before, after))
    yield from _members(place, old, new)


def _schemes(document: Node) -> Node:
    found: Node = document.get("components", {}).get("securitySchemes", {})
    return found


def _endpoints(before: Node, after: Node) -> Iterator[Change]:
    place = Place("endpoints")
    if before["url"] != after["url"]:
        yield place.breaks_both("url", before["url"], after["url"])
    for name, old, new in pairs(before.get("variables"), after.get("variables")):
        was, now = ((one or {}).get("enum", []) for one in (old, new))
        for value in (one for one in was if one not in now):
            yield place.change(f"{name} {value} removed", callers=True, servers=False)
        for value in (one for one in now if one not in was):
            yield place.change(f"{name} {value} added", callers=False, servers=False)
        if (old or {}).get("default") != (new or {}).get("default"):
            words = f"{name} that is used unless one is chosen changed"
            yield place.change(words, callers=True, servers=False)
