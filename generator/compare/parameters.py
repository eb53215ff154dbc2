"""Comparison of parameters: which there are, which are required, and their schemas."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .change import Change, Context, is_same, pairs
from .content import content, other_members, schema_of
from .extensions import lookup
from .located import Located
from .schemas import schemas

__all__ = ["named", "parameters", "with_defaults"]

_COMPARED: Final = {
    "name",
    "in",
    "required",
    "schema",
    "content",
    "x-bound",
    "x-lookup",
    "deprecated",
}
# What a member means where it is absent; a style, by location.
_DEFAULTS: Final[Mapping[str, Any]] = {"allowEmptyValue": False, "allowReserved": False}
_STYLES: Final[Mapping[str, str]] = {
    "path": "simple",
    "header": "simple",
    "query": "form",
    "cookie": "form",
}


def parameters(
    operation: Context, before: dict[str, Located], after: dict[str, Located]
) -> Iterator[Change]:
    """Compare the parameters of one operation, by name and location."""
    for _, old, new in pairs(before, after):
        pointer = new.pointer if new else (*operation.pointer, "parameters")
        context = Context(f"{operation.subject}, {_named(old or new)}", "request", pointer)
        if old is None:
            yield _added(context, required=bool(new.members.get("required")))
        elif new is None:
            required = bool(old.members.get("required"))
            yield context.change("removed", callers=True, servers=required)
        else:
            yield from _changed(context, old, new)


def named(*owners: Located) -> dict[str, Located]:
    """Return the parameters of a path and of its operation, whose own ones come after and win."""
    listed = [parameter.resolve() for owner in owners for parameter in owner.items("parameters")]
    return {_key(parameter): with_defaults(parameter) for parameter in listed}


def _named(parameter: Located) -> str:
    return f"parameter {parameter.members.get('name')} ({parameter.members.get('in')})"


def _key(parameter: Located) -> str:
    """Return name and location; the names of headers have no case."""
    name, location = str(parameter.members.get("name")), parameter.members.get("in")
    return f"{name.lower() if location == 'header' else name} {location}"


def with_defaults(parameter: Located, location: str = "") -> Located:
    """Return a parameter or header without members that only state their default."""
    style = _STYLES.get(str(parameter.members.get("in", location)))
    stated = parameter.members.get("style", style)
    defaults = {**_DEFAULTS, "style": style, "explode": stated == "form"}
    members = {
        key: value
        for key, value in parameter.members.items()
        if key not in defaults or not is_same(value, defaults[key])
    }
    return parameter._replace(value=members)


def _added(context: Context, *, required: bool) -> Change:
    """Build the change; a server has to support it either way."""
    message = "added, required" if required else "added, optional"
    return context.change(message, callers=required, servers=True)


def _changed(context: Context, old: Located, new: Located) -> Iterator[Change]:
    was, now = bool(old.members.get("required")), bool(new.members.get("required"))
    if was != now:
        message = "is required now" if now else "is optional now"
        yield context.change(message, "required", callers=now, servers=True)
    if old.members.get("x-bound") != new.members.get("x-bound"):
        target = "on the client" if new.members.get("x-bound") else "with each call"
        yield context.change(f"is set {target} now", callers=True, servers=False)
    yield from lookup(context, old.members.get("x-lookup"), new.members.get("x-lookup"))
    yield from context.deprecation(old.members, new.members)
    yield from schemas(context.at((*new.pointer, "schema")), schema_of(old), schema_of(new))
    yield from content(context, old, new)
    yield from other_members(context, old, new, _COMPARED)
