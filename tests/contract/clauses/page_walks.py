"""Walks over all pages of a listing."""

from itertools import count
from typing import Any

from ..clause import Checker, ContractViolation
from ..contract import Operation

__all__ = ["first_page", "largest_page", "walk"]

_MOST = 400
"""Pages of one walk: more of them prove no more."""


def walk(checker: Checker, operation: Operation, size: int, **values: Any) -> list[Any]:
    """Return the items of all pages in turn; expect that each page is full but the last."""
    assert operation.pagination is not None
    names, items, total = operation.pagination, [], None
    for page in count(1):
        position = {names["page"]: page, names["size"]: size}
        body = checker.call_ok(operation, {**values, **position})
        total = body[names["total"]] if total is None else total
        checker.expect_equal(total, body[names["total"]], f"total on page {page}")
        expected = max(0, min(size, total - (page - 1) * size))
        checker.expect_equal(expected, len(body[names["items"]]), f"number of items on page {page}")
        items += body[names["items"]]
        if page * size >= total or page >= _MOST:
            return items
    raise ContractViolation("the walk has no end")


def first_page(checker: Checker, operation: Operation, **values: Any) -> list[Any]:
    """Return the items of the first page, as large as it may be."""
    assert operation.pagination is not None
    size = {operation.pagination["size"]: largest_page(operation)}
    items: list[Any] = checker.call_ok(operation, {**size, **values})[operation.pagination["items"]]
    return items


def largest_page(operation: Operation) -> int:
    """Return the largest size of a page, or one that is large enough."""
    assert operation.pagination is not None
    return min(operation.parameter(operation.pagination["size"]).maximum or 100, 100)
