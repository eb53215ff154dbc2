"""What extensions say about the rest of the document: it holds there, too.

Each rule skips a value of the wrong form, which `extensions` reports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from ...diagnostics import Problem, quote
from ...naming import snake
from ...openapi.index import Place, Steps, Survey, items, text
from ...openapi.source import Value
from .property_refs import (
    Claim,
    answers,
    held,
    objects,
    properties,
    property_of,
    type_of,
    views_of,
)

__all__ = ["RULES"]

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


def pagination_walks(survey: Survey) -> Iterator[Problem]:
    """Hold page and size to integer parameters of the operation."""
    for operation, value in objects(survey, "operation", "x-pagination"):
        found = (survey.resolve(place) for place in survey.parameters(operation))
        parameters = {text(place.value, "name"): place for place in found if place}
        for key in ("page", "size"):
            name = value.get(key)
            if not isinstance(name, str):
                continue
            at = (*operation.pointer, "x-pagination", key)
            if name not in parameters:
                what, remedy = "is not a parameter of the operation", "name one that is"
            elif type_of(survey.child(parameters[name], "schema")) != "integer":
                what, remedy = "is not an integer parameter", "make it one"
            else:
                continue
            what = f"x-pagination.{key}: {quote(name)} {what}"
            yield survey.source.problem(at, what, remedy, operation.subject)


def pagination_answers(survey: Survey) -> Iterator[Problem]:
    """Hold items, total and key to properties of the answer and of its items."""
    for operation, value in objects(survey, "operation", "x-pagination"):
        for answer in answers(survey, operation, success=True):
            item = survey.child(property_of(survey, answer, value.get("items")), "items")
            for key, owner, of, type_ in (
                ("items", answer, "the answer", "array"),
                ("total", answer, "the answer", "integer"),
                ("key", item, "an item", None),
            ):
                at = ("x-pagination", key)
                claim = Claim(operation.pointer, at, of, type_, operation.subject)
                yield from held(survey, claim, owner, value.get(key))


def envelope_answers(survey: Survey) -> Iterator[Problem]:
    """Hold the names in the envelope to properties of each operation's answers."""
    for _, value in objects(survey, "specification", "x-envelope"):
        for part, success in (("answer", True), ("refusal", False)):
            for operation in survey.of("operation"):
                for answer in answers(survey, operation, success=success):
                    for key, name in items(value.get(part)):
                        at = ("x-envelope", part, key)
                        claim = Claim((), at, f"the {part}", None, operation.subject)
                        yield from held(survey, claim, answer, name)


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
    for schema, _ in objects(survey, "schema", "x-time"):
        if type_of(survey.resolve(schema)) not in ("integer", "string"):
            what, remedy = "x-time stands on neither an integer nor a string", "correct the type"
            yield survey.source.problem((*schema.pointer, "x-time"), what, remedy, schema.subject)


def embedded(survey: Survey) -> Iterator[Problem]:
    """Hold embedded JSON to a string."""
    for schema, _ in objects(survey, "schema", "x-embedded"):
        if type_of(survey.resolve(schema)) != "string":
            what, remedy = "x-embedded stands on no string", "correct the type"
            at = (*schema.pointer, "x-embedded")
            yield survey.source.problem(at, what, remedy, schema.subject)


def short_paths(survey: Survey) -> Iterator[Problem]:
    """Hold each step of a short name's path to a property."""
    for schema, value in objects(survey, "schema", "x-short"):
        for name, path in items(value):
            owner: Place | None = schema
            for step in path.split(".") if isinstance(path, str) else ():
                found = property_of(survey, owner, step)
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
        derived = list(views_of(survey, schema))
        taken = {snake(name): name for name in properties(survey, schema)} if derived else {}
        for at, view in derived:
            if snake(view) in taken:
                what = f"derived property {quote(view)} has the name of {quote(taken[snake(view)])}"
                yield survey.source.problem(at, what, "rename the derived one", schema.subject)
            taken[snake(view)] = view


def _errors(survey: Survey) -> Iterator[tuple[Steps, dict[str, Value]]]:
    for i, error in items(survey.source.document.get("x-errors")):
        if isinstance(error, dict):
            yield ("x-errors", i), error


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
)
