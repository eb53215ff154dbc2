"""Comparison of servers: where requests are sent, and what a caller may choose there."""

from collections.abc import Iterator
from typing import Any

from ..openapi.lookup import first_server
from ..openapi.pointer import JsonObject
from .change import Change, Context, pairs

__all__ = ["servers"]


def servers(before: JsonObject, after: JsonObject) -> Iterator[Change]:
    """Compare the servers of two documents: the first is the one that is used unless told else."""
    context = Context("endpoints", pointer=("servers",))
    old, new = (_mapping(first_server(document)) for document in (before, after))
    if old.get("url") != new.get("url"):
        yield context.at(("servers", "0")).breaks_both("url", old.get("url"), new.get("url"))
    for name, earlier, later in pairs(_variables(old), _variables(new)):
        part = context.at(("servers", "0", "variables", name))
        yield from _variable(part, name, earlier or {}, later or {})
    others = [[server["url"] for server in _listed(part)[1:]] for part in (before, after)]
    yield from _choices(context, "server", *others)


def _listed(document: JsonObject) -> list[JsonObject]:
    return [server for server in map(_mapping, document.get("servers") or []) if "url" in server]


def _variables(server: JsonObject) -> dict[str, JsonObject]:
    return {
        name: _mapping(variable) for name, variable in _mapping(server.get("variables")).items()
    }


def _mapping(value: Any) -> JsonObject:
    """Return a mapping; an empty one in the place of anything else, which no call can use."""
    return value if isinstance(value, dict) else {}


def _variable(
    context: Context, name: str, before: JsonObject, after: JsonObject
) -> Iterator[Change]:
    was, now = before.get("enum"), after.get("enum")
    if was is None and now is not None and before:
        message = f"{name} can only be {', '.join(map(str, now))} now"
        yield context.change(message, callers=True, servers=False)
    elif now is None and was is not None and after:
        yield context.change(f"{name} can be anything now", callers=False, servers=False)
    else:
        yield from _choices(context, name, was or [], now or [])
    if before.get("default") != after.get("default"):
        message = f"{name} that is used unless one is chosen changed"
        yield context.change(message, callers=True, servers=False)


def _choices(context: Context, name: str, was: list[Any], now: list[Any]) -> Iterator[Change]:
    for value in (value for value in was if value not in now):
        yield context.change(f"{name} {value} removed", callers=True, servers=False)
    for value in (value for value in now if value not in was):
        yield context.change(f"{name} {value} added", callers=False, servers=False)
