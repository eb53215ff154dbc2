"""House rules: what this project asks of its own contract, so that every output reads well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from ..diagnostics import Problem, quote
from ..naming import pascal, snake, wire_of
from ..openapi.index import Place, Survey, items, text
from .extensions.definitions import definitions

__all__ = ["RULES"]

_PASCAL: Final = re.compile(r"[A-Z][A-Za-z0-9]*\Z")
_DOTTED: Final = re.compile(r"[a-z][a-z0-9]*\.[A-Z][A-Za-z0-9]*\Z")


def tags(survey: Survey) -> Iterator[Problem]:
    """Ask for a declared tag on every operation: it becomes the resource of its methods."""
    declared = {text(place.value, "name") for place in survey.of("tag")}
    for operation in survey.of("operation"):
        used = [(i, tag) for i, tag in items(operation.value.get("tags"))]
        if not used:
            what, remedy = "operation has no tag", "add one, it becomes the client's attribute"
            yield survey.source.problem(operation.pointer, what, remedy, operation.subject)
        for i, tag in used:
            if not isinstance(tag, str) or tag not in declared:
                what = f"tag {quote(str(tag))} is not declared"
                remedy = "declare it under tags, or use one that is"
                at = (*operation.pointer, "tags", i)
                yield survey.source.problem(at, what, remedy, operation.subject)


def summaries(survey: Survey) -> Iterator[Problem]:
    """Ask for a summary, a sentence, on every operation."""
    for operation in survey.of("operation"):
        summary = text(operation.value, "summary")
        if summary is None:
            what, remedy = "operation has no summary", "add one, it becomes the docstring"
            yield survey.source.problem(operation.pointer, what, remedy, operation.subject)
        elif not summary.endswith("."):
            what, remedy = "summary does not end with a period", "make it a sentence"
            at = (*operation.pointer, "summary")
            yield survey.source.problem(at, what, remedy, operation.subject)


def operation_ids(survey: Survey) -> Iterator[Problem]:
    """Ask for an operationId in PascalCase on every operation."""
    for operation in survey.of("operation"):
        name = text(operation.value, "operationId")
        if name is None:
            what, remedy = "operation has no operationId", "add one in PascalCase"
            yield survey.source.problem(operation.pointer, what, remedy, operation.subject)
        elif not _PASCAL.match(name):
            what = f"operationId {quote(name)} is not in PascalCase"
            at = (*operation.pointer, "operationId")
            yield survey.source.problem(at, what, "write it as ListJobs", operation.subject)


def descriptions(survey: Survey) -> Iterator[Problem]:
    """Ask for a description of everything that a reader meets by name."""
    for place, what, purpose in _described(survey):
        if text(place.value, "description") is None:
            said = f"{what} has no description"
            remedy = f"add one, it becomes {purpose}"
            yield survey.source.problem(place.pointer, said, remedy, place.subject)


def examples(survey: Survey) -> Iterator[Problem]:
    """Ask for an example of every parameter."""
    for place in survey.of("parameter"):
        if not {"example", "examples"} & place.value.keys():
            what = f"parameter {_name(place)} has no example"
            remedy = "add one, the documentation calls the operation with it"
            yield survey.source.problem(place.pointer, what, remedy, place.subject)


def known_extensions(survey: Survey) -> Iterator[Problem]:
    """Refuse an extension that nobody defined."""
    for place in survey.places:
        for key in place.value:
            if key.startswith("x-") and key not in definitions():
                what = f"extension {quote(key)} is not known"
                remedy = "define it in spec/extensions.schema.json, or remove it"
                yield survey.source.problem((*place.pointer, key), what, remedy, place.subject)


def no_nulls(survey: Survey) -> Iterator[Problem]:
    """Refuse null in answers, where it means the same as absence."""
    for place in survey.reachable(survey.of("response")):
        type_ = place.value.get("type") if place.kind == "schema" else None
        null = type_ == "null" or (isinstance(type_, list) and "null" in type_)
        if null or (place.kind == "schema" and place.value.get("nullable") is True):
            at = (*place.pointer, "type" if null else "nullable")
            what, remedy = "an answer's value may be null", "leave that out: absence means the same"
            yield survey.source.problem(at, what, remedy, place.subject)


def open_in_answers(survey: Survey) -> Iterator[Problem]:
    """Ask that an enumeration in an answer leaves room for a value that we do not know yet."""
    for place in survey.reachable(survey.of("response")):
        if place.kind == "schema" and "enum" in place.value and not _is_open(survey, place):
            what = "an enumeration in an answer is closed"
            remedy = "write anyOf the enumeration or its plain type"
            yield survey.source.problem((*place.pointer, "enum"), what, remedy, place.subject)


def closed_in_requests(survey: Survey) -> Iterator[Problem]:
    """Ask that an enumeration in a request says all its values."""
    for place in survey.reachable(survey.of("parameter", "request body")):
        if place.kind == "schema" and "enum" in place.value and _is_open(survey, place):
            what, remedy = "an enumeration in a request is open", "remove its plain type"
            yield survey.source.problem((*place.pointer, "enum"), what, remedy, place.subject)


def topics(survey: Survey) -> Iterator[Problem]:
    """Ask for names of schemas by topic, where a topic is never a property's name."""
    properties = {
        snake(key): (*schema.pointer, "properties", key)
        for schema in survey.of("schema")
        for key, _ in items(schema.value.get("properties"))
    }
    for schema in survey.of("schema"):
        if schema.role != "schemas":
            continue
        name = schema.pointer[-1]
        topic = name.partition(".")[0]
        if not _DOTTED.match(name):
            what, remedy = f"schema {quote(name)} has no topic", "name it as jobs.Job"
        elif topic in properties:
            line = survey.source.line(properties[topic])
            what = f"topic {quote(topic)} is also the property on line {line}"
            remedy = "choose another topic, models cannot import it beside that field"
        else:
            continue
        yield survey.source.problem(schema.pointer, what, remedy, schema.subject)


def spelling(survey: Survey) -> Iterator[Problem]:
    """Ask for names of properties that come back from snake_case, alike within a schema."""
    for schema in survey.of("schema"):
        names = [key for key, _ in items(schema.value.get("properties"))]
        ways = [(wire_of, "camelCase"), (pascal, "PascalCase")]
        if not names:
            continue
        way, called = max(ways, key=lambda way: sum(way[0](snake(n)) == n for n in names))
        for name in names:
            if way(snake(name)) != name:
                what = f"property {quote(name)} is not in {called}, as its schema is"
                remedy = f"write it as {way(snake(name))}"
                at = (*schema.pointer, "properties", name)
                yield survey.source.problem(at, what, remedy, schema.subject)


def _described(survey: Survey) -> Iterator[tuple[Place, str, str]]:
    """Give what needs a description, what to call it, and what the description is for."""
    for place in survey.places:
        if place.kind == "schema" and place.role in ("properties", "schemas"):
            what = "schema" if place.role == "schemas" else "property"
            yield place, f"{what} {_name(place)}", "a docstring"
        elif place.kind == "parameter" and place.ref is None:
            yield place, f"parameter {_name(place)}", "--help text"
        elif place.kind in ("response", "header") and place.ref is None:
            yield place, f"{place.kind} {_name(place)}", "documentation"


def _name(place: Place) -> str:
    return quote(text(place.value, "name") or place.pointer[-1])


def _is_open(survey: Survey, enumeration: Place) -> bool:
    """Tell whether any value of the enumeration's type will do as well."""
    if enumeration.role not in ("anyOf", "oneOf"):
        return False
    parent = enumeration.pointer[:-2]
    owner = survey.at(*parent)
    others = [other for _, other in items(owner.value.get("anyOf"))] if owner else []
    type_ = enumeration.value.get("type")
    return any(isinstance(o, dict) and o.get("type") == type_ and "enum" not in o for o in others)


RULES: Final[tuple[Callable[[Survey], Iterator[Problem]], ...]] = (
    tags,
    summaries,
    operation_ids,
    descriptions,
    examples,
    known_extensions,
    no_nulls,
    open_in_answers,
    closed_in_requests,
    topics,
    spelling,
)
