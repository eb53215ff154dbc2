"""Filters: what a caller can leave out of a listing on its own side."""

from collections.abc import Iterator
from typing import Any

from ..ir import Filter
from ..naming import python_name, snake
from ..openapi.lookup import resolve, schema_at

__all__ = ["filters"]


def filters(
    document: dict[str, Any], node: dict[str, Any], answer: dict[str, Any]
) -> Iterator[Filter]:
    """Read the filters of an operation, whose success has the schema of an answer."""
    for name, stated in node.get("x-filters", {}).items():
        items = schema_at(document, answer, [node["x-pagination"]["items"]])
        item = resolve(document, resolve(document, items)["items"])
        yield Filter(
            name=snake(name),
            field=python_name(stated["property"]),
            keeps=stated["keeps"],
            description=stated["description"].strip(),
            values=_values(document, item, stated["property"]),
            orders=_orders(node, item, stated["property"]),
        )


def _values(document: dict[str, Any], item: dict[str, Any], name: str) -> tuple[str, ...]:
    """Give the values that a property is known to have, however open it is."""
    path = item.get("x-short", {}).get(name, name).split(".")
    if path[0] not in item["properties"]:
        return ()
    end = resolve(document, schema_at(document, item, path))
    parts = [end, *end.get("anyOf", ()), *end.get("oneOf", ())]
    return tuple(str(value) for part in parts for value in part.get("enum", ()))


def _orders(node: dict[str, Any], item: dict[str, Any], name: str) -> tuple[str, ...] | None:
    """Name the parameters that ask for another order, where the listing falls by a property."""
    latest = node.get("x-latest")
    if latest is None or _counted(item, name) != latest["time"]:
        return None
    return tuple(map(python_name, latest["order"]))


def _counted(item: dict[str, Any], view: str) -> str:
    """Name the property that a derived time is read from, or that itself."""
    for name, schema in item["properties"].items():
        if schema.get("x-time", {}).get("view") == view:
            return str(name)
    return view
