"""Comparison of parameters: which there are, which are required, and their schemas."""

from collections.abc import Iterator
from typing import Any

from ..openapi.lookup import resolve
from .annotations import without_texts
from .change import Change, Context, JsonObject, pairs
from .schemas import schemas

__all__ = ["named", "parameters"]

_COMPARED = ("name", "in", "required", "schema", "x-bound")


def parameters(
    operation: Context, before: dict[str, JsonObject], after: dict[str, JsonObject]
) -> Iterator[Change]:
    """Compare the parameters of one operation, by name and location."""
    for name, old, new in pairs(before, after):
        context = Context(f"{operation.subject}, {name}", "request")
        if old is None:
            yield _added(context, new)
        elif new is None:
            yield context.change("removed", callers=True, servers=bool(old.get("required")))
        else:
            yield from _changed(context, old, new)


def named(document: JsonObject, path: str, operation: JsonObject) -> dict[str, JsonObject]:
    """Return the parameters of an operation, those of its path included, schemas resolved."""
    shared = document["paths"][path].get("parameters", [])
    listed = (*shared, *operation.get("parameters", []))
    return {
        f"parameter {parameter['name']} ({parameter['in']})": {
            **parameter,
            "schema": resolve(document, parameter.get("schema", {})),
        }
        for parameter in (resolve(document, stated) for stated in listed)
    }


def _added(context: Context, new: JsonObject) -> Change:
    """Build the change; a server has to support it either way."""
    required = bool(new.get("required"))
    message = "added, required" if required else "added, optional"
    return context.change(message, callers=required, servers=True)


def _changed(context: Context, old: JsonObject, new: JsonObject) -> Iterator[Change]:
    was, now = bool(old.get("required")), bool(new.get("required"))
    if was != now:
        message = "is required now" if now else "is optional now"
        yield context.change(message, callers=now, servers=True)
    if old.get("x-bound") != new.get("x-bound"):
        target = "on the client" if new.get("x-bound") else "with each call"
        yield context.change(f"is set {target} now", callers=True, servers=False)
    yield from schemas(context, old["schema"], new["schema"])
    for keyword, old_value, new_value in pairs(_others(old), _others(new)):
        if old_value != new_value:
            yield context.breaks_both(keyword, old_value, new_value)


def _others(parameter: JsonObject) -> dict[str, Any]:
    plain = without_texts(parameter)
    return {key: value for key, value in plain.items() if key not in _COMPARED}
