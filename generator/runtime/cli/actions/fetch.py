"""Fetching of objects and lists: each decoded, to be shown, and as received, to be passed on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from ...client.response import Result, require_payload
from ...client.session import Session
from ...contract.operation import Pagination
from ...models.additional import encode_model
from ...pagination.page_base import raw_items
from ...pagination.pages import Page
from ..command import Command, Filter

__all__ = [
    "Entry",
    "extract_payload",
    "fetch_items",
    "fetch_latest",
    "fetch_one",
    "fetch_only",
    "filtered",
]

Entry: TypeAlias = tuple[Any, bytes]
"""A decoded value, and its JSON as received."""


def fetch_one(session: Session, command: Command, values: Mapping[str, object]) -> Entry | None:
    """Call an operation that returns one object; None where a repeated DELETE found it deleted."""
    result = session.call(command.operation, values)
    is_gone = result.value is None and command.operation.method == "DELETE"
    return None if is_gone else extract_payload(command, result)


def fetch_items(
    session: Session, command: Command, values: Mapping[str, object]
) -> Iterator[Entry]:
    """Call an operation that returns a list, and return its items."""
    import msgspec

    result = session.call(command.operation, values)
    parts = msgspec.json.decode(result.raw, type=list[msgspec.Raw])
    return zip(result.value, map(bytes, parts), strict=True)


def extract_payload(command: Command, result: Result[Any]) -> Entry:
    """Return the payload of a response's envelope, or all of a response without one."""
    if not command.payload:
        is_redirect = command.operation.contents and not result.raw and result.value is not None
        return result.value, encode_model(result.value) if is_redirect else result.raw
    payload: Any = getattr(result.value, command.payload)
    return require_payload(command.operation, result, payload), _raw_field(result, command.payload)


def _raw_field(result: Result[Any], field: str) -> bytes:
    """Return a field of a response as received."""
    import msgspec

    model = type(result.value)
    names = dict(zip(model.__struct_fields__, model.__struct_encode_fields__, strict=True))
    fields = msgspec.json.decode(result.raw, type=dict[str, msgspec.Raw])
    return bytes(fields[names[field]])


def fetch_latest(session: Session, command: Command, values: Mapping[str, object]) -> Entry | None:
    """Return the latest item of a listing; None when it is empty."""
    latest, pagination = command.latest, command.operation.required_pagination
    assert latest is not None
    result = session.call(command.operation, latest.arguments(values))
    index = latest.index(result)
    return None if index is None else _item(pagination, result, index)


def fetch_only(session: Session, command: Command, values: Mapping[str, object]) -> Entry:
    """Return the only item of a name; raise LookupFailedError where there is none, or more."""
    only = command.only
    assert only is not None
    result = session.call(command.operation, values)
    return _item(command.operation.required_pagination, result, only.index(values, result))


def _item(pagination: Pagination, result: Result[Any], index: int) -> Entry:
    """Return an item of a page by its index."""
    raw = raw_items(result.raw, pagination.items_wire_name)
    return pagination.items_of(result.value)[index], raw[index]


def filtered(
    entries: Iterable[Entry], command: Command, option: Callable[[str], Any], page: Page[Any]
) -> Iterator[Entry]:
    """Yield the entries that match the filter options.

    A listing with its newest items first ends once a page's worth of items were too old.
    """
    matching = iter(entries)
    for filter_ in command.filters:
        wanted = option(f"--{filter_.name.replace('_', '-')}")
        if wanted is None:
            continue
        parameters = filter_.sort_parameters
        newest_first = parameters is not None and not any(map(option, parameters))
        patience = page.page_size or None if newest_first else None
        matching = _matching(matching, filter_, wanted, patience)
    return matching


def _matching(
    entries: Iterable[Entry], filter_: Filter, wanted: Any, patience: int | None
) -> Iterator[Entry]:
    missed = 0
    for entry in entries:
        if _matches(filter_, getattr(entry[0], filter_.field), wanted):
            missed = 0
            yield entry
        else:
            missed += 1
        if patience is not None and filter_.condition == "since" and missed >= patience:
            return


def _matches(filter_: Filter, value: Any, wanted: Any) -> bool:
    if filter_.condition == "listed":
        return value is not None and str(value) in wanted
    return isinstance(value, datetime) and value >= wanted
