"""What extensions say about the rest of the document: it holds there, too.

Each rule skips a value of the wrong form, which `extensions` reports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ..naming import snake
from ..problems import Problem, quote
from ..source import Value
from .places import Place, Steps, Survey, items, text

__all__ = ["RULES"]

_JSON: Final = ("content", "application/json", "schema")
_TEMPLATE: Final = re.compile(r"\{(.*?)\}|[{}]")
# The statuses that a code of each meaning comes with; 200 is any failure inside the envelope.
_STATUSES: Final = {
    "invalid_parameter": {200, 400, 422},
    "not_found": {200, 404, 405, 410},
    "authentication": {400, 401, 403, 404},
    "permission": {200, 403},
    "throttled": {429, 503},
    "server": {200, *range(500, 600)},
}


@dataclass(frozen=True, slots=True)
class Claim:
    """An extension's claim that something has a property: where it says so, of what, for whom."""

    below: Steps
    at: Steps
    of: str
    type: str | None
    subject: str | None


def pagination_walks(survey: Survey) -> Iterator[Problem]:
    """Hold page and size to integer parameters of the operation."""
    for operation, value in _objects(survey, "operation", "x-pagination"):
        found = (survey.resolve(place) for place in survey.parameters(operation))
        parameters = {text(place.value, "name"): place for place in found if place}
        for key in ("page", "size"):
            name = value.get(key)
            if not isinstance(name, str):
                continue
            at = (*operation.pointer, "x-pagination", key)
            if name not in parameters:
                what, remedy = "is not a parameter of the operation", "name one that is"
            elif _type(survey.child(parameters[name], "schema")) != "integer":
                what, remedy = "is not an integer parameter", "make it one"
            else:
                continue
            what = f"x-pagination.{key}: {quote(name)} {what}"
            yield survey.source.problem(at, what, remedy, operation.subject)


def pagination_answers(survey: Survey) -> Iterator[Problem]:
    """Hold items, total and key to properties of the answer and of its items."""
    for operation, value in _objects(survey, "operation", "x-pagination"):
        for answer in _answers(survey, operation, success=True):
            item = survey.child(_property(survey, answer, value.get("items")), "items")
            for key, owner, of, type_ in (
                ("items", answer, "the answer", "array"),
                ("total", answer, "the answer", "integer"),
                ("key", item, "an item", None),
            ):
                at = ("x-pagination", key)
                claim = Claim(operation.pointer, at, of, type_, operation.subject)
                yield from _held(survey, claim, owner, value.get(key))


def envelope_answers(survey: Survey) -> Iterator[Problem]:
    """Hold the names in the envelope to properties of each operation's answers."""
    for _, value in _objects(survey, "specification", "x-envelope"):
        for part, success in (("answer", True), ("refusal", False)):
            for operation in survey.of("operation"):
                for answer in _answers(survey, operation, success=success):
                    for key, name in items(value.get(part)):
                        at = ("x-envelope", part, key)
                        claim = Claim((), at, f"the {part}", None, operation.subject)
                        yield from _held(survey, claim, answer, name)


def errors_are_unique(survey: Survey) -> Iterator[Problem]:
    """Refuse two errors of one code."""
    seen: dict[str, int | None] = {}
    for at, error in _errors(survey):
        code = text(error, "code")
        if code in seen:
            what = f"error {quote(code)} is also on line {seen[code]}"
            yield survey.source.problem((*at, "code"), what, "keep one of the two")
        elif code:
            seen[code] = survey.source.line((*at, "code"))


def errors_make_sense(survey: Survey) -> Iterator[Problem]:
    """Refuse a status that does not go with the meaning."""
    for at, error in _errors(survey):
        status, meaning = error.get("status"), text(error, "meaning")
        expected = _STATUSES.get(meaning or "")
        if expected and isinstance(status, int) and status not in expected:
            what = f"error {quote(str(error.get('code')))} means {meaning} with status {status}"
            known = ", ".join(map(str, sorted(expected)[:4]))
            remedy = f"correct one of the two; the status may be {known}"
            yield survey.source.problem((*at, "status"), what, remedy)


def error_templates(survey: Survey) -> Iterator[Problem]:
    """Refuse any placeholder in a code but {Parameter}."""
    for at, error in _errors(survey):
        for found in _TEMPLATE.finditer(text(error, "code") or ""):
            if found[1] != "Parameter":
                what = f"error {quote(str(error['code']))} has the placeholder {quote(found[0])}"
                yield survey.source.problem((*at, "code"), what, "the only one is {Parameter}")


def times(survey: Survey) -> Iterator[Problem]:
    """Hold a time to an integer or a string."""
    for schema, _ in _objects(survey, "schema", "x-time"):
        if _type(survey.resolve(schema)) not in ("integer", "string"):
            what, remedy = "x-time stands on neither an integer nor a string", "correct the type"
            yield survey.source.problem((*schema.pointer, "x-time"), what, remedy, schema.subject)


def embedded(survey: Survey) -> Iterator[Problem]:
    """Hold embedded JSON to a string."""
    for schema, _ in _objects(survey, "schema", "x-embedded"):
        if _type(survey.resolve(schema)) != "string":
            what, remedy = "x-embedded stands on no string", "correct the type"
            at = (*schema.pointer, "x-embedded")
            yield survey.source.problem(at, what, remedy, schema.subject)


def short_paths(survey: Survey) -> Iterator[Problem]:
    """Hold each step of a short name's path to a property."""
    for schema, value in _objects(survey, "schema", "x-short"):
        for name, path in items(value):
            owner: Place | None = schema
            for step in path.split(".") if isinstance(path, str) else ():
                found = _property(survey, owner, step)
                if found is None:
                    what = f"x-short.{name}: {quote(step)} is not a property there"
                    at = (*schema.pointer, "x-short", name)
                    remedy = "name a property at each step"
                    yield survey.source.problem(at, what, remedy, schema.subject)
                    break
                owner = found


def views(survey: Survey) -> Iterator[Problem]:
    """Refuse a derived property whose name is taken."""
    for schema in survey.of("schema"):
        derived = list(_views(survey, schema))
        taken = {snake(name): name for name in _properties(survey, schema)} if derived else {}
        for at, view in derived:
            if snake(view) in taken:
                what = f"derived property {quote(view)} has the name of {quote(taken[snake(view)])}"
                yield survey.source.problem(at, what, "rename the derived one", schema.subject)
            taken[snake(view)] = view


def columns(survey: Survey) -> Iterator[Problem]:
    """Hold each column to a property, or a derived one, of the schema."""
    for schema in survey.of("schema"):
        listed = schema.value.get("x-columns")
        if not isinstance(listed, list):
            continue
        known = _properties(survey, schema).keys() | {view for _, view in _views(survey, schema)}
        for i, name in enumerate(listed):
            if not isinstance(name, str) or name not in known:
                what = f"x-columns.{i}: {quote(str(name))} is no property of the schema"
                at = (*schema.pointer, "x-columns", str(i))
                yield survey.source.problem(at, what, "name one, or a derived one", schema.subject)


def _objects(survey: Survey, kind: str, name: str) -> Iterator[tuple[Place, dict[str, Value]]]:
    for place in survey.of(kind):
        value = place.value.get(name)
        if isinstance(value, dict):
            yield place, value


def _errors(survey: Survey) -> Iterator[tuple[Steps, dict[str, Value]]]:
    for i, error in items(survey.source.document.get("x-errors")):
        if isinstance(error, dict):
            yield ("x-errors", i), error


def _views(survey: Survey, schema: Place) -> Iterator[tuple[Steps, str]]:
    """Give the derived properties of a schema, and where each is asked for."""
    for name, _ in items(schema.value.get("x-short")):
        yield (*schema.pointer, "x-short", name), name
    for key, _ in items(schema.value.get("properties")):
        place = survey.at(*schema.pointer, "properties", key)
        for extension in ("x-time", "x-embedded"):
            value = place.value.get(extension) if place else None
            if place and isinstance(value, dict) and (view := text(value, "view")):
                yield (*place.pointer, extension, "view"), view


def _answers(survey: Survey, operation: Place, *, success: bool) -> Iterator[Place]:
    """Give the schemas of an operation's JSON answers, those with status 2xx or the others."""
    for status, _ in items(operation.value.get("responses")):
        answer = survey.child(survey.child(operation, "responses", status), *_JSON)
        if answer and status.startswith("2") == success:
            yield answer


def _properties(survey: Survey, schema: Place | None) -> dict[str, Place | None]:
    """Give the properties that a schema has by itself and by all that it is made of."""
    return {
        name: survey.child(part, "properties", name)
        for part in survey.parts(schema)
        for name, _ in items(part.value.get("properties"))
    }


def _property(survey: Survey, schema: Place | None, name: Value) -> Place | None:
    return _properties(survey, schema).get(name) if isinstance(name, str) else None


def _type(schema: Place | None) -> str | None:
    """Tell the type of a schema; that it may be null as well does not count."""
    type_ = schema.value.get("type") if schema else None
    several = [one for one in type_ if one != "null"] if isinstance(type_, list) else [type_]
    return several[0] if len(several) == 1 and isinstance(several[0], str) else None


def _held(survey: Survey, claim: Claim, owner: Place | None, name: Value) -> Iterator[Problem]:
    """Hold a name in an extension to a property of a schema, of a type if the claim has one."""
    if owner is None or not isinstance(name, str):
        return
    if name not in (known := _properties(survey, owner)):
        what, remedy = f"is not a property of {claim.of}", "name one that is"
    elif claim.type and _type(known[name]) != claim.type:
        what, remedy = f"is not of type {claim.type}", "name a property that is"
    else:
        return
    what = f"{'.'.join(claim.at)}: {quote(name)} {what}"
    yield survey.source.problem((*claim.below, *claim.at), what, remedy, claim.subject)


RULES: Final[tuple[Callable[[Survey], Iterator[Problem]], ...]] = (
    pagination_walks,
    pagination_answers,
    envelope_answers,
    errors_are_unique,
    errors_make_sense,
    error_templates,
    times,
    embedded,
    short_paths,
    views,
    columns,
)
