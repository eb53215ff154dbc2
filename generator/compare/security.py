"""Comparison of security: which credentials a request needs, and how they are sent."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from ..openapi.pointer import JsonObject
from .annotations import without_texts
from .change import Change, Context, is_same, pairs, quote_value
from .located import Located

__all__ = ["requirements", "security_schemes"]

# The scopes that one alternative needs of each scheme.
_Alternative: TypeAlias = dict[str, frozenset[str]]


def requirements(context: Context, before: Any, after: Any) -> Iterator[Change]:
    """Compare two lists of requirements, one of which a request has to meet.

    Callers go on as before where each of the old ones meets one of the new ones.
    """
    if not (_is_well_formed(before) and _is_well_formed(after)):
        if not is_same(before, after):
            yield context.breaks_both("security", before, after)
        return
    old, new = _alternatives(before), _alternatives(after)
    if all(choice in new for choice in old) and all(choice in old for choice in new):
        return
    is_met = all(any(_meets(choice, other) for other in new) for choice in old)
    message = f"security changed from {quote_value(before)} to {quote_value(after)}"
    yield context.change(message, "security", callers=not is_met, servers=True)


def _is_well_formed(stated: Any) -> bool:
    """Whether requirements are lists of scopes by the names of schemes, or absent."""
    return stated is None or (
        isinstance(stated, list)
        and all(isinstance(alternative, dict) for alternative in stated)
        and all(_is_name_list(scopes) for alternative in stated for scopes in alternative.values())
    )


def _is_name_list(scopes: Any) -> bool:
    return isinstance(scopes, list) and all(isinstance(scope, str) for scope in scopes)


def _alternatives(stated: Any) -> list[_Alternative]:
    """Return the alternatives; without any, a request needs no credentials."""
    return [
        {name: frozenset(scopes) for name, scopes in alternative.items()}
        for alternative in stated or [{}]
    ]


def _meets(given: _Alternative, needed: _Alternative) -> bool:
    return all(name in given and scopes <= given[name] for name, scopes in needed.items())


def security_schemes(before: Located, after: Located) -> Iterator[Change]:
    """Compare the security schemes by name; the requirements tell who needs one."""
    for name, old, new in pairs(*(_schemes(document) for document in (before, after))):
        pointer = ("components", "securitySchemes", name)
        context = Context(f"security scheme {name}", pointer=pointer)
        if old is None or new is None:
            message = "added" if old is None else "removed"
            yield context.change(message, callers=new is None, servers=False)
        else:
            yield from _scheme(context, old.members, new.members)


def _schemes(document: Located) -> dict[str, Located]:
    return document.child("components").children("securitySchemes")


def _scheme(context: Context, before: JsonObject, after: JsonObject) -> Iterator[Change]:
    signature = "x-signature"
    part = context.inside(signature, signature)
    yield from _members(part, before.get(signature), after.get(signature))
    old, new = ({**scheme, signature: None} for scheme in (before, after))
    yield from _members(context, old, new)


def _members(
    context: Context, before: JsonObject | None, after: JsonObject | None
) -> Iterator[Change]:
    for name, old, new in pairs(without_texts(before), without_texts(after)):
        if not is_same(old, new):
            yield context.breaks_both(name, old, new)
