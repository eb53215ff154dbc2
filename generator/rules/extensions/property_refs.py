"""What an extension claims of the rest of the document: that something has a property."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ...diagnostics import Problem, quote
from ...openapi.index import Place, Steps, Survey, items, text
from ...openapi.source import Value

__all__ = [
    "Claim",
    "answers",
    "held",
    "objects",
    "properties",
    "property_of",
    "type_of",
    "views_of",
]

_JSON: Final = ("content", "application/json", "schema")


@dataclass(frozen=True, slots=True)
class Claim:
    """An extension's claim that something has a property: where it says so, of what, for whom."""

    below: Steps
    at: Steps
    of: str
    type: str | None
    subject: str | None


def objects(survey: Survey, kind: str, name: str) -> Iterator[tuple[Place, dict[str, Value]]]:
    """Give the places of a kind that have a member of this name, a mapping, and the member."""
    for place in survey.of(kind):
        value = place.value.get(name)
        if isinstance(value, dict):
            yield place, value


def answers(survey: Survey, operation: Place, *, success: bool) -> Iterator[Place]:
    """Give the schemas of an operation's JSON answers, those with status 2xx or the others."""
    for status, _ in items(operation.value.get("responses")):
        answer = survey.child(survey.child(operation, "responses", status), *_JSON)
        if answer and status.startswith("2") == success:
            yield answer


def properties(survey: Survey, schema: Place | None) -> dict[str, Place | None]:
    """Give the properties that a schema has by itself and by all that it is made of."""
    return {
        name: survey.child(part, "properties", name)
        for part in survey.parts(schema)
        for name, _ in items(part.value.get("properties"))
    }


def property_of(survey: Survey, schema: Place | None, name: Value) -> Place | None:
    """Give the property of a name, references followed; None where there is none."""
    return properties(survey, schema).get(name) if isinstance(name, str) else None


def type_of(schema: Place | None) -> str | None:
    """Tell the type of a schema; that it may be null as well does not count."""
    type_ = schema.value.get("type") if schema else None
    several = [one for one in type_ if one != "null"] if isinstance(type_, list) else [type_]
    return several[0] if len(several) == 1 and isinstance(several[0], str) else None


def held(survey: Survey, claim: Claim, owner: Place | None, name: Value) -> Iterator[Problem]:
    """Hold a name in an extension to a property of a schema, of a type if the claim has one."""
    if owner is None or not isinstance(name, str):
        return
    if name not in (known := properties(survey, owner)):
        what, remedy = f"is not a property of {claim.of}", "name one that is"
    elif claim.type and type_of(known[name]) != claim.type:
        what, remedy = f"is not of type {claim.type}", "name a property that is"
    else:
        return
    what = f"{'.'.join(claim.at)}: {quote(name)} {what}"
    yield survey.source.problem((*claim.below, *claim.at), what, remedy, claim.subject)


def views_of(survey: Survey, schema: Place) -> Iterator[tuple[Steps, str]]:
    """Give the derived properties of a schema, and where each is asked for."""
    for name, _ in items(schema.value.get("x-short")):
        yield (*schema.pointer, "x-short", name), name
    for key, _ in items(schema.value.get("properties")):
        place = survey.at(*schema.pointer, "properties", key)
        for extension in ("x-time", "x-embedded"):
            value = place.value.get(extension) if place else None
            if place and isinstance(value, dict) and (view := text(value, "view")):
                yield (*place.pointer, extension, "view"), view
