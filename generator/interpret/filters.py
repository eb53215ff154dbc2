"""Filters: what a caller can leave out of a listing on its own side."""

from __future__ import annotations

from collections.abc import Iterator

from ..ir import Filter
from ..naming import python_name, snake
from ..normalise.schema_nodes import ObjectSchema
from ..normalise.specification import Operation, Specification
from .properties import known_values, listed_item, property_at

__all__ = ["filters"]


def filters(specification: Specification, operation: Operation) -> Iterator[Filter]:
    """Yield the filters of an operation that lists."""
    if operation.pagination is None:
        return
    item = listed_item(specification, operation.response.node, operation.pagination.items)
    for name, stated in operation.filters if item else ():
        yield Filter(
            name=snake(name),
            field=python_name(stated.property),
            keeps=stated.keeps,
            description=stated.description.strip(),
            values=_values(specification, item, stated.property),
            orders=_orders(operation, item, stated.property),
        )


def _values(specification: Specification, item: ObjectSchema | None, name: str) -> tuple[str, ...]:
    """Return the known values of a property or of the end of a short name."""
    short_names = dict(item.short_names) if item else {}
    end = property_at(specification, item, short_names.get(name, name).split("."))
    return tuple(map(str, known_values(end.node))) if end else ()


def _orders(operation: Operation, item: ObjectSchema | None, name: str) -> tuple[str, ...] | None:
    """Return the parameters that ask for another order, where the listing falls by a property."""
    latest = operation.latest
    if latest is None or _time_property(item, name) != latest.time:
        return None
    return tuple(map(python_name, latest.order))


def _time_property(item: ObjectSchema | None, view: str) -> str:
    """Return the property that a derived time is read from, or the name itself."""
    for stated in item.properties if item else ():
        if stated.time and stated.time.view == view:
            return stated.wire_name
    return view
