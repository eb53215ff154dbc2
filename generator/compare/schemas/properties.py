"""Comparison of the fields of objects: which there are, which must be present, and the others."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from ..change import Change, Context, Direction, Effect
from ..located import Located
from .canonical import Schema, canonical

__all__ = ["Comparison", "property_changes"]

Comparison: TypeAlias = Callable[[Context, Located, Located], Iterator[Change]]

# The keyword of a field that is not sent in a direction, and what its change is called.
_NOT_SENT: Final[Mapping[Direction, str]] = {"request": "readOnly", "response": "writeOnly"}
_ACCESS: Final = {
    "readOnly": ("read-only now", "no longer read-only"),
    "writeOnly": ("write-only now", "no longer write-only"),
}
# Keywords for the fields that have no name in the contract.
_OTHERS: Final = {
    "additionalProperties": "other fields",
    "unevaluatedProperties": "fields that no part describes",
}


def property_changes(
    context: Context, old: Schema, new: Schema, compare: Comparison
) -> Iterator[Change]:
    """Compare the fields of two objects by name, then the fields without a name."""
    names = (*old.properties, *new.properties, *sorted(old.required | new.required))
    for name in dict.fromkeys(names):
        before, after = old.properties.get(name), new.properties.get(name)
        pointer = after.pointer if after else (*new.pointer, "properties", name)
        field = context.inside(f"field {name}").at(pointer)
        was, now = name in old.required, name in new.required
        if before is None and after is None:
            yield from _presence(field, was=was, now=now)
        elif before is None or after is None:
            yield _added_or_removed(field, before, after, is_required=was or now)
        else:
            yield from _changed(field, (before, was), (after, now), compare)
    for keyword in _OTHERS:
        yield from _others(context, keyword, old, new, compare)


def _added_or_removed(
    field: Context, before: Located | None, after: Located | None, *, is_required: bool
) -> Change:
    """Build the change of a field that only one of the contracts has."""
    is_added = before is None
    is_sent = not _has_flag(after or before, _NOT_SENT[field.direction])
    if not is_sent:
        return field.affects("none", "added" if is_added else "removed")
    return _added(field, required=is_required) if is_added else _removed(field, was=is_required)


def _added(field: Context, *, required: bool) -> Change:
    """Build the change of a new field: a server has to accept it, or to promise it."""
    if field.direction == "request":
        message = "added, required" if required else "added, optional"
        return field.change(message, callers=required, servers=True)
    message = "added, always present" if required else "added"
    return field.change(message, callers=False, servers=required)


def _removed(field: Context, *, was: bool, message: str = "removed") -> Change:
    is_needed = field.direction == "request" and was
    return field.change(message, callers=True, servers=is_needed)


def _changed(
    field: Context, before: tuple[Located, bool], after: tuple[Located, bool], compare: Comparison
) -> Iterator[Change]:
    """Compare a field of both contracts; nothing about it matters where it is not sent."""
    (old, was), (new, now) = before, after
    access = {
        change.message: change
        for keyword in _ACCESS
        for change in _access(field, keyword, (old, was), (new, now))
    }
    flag = _NOT_SENT[field.direction]
    is_sent = not (_has_flag(old, flag) and _has_flag(new, flag))
    yield from access.values()
    for change in (*compare(field, old, new), *_presence(field, was=was, now=now)):
        if change.subject != field.subject or change.message not in access:
            yield change if is_sent else replace(change, breaks_callers=False, breaks_servers=False)


def _access(
    field: Context, keyword: str, before: tuple[Located, bool], after: tuple[Located, bool]
) -> Iterator[Change]:
    """Compare whether a field is only read, or only written: it comes or goes in one direction."""
    hidden, shown = _has_flag(after[0], keyword), not _has_flag(after[0], keyword)
    if _has_flag(before[0], keyword) == hidden:
        return
    message = _ACCESS[keyword][1 if shown else 0]
    if _NOT_SENT[field.direction] != keyword:
        yield field.affects("none", message)
    elif hidden:
        yield _removed(field, was=before[1], message=message)
    else:
        yield replace(_added(field, required=after[1]), message=message)


def _has_flag(schema: Located | None, keyword: str) -> bool:
    return schema is not None and keyword in canonical(schema).keywords


def _presence(field: Context, *, was: bool, now: bool) -> Iterator[Change]:
    """Compare whether a field must be present."""
    if was == now:
        return
    if field.direction == "request":
        message = "is required now" if now else "is optional now"
        yield field.change(message, callers=now, servers=True)
    elif now:
        yield field.change("always present now", callers=False, servers=True)
    else:
        yield field.change("may be absent now", callers=True, servers=False)


def _others(
    context: Context, keyword: str, old: Schema, new: Schema, compare: Comparison
) -> Iterator[Change]:
    """Compare what fields without a name may hold; readers accept those they do not know."""
    one, other = old.keywords.get(keyword), new.keywords.get(keyword)
    present = one or other
    if present is None:
        return
    anything = Located(present.document, (*new.pointer, keyword, "(any)"), True)
    one, other = one or anything, other or anything
    name = _OTHERS[keyword]
    was_closed, is_closed = (canonical(part).impossible for part in (one, other))
    if was_closed and not is_closed:
        yield context.affects("loosened", f"{name} allowed now", keyword)
    elif is_closed and not was_closed:
        is_map = one is not anything
        effect: Effect = "incomparable" if is_map else "narrowed"
        yield context.affects(effect, f"{name} not allowed any more", keyword)
    else:
        yield from compare(context.inside(name, keyword), one, other)
