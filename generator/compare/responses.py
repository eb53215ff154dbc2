"""Comparison of responses: statuses, headers and content."""

from collections.abc import Iterator
from typing import Final

from .change import Change, Context, pairs
from .content import content, other_members, schema_of
from .located import Located
from .parameters import with_defaults
from .schemas import schemas

__all__ = ["responses"]

_HEADER: Final = {"required", "schema", "content", "deprecated"}


def responses(operation: Context, before: Located, after: Located) -> Iterator[Change]:
    """Compare the responses of one operation, by status.

    A caller depends on the statuses of success; it handles any other by its class.
    """
    statuses = (before.children("responses"), after.children("responses"))
    for status, old, new in pairs(*statuses):
        context = operation.inside(f"response {status}", "responses", status)
        is_success = status.startswith("2")
        if old is None:
            yield context.change("added", callers=is_success, servers=False)
        elif new is None:
            yield context.change("removed", callers=is_success, servers=True)
        else:
            context = context.at(new.pointer)
            yield from _headers(context, old, new)
            yield from content(context, old, new)
            yield from other_members(context, old, new, {"headers", "content"})


def _headers(context: Context, before: Located, after: Located) -> Iterator[Change]:
    """Compare headers by name, in which upper and lower case are one."""
    names = {
        name.lower(): name for part in (after, before) for name in part.child("headers").members
    }
    headers = (_by_lower_name(part) for part in (before, after))
    for key, old, new in pairs(*headers):
        header = context.inside(f"header {names[key]}", "headers", names[key])
        if old is None:
            required = bool(new.members.get("required"))
            message = "added, always present" if required else "added"
            yield header.change(message, callers=False, servers=required)
        elif new is None:
            yield header.change("removed", callers=True, servers=False)
        else:
            yield from _header(header, old, new)


def _by_lower_name(response: Located) -> dict[str, Located]:
    return {
        name.lower(): with_defaults(header, "header")
        for name, header in response.children("headers").items()
    }


def _header(context: Context, old: Located, new: Located) -> Iterator[Change]:
    was, now = bool(old.members.get("required")), bool(new.members.get("required"))
    if was != now:
        message = "always present now" if now else "may be absent now"
        yield context.change(message, callers=was, servers=now)
    yield from context.deprecation(old.members, new.members)
    yield from schemas(context.at((*new.pointer, "schema")), schema_of(old), schema_of(new))
    yield from content(context, old, new)
    yield from other_members(context, old, new, _HEADER)
