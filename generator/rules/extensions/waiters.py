"""What `x-latest` and `x-waiters` say of operations and their answers: it holds there, too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ...diagnostics import Problem, quote
from ...naming import snake
from ...openapi.index import Place, Steps, Survey, items, text
from ...openapi.source import Value
from .property_refs import Claim, answers, held, objects, property_of

__all__ = ["RULES"]

# What every method that waits takes beside the parameters of its calls.
_OWN: Final = {"after", "until", "timeout", "poll"}


def latest_lists(survey: Survey) -> Iterator[Problem]:
    """Hold the latest to a listing, and what it leaves out to optional parameters."""
    for operation, value in objects(survey, "operation", "x-latest"):
        at = (*operation.pointer, "x-latest")
        if not isinstance(operation.value.get("x-pagination"), dict):
            what, remedy = "x-latest stands on an operation without x-pagination", "add that"
            yield survey.source.problem(at, what, remedy, operation.subject)
            continue
        parameters = _parameters(survey, operation)
        for i, name in items(value.get("order")):
            if str(name) not in parameters:
                what, remedy = "is not a parameter of the operation", "name one that is"
            elif parameters[str(name)].value.get("required") is True:
                what, remedy = "must be given, so it cannot be left out", "name none that must be"
            else:
                continue
            what = f"x-latest.order.{i}: {quote(str(name))} {what}"
            yield survey.source.problem((*at, "order", i), what, remedy, operation.subject)


def latest_sizes(survey: Survey) -> Iterator[Problem]:
    """Hold the number of items to look at to what the listing allows."""
    for operation, value in objects(survey, "operation", "x-latest"):
        pages = operation.value.get("x-pagination")
        name = text(pages, "size") if isinstance(pages, dict) else None
        schema = survey.child(_parameters(survey, operation).get(name or ""), "schema")
        most, wanted = (schema.value.get("maximum") if schema else None), value.get("size")
        if isinstance(most, int) and isinstance(wanted, int) and wanted > most:
            what = f"x-latest.size: {wanted} is more than a page may hold"
            at = (*operation.pointer, "x-latest", "size")
            yield survey.source.problem(at, what, f"write at most {most}", operation.subject)


def latest_times(survey: Survey) -> Iterator[Problem]:
    """Hold the time of the latest to a property of an item."""
    for operation, value in objects(survey, "operation", "x-latest"):
        for item in _listed(survey, operation):
            claim = Claim(
                operation.pointer, ("x-latest", "time"), "an item", None, operation.subject
            )
            yield from held(survey, claim, item, value.get("time"))


def waiters_know_their_subject(survey: Survey) -> Iterator[Problem]:
    """Hold a subject to a parameter, and to a property of what is answered."""
    for operation, name, waiter in _waiters(survey):
        at = ("x-waiters", name, "subject")
        subject = waiter.get("subject")
        if isinstance(subject, str) and subject not in _parameters(survey, operation):
            what = f"{'.'.join(at)}: {quote(subject)} is not a parameter of the operation"
            where = (*operation.pointer, *at)
            yield survey.source.problem(where, what, "name one that is", operation.subject)
        for answered in _answered(survey, operation):
            claim = Claim(operation.pointer, at, "what is answered", None, operation.subject)
            yield from held(survey, claim, answered, subject)


def waiters_have_paths(survey: Survey) -> Iterator[Problem]:
    """Hold each step of a waiter's paths to a property of what is answered."""
    for operation, name, waiter in _waiters(survey):
        for key in ("state", "failure", "reason"):
            path = (text(waiter, key) or "").split(".") if key in waiter else []
            for answered in _answered(survey, operation):
                if step := _missing(survey, answered, path):
                    what = f"x-waiters.{name}.{key}: {quote(step)} is not a property there"
                    at = (*operation.pointer, "x-waiters", name, key)
                    remedy = "name a property at each step"
                    yield survey.source.problem(at, what, remedy, operation.subject)


def waiters_have_goals(survey: Survey) -> Iterator[Problem]:
    """Hold goals and final states to the states that the answer knows."""
    for operation, name, waiter in _waiters(survey):
        goals = waiter.get("goals")
        goal = text(waiter, "goal")
        if isinstance(goals, dict) and goal and goal not in goals:
            what = f"x-waiters.{name}.goal: {quote(goal)} is not one of the goals"
            at = (*operation.pointer, "x-waiters", name, "goal")
            yield survey.source.problem(at, what, "name one that is", operation.subject)
        known = _states(survey, operation, waiter)
        for at, state in _stated(waiter):
            if known and state not in known:
                what = f"{'.'.join(('x-waiters', name, *at))}: {quote(state)} is no known state"
                where = (*operation.pointer, "x-waiters", name, *at)
                remedy = f"name one of {', '.join(sorted(known))}"
                yield survey.source.problem(where, what, remedy, operation.subject)


def waiters_find_the_latest(survey: Survey) -> Iterator[Problem]:
    """Hold the operation that finds the subject to one that lists the same, and has x-latest."""
    by_name = {text(place.value, "operationId"): place for place in survey.of("operation")}
    for operation, name, waiter in _waiters(survey):
        wanted = text(waiter, "latest")
        listing = by_name.get(wanted)
        if wanted is None:
            continue
        if listing is None:
            what, remedy = "is no operation", "name the operationId of one"
        elif not isinstance(listing.value.get("x-latest"), dict):
            what, remedy = "has no x-latest", "add it there, or name an operation that has it"
        elif [*_listed(survey, listing)] != [*_answered(survey, operation)]:
            what, remedy = "lists something else", "name an operation that lists what is answered"
        else:
            continue
        what = f"x-waiters.{name}.latest: {quote(wanted)} {what}"
        at = (*operation.pointer, "x-waiters", name, "latest")
        yield survey.source.problem(at, what, remedy, operation.subject)


def waiters_leave_names(survey: Survey) -> Iterator[Problem]:
    """Refuse a parameter whose name a method that waits needs for itself."""
    by_name = {text(place.value, "operationId"): place for place in survey.of("operation")}
    for operation, name, waiter in _waiters(survey):
        listing = by_name.get(text(waiter, "latest"))
        for called in (operation, *([listing] if listing else [])):
            for taken in sorted(_OWN & {snake(one) for one in _parameters(survey, called)}):
                what = f"x-waiters.{name}: a parameter is named {quote(taken)}, as one of its own"
                at = (*operation.pointer, "x-waiters", name)
                yield survey.source.problem(at, what, "rename the parameter", operation.subject)


def _waiters(survey: Survey) -> Iterator[tuple[Place, str, dict[str, Value]]]:
    for operation, value in objects(survey, "operation", "x-waiters"):
        for name, waiter in value.items():
            if isinstance(waiter, dict):
                yield operation, name, waiter


def _parameters(survey: Survey, operation: Place) -> dict[str, Place]:
    found = (survey.resolve(place) for place in survey.parameters(operation))
    return {name: place for place in found if place and (name := text(place.value, "name"))}


def _answered(survey: Survey, operation: Place) -> Iterator[Place]:
    """Give the schemas of what an operation answers, taken out of its envelope."""
    envelope = survey.source.document.get("x-envelope")
    answer = envelope.get("answer") if isinstance(envelope, dict) else None
    payload = answer.get("payload") if isinstance(answer, dict) else None
    for schema in answers(survey, operation, success=True):
        found = property_of(survey, schema, payload) if payload else schema
        if found:
            yield found


def _listed(survey: Survey, operation: Place) -> Iterator[Place]:
    """Give the schemas of the items that an operation lists."""
    pages = operation.value.get("x-pagination")
    name = pages.get("items") if isinstance(pages, dict) else None
    for answer in answers(survey, operation, success=True):
        item = survey.child(property_of(survey, answer, name), "items")
        if item:
            yield item


def _missing(survey: Survey, owner: Place | None, path: list[str]) -> str | None:
    """Give the first step of a path that leads nowhere."""
    for step in path:
        owner = property_of(survey, owner, step)
        if owner is None:
            return step
    return None


def _states(survey: Survey, operation: Place, waiter: dict[str, Value]) -> set[str]:
    """Give the values that the state is known to have; none when any will do."""
    known: set[str] = set()
    for answered in _answered(survey, operation):
        place: Place | None = answered
        for step in (text(waiter, "state") or "").split("."):
            place = property_of(survey, place, step)
        for part in survey.below(place) if place else ():
            known |= {str(value) for _, value in items(part.value.get("enum"))}
    return known


def _stated(waiter: dict[str, Value]) -> Iterator[tuple[Steps, str]]:
    for goal, states in items(waiter.get("goals")):
        for i, state in items(states):
            yield ("goals", goal, i), str(state)
    for i, state in items(waiter.get("final")):
        yield ("final", i), str(state)


RULES: Final[tuple[Callable[[Survey], Iterator[Problem]], ...]] = (
    latest_lists,
    latest_sizes,
    latest_times,
    waiters_know_their_subject,
    waiters_have_paths,
    waiters_have_goals,
    waiters_find_the_latest,
    waiters_leave_names,
)
