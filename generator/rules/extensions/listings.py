"""What `x-columns`, `x-tones` and `x-filters` say of the items of listings: it holds there, too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ...diagnostics import Problem, quote
from ...naming import snake
from ...openapi.index import Place, Survey, items, text
from .property_refs import answers, objects, properties, property_of, type_of, views_of

__all__ = ["RULES"]


def columns(survey: Survey) -> Iterator[Problem]:
    """Hold each column to a property, or a derived one, of the schema."""
    for schema in survey.of("schema"):
        for extension in ("x-columns", "x-more-columns"):
            listed = schema.value.get(extension)
            known = _known(survey, schema) if isinstance(listed, list) else set()
            for i, name in items(listed):
                if not isinstance(name, str) or name not in known:
                    what = f"{extension}.{i}: {quote(str(name))} is no property of the schema"
                    at, remedy = (*schema.pointer, extension, i), "name one, or a derived one"
                    yield survey.source.problem(at, what, remedy, schema.subject)


def tones(survey: Survey) -> Iterator[Problem]:
    """Hold tones to values that are strings."""
    for schema, _ in objects(survey, "schema", "x-tones"):
        several = [part for key in ("anyOf", "oneOf") for part in _parts(survey, schema, key)]
        if {type_of(part) for part in several or [schema]} != {"string"}:
            what, remedy = "x-tones stands on no string", "correct the type"
            at = (*schema.pointer, "x-tones")
            yield survey.source.problem(at, what, remedy, schema.subject)


def filters(survey: Survey) -> Iterator[Problem]:
    """Hold a filter to a listing and to a property of its items; its name is no parameter's."""
    for operation, value in objects(survey, "operation", "x-filters"):
        if not isinstance(operation.value.get("x-pagination"), dict):
            what, remedy = "x-filters stands on an operation without x-pagination", "add that"
            at = (*operation.pointer, "x-filters")
            yield survey.source.problem(at, what, remedy, operation.subject)
            continue
        found = (survey.resolve(place) for place in survey.parameters(operation))
        taken = {snake(text(place.value, "name") or "") for place in found if place}
        for name, stated in items(value):
            at = (*operation.pointer, "x-filters", name)
            if snake(name) in taken:
                what, remedy = f"x-filters.{name} is also a parameter", "choose another name"
                yield survey.source.problem(at, what, remedy, operation.subject)
            wanted = stated.get("property") if isinstance(stated, dict) else None
            if isinstance(wanted, str) and not _has(survey, operation, wanted):
                what = f"x-filters.{name}.property: {quote(wanted)} is no property of an item"
                remedy = "name one, or a derived one"
                yield survey.source.problem((*at, "property"), what, remedy, operation.subject)


def _parts(survey: Survey, schema: Place, key: str) -> Iterator[Place | None]:
    for i, _ in items(schema.value.get(key)):
        yield survey.child(schema, key, i)


def _has(survey: Survey, operation: Place, name: str) -> bool:
    pages = operation.value.get("x-pagination")
    listed = pages.get("items") if isinstance(pages, dict) else None
    found = (
        survey.child(property_of(survey, answer, listed), "items")
        for answer in answers(survey, operation, success=True)
    )
    return all(item is None or name in _known(survey, item) for item in found)


def _known(survey: Survey, schema: Place) -> set[str]:
    return properties(survey, schema).keys() | {view for _, view in views_of(survey, schema)}


RULES: Final[tuple[Callable[[Survey], Iterator[Problem]], ...]] = (columns, tones, filters)
