"""Comparison of two whole documents. Texts are ignored; any other difference is a change."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ..openapi.pointer import JsonObject
from .change import Change, Context, Direction, is_same, merge_changes, pairs
from .content import other_members
from .extensions import document_extensions, errors
from .located import Located
from .operations import operations, operations_of
from .reach import expanded, is_subtype, reachable
from .schemas import schemas
from .security import requirements, security_schemes
from .servers import servers

__all__ = ["compare"]

# Members of a document that have a rule of their own, or that no call depends on.
_COMPARED: Final = {"paths", "components", "servers", "security", "webhooks"}
_EXTENSIONS: Final = {
    "x-envelope",
    "x-errors",
    "x-product",
    "x-changes",
    "x-lookups",
    "x-responses",
    "x-style-rules",
}
_UNUSED: Final = {"openapi", "info", "tags"}
_PREFIX: Final = ("components", "schemas")


class _Sent(NamedTuple):
    """The names of the schemas that are sent in requests, and in responses."""

    requested: set[str]
    returned: set[str]


def compare(before: JsonObject, after: JsonObject) -> tuple[Change, ...]:
    """Return every change of meaning, in the order of the documents; none for equal documents.

    Both must have passed the rules. A named schema is compared in each direction in which it is
    sent; one that no operation uses, as part of a response.
    """
    old, new = Located(before, (), before), Located(after, (), after)
    changes = (
        *document_extensions(before, after),
        *security_schemes(old, new),
        *requirements(Context("every call"), before.get("security"), after.get("security")),
        *servers(before, after),
        *_others(old, new),
        *errors(before, after),
        *operations(old, new),
        *_models(old, new),
    )
    return tuple(dict.fromkeys(changes))


def _others(before: Located, after: Located) -> Iterator[Change]:
    """Compare what has no rule of its own, and the calls that a server makes."""
    context = Context("the contract")
    yield from other_members(context, before, after, _COMPARED | _EXTENSIONS | _UNUSED)
    for name, old, new in pairs(before.children("webhooks"), after.children("webhooks")):
        if old is None or new is None or not is_same(expanded(old), expanded(new)):
            word = "added" if old is None else "removed" if new is None else "changed"
            message = f"webhook {name} {word}"
            yield context.change(message, "webhooks", name, callers=True, servers=True)


def _models(before: Located, after: Located) -> Iterator[Change]:
    """Compare the named schemas."""
    one, other = (_sent(document) for document in (before, after))
    sent = _Sent(one.requested | other.requested, one.returned | other.returned)
    for name, old, new in pairs(_named(before), _named(after)):
        context = Context(name, pointer=(*_PREFIX, name))
        if old is None or new is None:
            document, is_added = (after, True) if old is None else (before, False)
            yield _added_or_removed(context, document, sent, is_added=is_added)
            continue
        directions: list[Direction] = ["request"] if name in sent.requested else []
        if name in sent.returned or not directions:
            directions.append("response")
        yield from merge_changes(
            change
            for direction in directions
            for change in schemas(Context(name, direction, context.pointer), old, new)
        )


def _added_or_removed(
    context: Context, document: Located, sent: _Sent, *, is_added: bool
) -> Change:
    """Build the change of a model; only one that stands in for another is sent without being named."""
    name = context.subject
    requested, returned = (
        name in names and is_subtype(document.document, name, names) for names in sent
    )
    if is_added:
        return context.change("model added", callers=returned, servers=requested)
    return context.change("model removed", callers=True, servers=returned or requested)


def _named(document: Located) -> dict[str, Located]:
    named = document.child("components").child("schemas")
    return {name: named.child(name) for name in named.members}


def _sent(document: Located) -> _Sent:
    """Return the schemas that operations use in each direction; what a server calls uses both."""
    calls: list[Any] = [document.members.get("webhooks")]
    requests, responses = list(calls), list(calls)
    for operation in operations_of(document):
        members = operation.node.members
        both = members.get("callbacks")
        requests += [both, operation.path.members.get("parameters"), members.get("parameters")]
        requests.append(members.get("requestBody"))
        responses += [both, members.get("responses")]
    return _Sent(*(reachable(document.document, roots) for roots in (requests, responses)))
