"""Comparison of request bodies: whether there is one, whether it is required, and its content."""

from collections.abc import Iterator

from .change import Change, Context, merge_changes
from .content import content, other_members
from .located import Located

__all__ = ["request_bodies"]


def request_bodies(operation: Context, before: Located, after: Located) -> Iterator[Change]:
    """Compare the request bodies of one operation, one of which may be absent."""
    context = Context(f"{operation.subject}, request body", "request", after.pointer)
    was, now = bool(before.members.get("required")), bool(after.members.get("required"))
    if before.value is None or after.value is None:
        if before.value is not None:
            yield context.change("removed", callers=True, servers=was)
        elif after.value is not None:
            message = "added, required" if now else "added, optional"
            yield context.change(message, callers=now, servers=True)
        return
    if was != now:
        message = "is required now" if now else "is optional now"
        yield context.change(message, "required", callers=now, servers=True)
    yield from merge_changes(content(context, before, after))
    yield from other_members(context, before, after, {"required", "content"})
