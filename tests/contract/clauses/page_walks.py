"""Walks over the pages of a listing: all of them, or a sample where there are many."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..clause import Checker
from ..contract import Operation
from ..response_checks import canonical_json

__all__ = ["Listing", "first_page", "item_id", "largest_page", "walk"]

_MOST_PAGES, _MOST_PAGES_AT_A_RATE = 130, 30
_MOST_ITEMS = 3000
_FIRST, _LAST, _BETWEEN = 20, 5, 5
"""Pages of a sample: more of them prove no more."""


@dataclass(frozen=True)
class Listing:
    """The items of a listing by their positions, counted from 0; `total` is the number of all."""

    total: int
    items: Mapping[int, Any]

    @property
    def is_whole(self) -> bool:
        """Whether every item is known."""
        return len(self.items) == self.total

    @property
    def known(self) -> list[Any]:
        """The known items, in order."""
        return [self.items[position] for position in sorted(self.items)]


def walk(checker: Checker, operation: Operation, size: int, **values: Any) -> Listing:
    """Return the items of the pages of a size; expect that each page is full but the last."""
    assert operation.pagination is not None
    names, items, total = operation.pagination, dict[int, Any](), None
    pages = iter([1])
    while (page := next(pages, None)) is not None:
        body = checker.call_ok(operation, {**values, names["page"]: page, names["size"]: size})
        if total is None:
            total = body[names["total"]]
            pages = _further_pages(checker, operation, size, total)
        checker.expect_equal(total, body[names["total"]], f"total on page {page}")
        begin = (page - 1) * size
        expected = max(0, min(size, total - begin))
        checker.expect_equal(expected, len(body[names["items"]]), f"number of items on page {page}")
        items |= dict(enumerate(body[names["items"]], begin))
    return Listing(total or 0, items)


def _further_pages(checker: Checker, operation: Operation, size: int, total: int) -> Iterator[int]:
    """Yield the pages after the first one: all, or the first, some between, and the last."""
    count = -(-total // size)
    most = _MOST_PAGES_AT_A_RATE if checker.target.rate else _MOST_PAGES
    if count <= most and total <= _MOST_ITEMS:
        yield from range(2, count + 1)
        return
    between = range(_FIRST + 1, max(_FIRST + 1, count - _LAST + 1))
    random = checker.random_for(f"{operation.name} pages of {size}")
    yield from range(2, min(_FIRST, count) + 1)
    yield from sorted(random.sample(between, min(_BETWEEN, len(between))))
    yield from range(max(_FIRST, count - _LAST) + 1, count + 1)


def first_page(checker: Checker, operation: Operation, **values: Any) -> list[Any]:
    """Return the items of the first page, as large as it may be."""
    assert operation.pagination is not None
    size = {operation.pagination["size"]: largest_page(operation)}
    items: list[Any] = checker.call_ok(operation, {**size, **values})[operation.pagination["items"]]
    return items


def item_id(operation: Operation, item: Mapping[str, Any]) -> str:
    """Return what tells an item from others: its key, or all of it where that is absent."""
    assert operation.pagination is not None
    key = item.get(operation.pagination["key"])
    return canonical_json(item) if key is None else str(key)


def largest_page(operation: Operation) -> int:
    """Return the largest size of a page, or one that is large enough."""
    assert operation.pagination is not None
    return min(operation.parameter(operation.pagination["size"]).maximum or 100, 100)
