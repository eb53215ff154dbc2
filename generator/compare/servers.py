"""Comparison of servers: where requests are sent, and what a caller may choose there."""

from collections.abc import Iterator
from typing import Any

from ..openapi.lookup import first_server
from .change import Change, Context, JsonObject, pairs

__all__ = ["servers"]


def servers(before: JsonObject, after: JsonObject) -> Iterator[Change]:
    """Compare the servers of two documents: the first is the one that is used unless told else."""
    context = Context("endpoints", pointer=("servers",))
    old, new = first_server(before), first_server(after)
    if old["url"] != new["url"]:
        yield context.at(("servers", "0")).breaks_both("url", old["url"], new["url"])
    for name, one, other in pairs(old.get("variables"), new.get("variables")):
        part = context.at(("servers", "0", "variables", name))
        yield from _variable(part, name, one or {}, other or {})
    others = [[server["url"] for server in _listed(part)[1:]] for part in (before, after)]
    yield from _choices(context, "server", *others)


def _listed(document: JsonObject) -> list[JsonObject]:
    return [server for server in document.get("servers") or [] if "url" in server]


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
