"""What came: each item decoded, to be looked at, and as it was received, to be passed on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from ...client.response import Answer, present
from ...client.session import Session
from ...pagination.pages import Page, items_as_received
from ..command import Command, Filter

__all__ = ["Entry", "each", "filtered", "newest", "one", "part_of"]

Entry: TypeAlias = tuple[Any, bytes]


def one(session: Session, command: Command, values: Mapping[str, object]) -> Entry:
    """Call an operation that answers one thing."""
    return part_of(command, session.call(command.operation, values))


def each(session: Session, command: Command, values: Mapping[str, object]) -> Iterator[Entry]:
    """Call an operation that answers a list, and give what it holds."""
    import msgspec

    answer = session.call(command.operation, values)
    parts = msgspec.json.decode(answer.raw, type=list[msgspec.Raw])
    return zip(answer.value, map(bytes, parts), strict=True)


def part_of(command: Command, answer: Answer[Any]) -> Entry:
    """Take from an answer what it carries."""
    if not command.payload:
        return answer.value, answer.raw
    found: Any = getattr(answer.value, command.payload)
    return present(command.operation, answer, found), _member(answer, command.payload)


def _member(answer: Answer[Any], field: str) -> bytes:
    """Give a field of an answer as it came."""
    import msgspec

    kind = type(answer.value)
    names = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
    members = msgspec.json.decode(answer.raw, type=dict[str, msgspec.Raw])
    return bytes(members[names[field]])


def newest(session: Session, command: Command, values: Mapping[str, object]) -> Entry | None:
    """Find the latest item of a listing; None when there is none."""
    latest, pagination = command.latest, command.operation.paged
    assert latest is not None
    answer = session.call(command.operation, latest.ask(values))
    place = latest.place(answer)
    if place is None:
        return None
    items = getattr(answer.value, pagination.items)
    return items[place], items_as_received(answer.raw, pagination.items_wire)[place]


def filtered(
    entries: Iterable[Entry], command: Command, option: Callable[[str], Any], page: Page[Any]
) -> Iterator[Entry]:
    """Leave out what the options do not want.

    A listing that falls by the time asked for ends when a page's worth of items were too old.
    """
    kept = iter(entries)
    for one in command.filters:
        wanted = option(f"--{one.name.replace('_', '-')}")
        if wanted is None:
            continue
        falls = one.orders is not None and not any(map(option, one.orders))
        kept = _keep(kept, one, wanted, page.page_size if falls else None)
    return kept


def _keep(
    entries: Iterable[Entry], one: Filter, wanted: Any, patience: int | None
) -> Iterator[Entry]:
    missed = 0
    for entry in entries:
        value = getattr(entry[0], one.field)
        if _is_wanted(one, value, wanted):
            missed = 0
            yield entry
        else:
            missed += 1
        if patience is not None and one.keeps == "since" and missed >= patience:
            return


def _is_wanted(one: Filter, value: Any, wanted: Any) -> bool:
    if one.keeps == "listed":
        return value is not None and str(value) in wanted
    return isinstance(value, datetime) and value >= wanted
