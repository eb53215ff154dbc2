"""Where everything stands in a specification: its operations, parameters, schemas and the rest.

The rules ask here, and never walk the document themselves. A name that an author chose, such as a
property's, is thereby never taken for a keyword. What a rule makes of a place is its own business.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from urllib.parse import unquote

from .source import Source, Value, steps

__all__ = ["METHODS", "MOST_PARTS", "Misfit", "Place", "Steps", "Survey", "items", "text"]

Shape: TypeAlias = Literal["one", "list", "map"]
Steps: TypeAlias = tuple[str, ...]

MOST_PARTS: Final = 100
METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def _all(shape: Shape, kind: str, *keys: str) -> dict[str, tuple[Shape, str]]:
    return dict.fromkeys(keys, (shape, kind))


_CONTENT: Final = _all("map", "media type", "content") | _all("map", "example", "examples")
# What stands under which key of what; "*" is every key that is not an extension.
_GRAMMAR: Final[Mapping[str, Mapping[str, tuple[Shape, str]]]] = {
    "specification": {
        "info": ("one", "info"),
        "servers": ("list", "server"),
        "tags": ("list", "tag"),
        "paths": ("one", "paths"),
        "webhooks": ("map", "path item"),
        "components": ("one", "components"),
    },
    "info": {},
    "server": {"variables": ("map", "server variable")},
    "server variable": {},
    "tag": {},
    "paths": {"*": ("one", "path item")},
    "path item": _all("one", "operation", *METHODS)
    | {"parameters": ("list", "parameter"), "servers": ("list", "server")},
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "request body"),
        "responses": ("one", "responses"),
        "callbacks": ("map", "callback"),
        "servers": ("list", "server"),
    },
    "callback": {"*": ("one", "path item")},
    "parameter": {"schema": ("one", "schema"), **_CONTENT},
    "header": {"schema": ("one", "schema"), **_CONTENT},
    "request body": _CONTENT,
    "responses": {"*": ("one", "response")},
    "response": {"headers": ("map", "header"), "links": ("map", "link"), **_CONTENT},
    "media type": {
        "schema": ("one", "schema"),
        "examples": ("map", "example"),
        "encoding": ("map", "encoding"),
    },
    "encoding": {"headers": ("map", "header")},
    "example": {},
    "link": {},
    "security scheme": {},
    "components": {
        "schemas": ("map", "schema"),
        "responses": ("map", "response"),
        "parameters": ("map", "parameter"),
        "examples": ("map", "example"),
        "requestBodies": ("map", "request body"),
        "headers": ("map", "header"),
        "securitySchemes": ("map", "security scheme"),
        "links": ("map", "link"),
        "callbacks": ("map", "callback"),
        "pathItems": ("map", "path item"),
    },
    "schema": _all("one", "schema", "not", "if", "then", "else", "items", "contains")
    | _all("one", "schema", "additionalProperties", "propertyNames", "x-propertyNames")
    | _all("one", "schema", "unevaluatedItems", "unevaluatedProperties", "contentSchema")
    | _all("list", "schema", "allOf", "anyOf", "oneOf", "prefixItems")
    | _all("map", "schema", "properties", "patternProperties", "dependentSchemas")
    | _all("map", "schema", "$defs", "definitions")
    | {"discriminator": ("one", "discriminator")},
    "discriminator": {},
}
# What an author gives as data, in which a key means nothing to a generator.
_DATA: Final = {"example", "examples", "default", "enum", "const", "value"}
_SHAPES: Final[Mapping[Shape, str]] = {"list": "list", "map": "mapping"}
_WITH_SIBLINGS: Final = {"schema", "path item"}
_REFERABLE: Final = {"parameter", "response", "request body", "header", "example", "link"} | {
    "callback",
    "security scheme",
    *_WITH_SIBLINGS,
}


@dataclass(frozen=True, slots=True)
class Place:
    """One object of the specification: what it is, under which key or name, and for whom."""

    kind: str
    pointer: Steps
    value: dict[str, Value]
    subject: str | None
    role: str
    name: str | None

    @property
    def replaced(self) -> bool:
        """Whether a reference stands in for all else here."""
        return self.ref is not None and self.kind not in _WITH_SIBLINGS

    @property
    def ref(self) -> str | None:
        """The reference that stands here, if one does and may."""
        ref = self.value.get("$ref") if self.kind in _REFERABLE else None
        return ref if isinstance(ref, str) else None


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value of the wrong type."""

    pointer: Steps
    expected: str
    subject: str | None


class Survey:
    """All places of one specification, in its own order."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.places: list[Place] = []
        self.misfits: list[Misfit] = []
        self.strays: list[tuple[Steps, dict[str, Value]]] = []
        self._names: dict[str, list[str]] = {}
        self._last: dict[Steps, tuple[int, int]] = {}
        self._visit(source.document, Place("specification", (), source.document, None, "", None))
        self._kinds: dict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            self._kinds[place.kind].append(place)

    def of(self, *kinds: str) -> Iterator[Place]:
        """Give the places of these kinds, but for references to them."""
        for kind in kinds:
            yield from (p for p in self._kinds[kind] if not p.replaced)

    def at(self, *pointer: str) -> Place | None:
        """Give the object that stands exactly here."""
        span = self._last.get(pointer)
        return self.places[span[0]] if span else None

    def target(self, ref: str) -> Place | None:
        """Give the object that a reference names; None where it names none."""
        return self.at(*steps(unquote(ref[1:]))) if ref.startswith("#/") else None

    def resolve(self, place: Place | None) -> Place | None:
        """Follow references until the object that is meant; None where they lead nowhere."""
        seen: set[Steps] = set()
        while place is not None and place.ref is not None:
            if place.pointer in seen:
                return None
            seen.add(place.pointer)
            place = self.target(place.ref)
        return place

    def child(self, place: Place | None, *keys: str) -> Place | None:
        """Give the object below a place, references on both ends followed."""
        found = self.resolve(place)
        return self.resolve(self.at(*found.pointer, *keys)) if found else None

    def parameters(self, operation: Place) -> list[Place]:
        """Give the parameters of an operation, with those of its path that it does not replace."""
        own, shared = (
            self._list(at, "parameters") for at in (operation.pointer, operation.pointer[:-1])
        )
        known = {self._identity(place) for place in own}
        return [place for place in shared if self._identity(place) not in known] + own

    def parts(self, schema: Place | None) -> list[Place]:
        """Give a schema and those that it is made of by allOf, but no more than a rule allows."""
        found: dict[Steps, Place] = {}
        waiting = [self.resolve(schema)]
        while waiting and len(found) <= MOST_PARTS:
            part = waiting.pop()
            if part and part.pointer not in found:
                found[part.pointer] = part
                waiting += [self.child(part, "allOf", i) for i, _ in items(part.value.get("allOf"))]
        return list(found.values())

    def names(self, kind: str) -> list[str]:
        """Give the names of the components of a kind."""
        if kind not in self._names:
            found = self._kinds[kind]
            self._names[kind] = [p.pointer[-1] for p in found if p.pointer[:1] == ("components",)]
        return self._names[kind]

    def below(self, place: Place) -> list[Place]:
        """Give a place and all that stands within it, references not followed."""
        first, last = self._last[place.pointer]
        return self.places[first:last]

    def reachable(self, roots: Iterable[Place]) -> list[Place]:
        """Give each place that stands within the roots or is referred to from there, once."""
        found: dict[Steps, Place] = {}
        waiting = list(roots)
        while waiting:
            root = waiting.pop()
            if root.pointer in found:
                continue
            for place in self.below(root):
                found[place.pointer] = place
                if place.ref and (target := self.target(place.ref)):
                    waiting.append(target)
        return list(found.values())

    def _list(self, pointer: Steps, key: str) -> list[Place]:
        place = self.at(*pointer)
        found = (self.at(*pointer, key, i) for i, _ in items(place.value.get(key))) if place else ()
        return [item for item in found if item]

    def _identity(self, parameter: Place) -> tuple[str | None, str | None]:
        found = self.resolve(parameter)
        return (text(found.value, "name"), text(found.value, "in")) if found else (None, None)

    def _visit(self, value: Value, place: Place) -> None:
        start = len(self.places)
        self.places.append(place)
        self._last[place.pointer] = (start, start)
        grammar = {} if place.replaced else _GRAMMAR[place.kind]
        wildcard = grammar.get("*")
        for key, child in place.value.items():
            rule = grammar.get(key) or (None if key.startswith("x-") else wildcard)
            if rule:
                self._enter(child, key, rule, place)
            elif key not in _DATA:
                self._stray(child, (*place.pointer, key))
        self._last[place.pointer] = (start, len(self.places))

    def _enter(self, value: Value, key: str, rule: tuple[Shape, str], parent: Place) -> None:
        shape, kind = rule
        pointer = (*parent.pointer, key)
        if shape == "one":
            self._child(value, pointer, (kind, key, None), parent)
        elif shape == "list" and isinstance(value, list):
            for i, item in enumerate(value):
                self._child(item, (*pointer, str(i)), (kind, key, None), parent)
        elif shape == "map" and isinstance(value, dict):
            for name, item in value.items():
                self._child(item, (*pointer, name), (kind, key, name), parent)
        else:
            self.misfits.append(Misfit(pointer, f"a {_SHAPES[shape]}", parent.subject))

    def _child(
        self, value: Value, pointer: Steps, slot: tuple[str, str, str | None], parent: Place
    ) -> None:
        kind, role, name = slot
        subject = parent.subject
        if not isinstance(value, dict):
            if not (kind == "schema" and isinstance(value, bool)):
                article = "an" if kind[0] in "aeio" else "a"
                self.misfits.append(Misfit(pointer, f"{article} {kind}", subject))
            return
        if kind == "operation":
            subject = text(value, "operationId") or f"{role.upper()} {pointer[-2]}"
        elif parent.kind == "components":
            subject = name
        self._visit(value, Place(kind, pointer, value, subject, role, name))

    def _stray(self, value: Value, pointer: Steps) -> None:
        """Keep what stands outside the grammar, so that nothing hides there."""
        if isinstance(value, dict):
            self.strays.append((pointer, value))
        for key, child in items(value):
            self._stray(child, (*pointer, key))


def items(value: Value) -> Iterable[tuple[str, Value]]:
    """Give the entries of a mapping or a list; those of anything else are none."""
    if isinstance(value, dict):
        return value.items()
    return ((str(i), item) for i, item in enumerate(value)) if isinstance(value, list) else ()


def text(value: Mapping[str, Value], key: str) -> str | None:
    """Give the text under a key; None where there is none, or it is blank or no text."""
    found = value.get(key)
    return found if isinstance(found, str) and found.strip() else None
