"""References: each leads to something of the right kind in this file, and none to itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from typing import Final
from urllib.parse import unquote

from ..diagnostics import Problem, quote
from ..openapi.index import MOST_PARTS, Place, Steps, Survey, items, text
from .extensions.definitions import definitions

__all__ = ["BESIDE", "RULES"]

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What may stand beside a reference that is not a schema's.
BESIDE: Final = {"$ref", "summary", "description"}
# What says all that is asked for, and is often referred to in its place.
_AS_GOOD: Final = {"header": ("parameter",), "response": ("request body",)}
_MOST_GUESSES: Final = 200
_UNREAD: Final = ("$id", "$dynamicRef", "$recursiveRef")


def everywhere(survey: Survey) -> Iterator[Problem]:
    """Hold every reference to something of the right kind in this file."""
    for place in survey.places:
        if place.ref:
            yield from _hold(survey, place, ("$ref",), place.ref, place.kind)


def elsewhere(survey: Survey) -> Iterator[Problem]:
    """Hold to this file also what stands where no reference belongs: a tool may follow it.

    Of a document that is rewritten no tool sees an extension that is not defined.
    """
    rewritten = survey.source.document.get("x-house-rules") is not True
    for pointer, value in survey.strays:
        if rewritten and any(s.startswith("x-") and s not in definitions() for s in pointer):
            continue
        ref = value.get("$ref")
        if isinstance(ref, str) and (fault := _outside(ref)):
            what = f"$ref {quote(ref)} {fault[0]}"
            yield survey.source.problem((*pointer, "$ref"), what, fault[1])


def alone(survey: Survey) -> Iterator[Problem]:
    """Refuse a reference where none may stand, and what one would hide."""
    for place in survey.places:
        if "$ref" in place.value and place.ref is None:
            what, remedy = "$ref stands where none may", "write out what it names"
            yield survey.source.problem((*place.pointer, "$ref"), what, remedy, place.subject)
        elif place.replaced:
            for key in place.value.keys() - BESIDE:
                if not key.startswith("x-"):
                    what, remedy = f"{quote(key)} stands beside $ref, which hides it", "remove it"
                    yield survey.source.problem((*place.pointer, key), what, remedy, place.subject)


def not_to_itself(survey: Survey) -> Iterator[Problem]:
    """Refuse a thing that is nothing but a reference to itself, straight or through allOf."""
    graph = {p.pointer: _same(survey, p) for p in survey.places if p.ref or "allOf" in p.value}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[Steps] = error.args[1][::-1]
        names = " → ".join(at[-1] for at in circle if at[-2:-1] != ("allOf",))
        what = f"refers to itself: {names}"
        yield survey.source.problem(circle[0], what, "say what one of them is")


def not_of_too_many(survey: Survey) -> Iterator[Problem]:
    """Refuse a schema that is made of more others than anybody reads."""
    for schema in survey.of("schema"):
        if "allOf" in schema.value and len(survey.parts(schema)) > MOST_PARTS:
            what = f"allOf leads to more than {MOST_PARTS} schemas"
            at = (*schema.pointer, "allOf")
            yield survey.source.problem(at, what, "write one schema for them", schema.subject)


def discriminators(survey: Survey) -> Iterator[Problem]:
    """Hold each value of a discriminator to a schema."""
    for place in survey.of("discriminator"):
        for value, ref in items(place.value.get("mapping")):
            key = ("mapping", value)
            if not isinstance(ref, str) or survey.at("components", "schemas", ref):
                continue
            yield from _hold(survey, place, key, ref, "schema")


def links(survey: Survey) -> Iterator[Problem]:
    """Hold each link to an operation of this file."""
    operations = {name for p in survey.of("operation") if (name := text(p.value, "operationId"))}
    for link in survey.of("link"):
        name, ref = text(link.value, "operationId"), text(link.value, "operationRef")
        if name and name not in operations:
            what = f"link leads to operationId {quote(name)}, which no operation has"
            remedy = _nearest(name, operations, "name one that exists")
            at = (*link.pointer, "operationId")
            yield survey.source.problem(at, what, remedy, link.subject)
        elif not name and ref:
            yield from _hold(survey, link, ("operationRef",), ref, "operation")
        elif not name:
            what, remedy = "link leads to no operation", "add the operationId of one"
            yield survey.source.problem(link.pointer, what, remedy, link.subject)


def embedded(survey: Survey) -> Iterator[Problem]:
    """Hold the schema of JSON inside a string to a schema of this file."""
    for place in survey.of("schema"):
        value = place.value.get("x-embedded")
        if isinstance(value, dict) and isinstance(ref := value.get("schema"), str):
            yield from _hold(survey, place, ("x-embedded", "schema"), ref, "schema")


def unread(survey: Survey) -> Iterator[Problem]:
    """Refuse what would give a reference another meaning than the plain one."""
    for place in survey.of("schema"):
        for key in _UNREAD:
            if key in place.value:
                what, remedy = f"{key} is not supported", "use $ref with a JSON pointer"
                yield survey.source.problem((*place.pointer, key), what, remedy, place.subject)


def _outside(ref: str) -> tuple[str, str] | None:
    """Say how a reference leaves this file, and what to do about it."""
    if ref.startswith("#/"):
        return None
    if ref.startswith("#") or not ref:
        return "is not a JSON pointer", "write it as #/components/schemas/Name"
    file = unquote(ref.partition("#")[0]).replace("\\", "/")
    if _SCHEME.match(file) or file[:1] in "/~" or ".." in file.split("/"):
        return "leads out of the specification's folder", "copy what it names into this file"
    return "is in another file", "put it into this one"


def _hold(
    survey: Survey, place: Place, key: tuple[str, ...], ref: str, kind: str
) -> Iterator[Problem]:
    """Hold a reference below a place to something of one kind in this file."""
    at = (*place.pointer, *key)
    what = f"{'.'.join(key)} {quote(ref)}"
    found = survey.target(ref)
    if fault := _outside(ref):
        what, remedy = f"{what} {fault[0]}", fault[1]
    elif found is None:
        known = survey.names(kind)
        remedy = _nearest(ref.rpartition("/")[2], known, "declare it, or name one that exists")
        what = f"{what} leads nowhere"
    elif found.kind not in (kind, *_AS_GOOD.get(kind, ())):
        what, remedy = f"{what} leads to a {found.kind}, where a {kind} belongs", f"name a {kind}"
    else:
        return
    yield survey.source.problem(at, what, remedy, place.subject)


def _nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    """Guess what was meant, unless there is too much to guess from."""
    some = list(islice(known, _MOST_GUESSES))
    near = get_close_matches(name, some, n=1) if len(some) < _MOST_GUESSES else []
    return f"did you mean {quote(near[0])}?" if near else otherwise


def _same(survey: Survey, place: Place) -> list[Steps]:
    """Name what a place is said to be: the target of its reference, and each part of allOf."""
    parts = [survey.at(*place.pointer, "allOf", i) for i, _ in items(place.value.get("allOf"))]
    found = [survey.target(place.ref) if place.ref else None, *parts]
    return [other.pointer for other in found if other]


RULES: Final[tuple[Callable[[Survey], Iterator[Problem]], ...]] = (
    everywhere,
    elsewhere,
    alone,
    not_to_itself,
    not_of_too_many,
    discriminators,
    links,
    embedded,
    unread,
)
