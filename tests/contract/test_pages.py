"""Pages as relations: whatever the sizes and orders, together they are the same jobs."""

from itertools import count
from typing import Any

import pytest

from .contract import Operation, load_contract
from .targets import Target
from .wire import Wire

pytestmark = pytest.mark.contract

each_listing = pytest.mark.parametrize(
    "operation",
    [one for one in load_contract().operations if one.pagination],
    ids=lambda one: one.name,
)


def _walk(wire: Wire, operation: Operation, size: int, **values: Any) -> list[str]:
    """Give the keys of all pages in turn."""
    assert operation.pagination is not None
    names, keys = operation.pagination, []
    for page in count(1):
        reply = wire.call(operation, **{names["page"]: page, names["size"]: size, **values}).json
        keys += [item[names["key"]] for item in reply[names["items"]]]
        if page * size >= reply[names["total"]]:
            return keys
    raise AssertionError


@each_listing
def test_every_size_of_page_gives_the_same_jobs_once(operation: Operation, wire: Wire) -> None:
    """Walks with small and large pages give the same jobs, in the same order, none twice."""
    small, large = _walk(wire, operation, 7), _walk(wire, operation, 100)

    assert large == small
    assert len(set(large)) == len(large)


@each_listing
def test_the_total_is_true(operation: Operation, wire: Wire, target: Target) -> None:
    """The total is the number of jobs that a walk gives, and that were put there."""
    assert operation.pagination is not None
    walked = _walk(wire, operation, 100)
    total = wire.call(operation).json[operation.pagination["total"]]

    assert len(walked) == total
    assert target.total in (None, total)


@each_listing
@pytest.mark.parametrize("order", ["gmt_create", "job_id", "status"])
def test_descending_is_the_exact_reverse_of_ascending(
    operation: Operation, order: str, wire: Wire
) -> None:
    """The two directions of an order are each other's mirror, ties included."""
    ascending = _walk(wire, operation, 50, sortName=order, sortOrder="asc")
    descending = _walk(wire, operation, 50, sortName=order, sortOrder="desc")

    assert ascending == descending[::-1]


@each_listing
def test_a_page_beyond_the_end_is_empty(operation: Operation, wire: Wire) -> None:
    """Beyond the last page there are no jobs, and the total stays what it is."""
    assert operation.pagination is not None
    names = operation.pagination
    first = wire.call(operation).json
    beyond = wire.call(operation, **{names["page"]: 10**9}).json

    assert [] == beyond[names["items"]]
    assert first[names["total"]] == beyond[names["total"]]
