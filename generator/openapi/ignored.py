"""What counts for nothing is taken out of a document, and its author is told.

That is what stands beside a reference, as OpenAPI says; `required: true` in a schema, which older
JSON Schema had; a link to no operation, which no call follows; and an extension that has the name
of one of ours and nothing else of it. The house has all of it refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..diagnostics import Problem, quote
from ..rules.extensions.definitions import DEFINITIONS, definitions
from ..rules.references import BESIDE
from .index import Survey, text

__all__ = ["leave_out_hidden"]

_REMEDIES: Final = {
    "required": "list the names of required properties in the schema that has them",
    "enum": "list the values",
}
_LISTS: Final = frozenset(_REMEDIES)


def leave_out_hidden(survey: Survey, tell: Callable[[Problem], None]) -> None:
    """Take from a document what its references hide; the house has such a thing refused instead."""
    if survey.source.document.get("x-house-rules") is True:
        return
    for place in survey.places:
        for key in (place.value.keys() - BESIDE) if place.replaced else ():
            del place.value[key]
            if not key.startswith("x-"):
                what = f"{quote(key)} stands beside $ref and counts for nothing"
                at = (*place.pointer, key)
                tell(survey.source.problem(at, what, "remove it", place.subject))
    for place in survey.of("schema"):
        for key in _LISTS & place.value.keys():
            if not isinstance(place.value[key], list):
                what = f"{key} is no list in a schema and counts for nothing"
                at = (*place.pointer, key)
                tell(survey.source.problem(at, what, _REMEDIES[key], place.subject))
                del place.value[key]
    _leave_out_broken_links(survey, tell)
    _leave_out_strangers(survey, tell)


def _leave_out_broken_links(survey: Survey, tell: Callable[[Problem], None]) -> None:
    named = {text(place.value, "operationId") for place in survey.of("operation")}
    for link in (place for place in survey.places if place.kind == "link"):
        found = survey.resolve(link)
        name = text(found.value, "operationId") if found else None
        owner = survey.at(*link.pointer[:-2])
        links = owner.value.get("links") if owner else None
        if name and name not in named and isinstance(links, dict):
            what = f"link leads to operationId {quote(name)}, which no operation has"
            tell(survey.source.problem(link.pointer, what, "name one that exists", link.subject))
            del links[link.pointer[-1]]


def _leave_out_strangers(survey: Survey, tell: Callable[[Problem], None]) -> None:
    for place in survey.places:
        for name in [one for one in place.value if one.startswith("x-") and one in definitions()]:
            if not definitions()[name].is_meant(place.value[name]):
                what = f"{name} has nothing of ours but the name and counts for nothing"
                remedy = f"{DEFINITIONS.parent.name}/{DEFINITIONS.name} defines {name}"
                at = (*place.pointer, name)
                tell(survey.source.problem(at, what, remedy, place.subject))
                del place.value[name]
