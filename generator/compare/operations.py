"""Comparison of operations: which there are, their request lines and their parts."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ..openapi.grammar import METHODS
from .bodies import request_bodies
from .change import Change, Context, is_same, pairs
from .content import other_members
from .extensions import extensions
from .located import Located
from .parameters import named, parameters
from .reach import expanded
from .responses import responses
from .security import requirements

__all__ = ["Operation", "operations", "operations_of"]

_COMPARED: Final = {
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "tags",
    "callbacks",
} | {
    "security",
    "deprecated",
}
_OF_PATHS: Final = {*METHODS, "parameters", "$ref"}


class Operation(NamedTuple):
    """An operation, with its request line and the path item that it is a part of."""

    request_line: str
    path: Located
    node: Located

    @property
    def name(self) -> str:
        """Its id, or its request line where it has none."""
        return str(self.node.members.get("operationId", self.request_line))

    @property
    def security(self) -> Any:
        """The requirements of this operation, or those of every one."""
        return self.node.members.get("security", self.node.document.get("security"))

    @property
    def whole(self) -> Located:
        """The operation with the members that its path item states for all."""
        shared = {key: value for key, value in self.path.members.items() if key not in _OF_PATHS}
        return self.node._replace(value={**shared, **self.node.members})


def operations_of(document: Located) -> Iterator[Operation]:
    """Yield the operations of a document, in its order."""
    for path, item in document.children("paths").items():
        for method in METHODS:
            if method in item.members:
                yield Operation(f"{method.upper()} {path}", item, item.child(method))


def operations(before: Located, after: Located) -> Iterator[Change]:
    """Compare the operations of two documents, by their ids."""
    one, other = (
        {operation.name: operation for operation in operations_of(document)}
        for document in (before, after)
    )
    for name, old, new in pairs(one, other):
        context = Context(name, pointer=new.node.pointer if new else ("paths",))
        if old is None:
            yield context.change("operation added", callers=False, servers=True)
        elif new is None:
            yield context.change("operation removed", callers=True, servers=False)
        else:
            yield from _changed(context, old, new)


def _changed(context: Context, before: Operation, after: Operation) -> Iterator[Change]:
    old, new = before.whole, after.whole
    if before.request_line != after.request_line:
        yield context.breaks_both("request line", before.request_line, after.request_line, ())
    tags = (old.members.get("tags"), new.members.get("tags"))
    if tags[0] != tags[1]:
        yield context.breaks_both("tags", *tags)
    yield from context.deprecation(old.members, new.members)
    yield from parameters(context, named(before.path, old), named(after.path, new))
    yield from request_bodies(
        context, old.child("requestBody").resolve(), new.child("requestBody").resolve()
    )
    yield from responses(context, old, new)
    if "security" in old.members or "security" in new.members:
        yield from requirements(context, before.security, after.security)
    yield from _callbacks(context, old, new)
    yield from extensions(context, old.members, new.members)
    extended = {key for key in (*old.members, *new.members) if key.startswith("x-")}
    yield from other_members(context, old, new, _COMPARED | extended)


def _callbacks(context: Context, old: Located, new: Located) -> Iterator[Change]:
    """Compare the calls that a server makes; nobody is known not to depend on them."""
    for name, earlier, later in pairs(old.children("callbacks"), new.children("callbacks")):
        if earlier is None or later is None:
            message = f"callback {name} {'added' if earlier is None else 'removed'}"
            yield context.change(message, "callbacks", callers=True, servers=True)
        elif not is_same(expanded(earlier), expanded(later)):
            message = f"callback {name} changed"
            yield context.change(message, "callbacks", name, callers=True, servers=True)
