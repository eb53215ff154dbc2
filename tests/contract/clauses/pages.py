"""Pages as relations: whatever their size, together they are the same items, once each."""

from collections.abc import Iterator
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from .page_walks import item_id, largest_page, walk

_SIZES = (1, 2, 7, 10, 33)
_EMPTY = frozenset({"empty-place"})
_PLACES = 15
_POWER_OF_TWO = 64
"""A size of pages of which one begins exactly where 31 or 32 bits end."""


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about pages."""
    if operation.pagination is None:
        return
    for size in _SIZES:
        yield _walked(operation, size)
    yield _anywhere(operation)
    yield from _beyond(operation)
    if any(parameter.name == "deploymentId" for parameter in operation.parameters):
        yield from _empty(operation)
    yield _total(operation)
    yield _alone(operation)


def _walked(operation: Operation, size: int) -> Clause:
    def check(checker: Checker) -> None:
        large = walk(checker, operation, largest_page(operation))
        small = walk(checker, operation, size)
        checker.expect_equal(large.total, small.total, "total")
        both = sorted(large.items.keys() & small.items.keys())
        expected = [item_id(operation, large.items[position]) for position in both]
        actual = [item_id(operation, small.items[position]) for position in both]
        checker.expect_equal(expected, actual, f"the walk with {size} a page")
        checker.expect_equal(len(actual), len(set(actual)), "different items")

    prefix = f"{operation.name}/pages/of-{size}"
    return Clause(prefix, f"Pages of {size} have every item once.", check, cost=200 // size)


def _anywhere(operation: Operation) -> Clause:
    names, clause_id = operation.pagination or {}, f"{operation.name}/pages/anywhere"

    def check(checker: Checker) -> None:
        random, listing = (
            checker.random_for(clause_id),
            walk(checker, operation, largest_page(operation)),
        )
        for position in random.sample(sorted(listing.items), min(_PLACES, len(listing.items))):
            size = random.randint(1, largest_page(operation))
            values = {names["page"]: position // size + 1, names["size"]: size}
            body = checker.call_ok(operation, values)
            begin = position // size * size
            for offset, item in enumerate(body[names["items"]]):
                expected = listing.items.get(begin + offset, item)
                checker.expect_equal(expected, item, f"item {offset} with {values}")

    fact = "A page of any size and number has the items of its place."
    return Clause(clause_id, fact, check, cost=_PLACES)


def _beyond(operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about pages after the last one."""
    largest = operation.parameter((operation.pagination or {})["page"]).maximum
    for page in (10**4, 10**6 + 1, largest):
        yield _far_beyond(operation, page)
    for bits in (31, 32):
        page = 2**bits // _POWER_OF_TWO + 1
        if largest_page(operation) >= _POWER_OF_TWO and (largest is None or page <= largest):
            yield _beginning_at_a_power_of_two(operation, bits, page)
    yield _just_beyond(operation)


def _far_beyond(operation: Operation, page: int | None) -> Clause:
    names = operation.pagination or {}

    def check(checker: Checker) -> None:
        first = checker.call_ok(operation)
        for size in (1, largest_page(operation)):
            body = checker.call_ok(operation, {names["page"]: page, names["size"]: size})
            total = body[names["total"]]
            if ((page or 1) - 1) * size >= total:
                checker.expect_equal([], body[names["items"]], "items")
            checker.expect_equal(first[names["total"]], total, "total")

    fact = f"Page {page} is empty, and knows the total."
    return Clause(f"{operation.name}/pages/beyond/{page}", fact, check, cost=3)


def _beginning_at_a_power_of_two(operation: Operation, bits: int, page: int) -> Clause:
    """Build a clause about a page whose first position is no number of so many bits."""
    names = operation.pagination or {}

    def check(checker: Checker) -> None:
        body = checker.call_ok(operation, {names["page"]: page, names["size"]: _POWER_OF_TWO})
        checker.expect_equal([], body[names["items"]], "items")

    fact = f"A page that begins at 2 to the {bits} is empty, too."
    return Clause(f"{operation.name}/pages/beyond/{bits}-bits", fact, check)


def _just_beyond(operation: Operation) -> Clause:
    names = operation.pagination or {}

    def check(checker: Checker) -> None:
        total = checker.call_ok(operation)[names["total"]]
        for size in (1, 10):
            last = max(1, -(-total // size))
            for page, expected in ((last, total - (last - 1) * size), (last + 1, 0)):
                body = checker.call_ok(operation, {names["size"]: size, names["page"]: page})
                checker.expect_equal(expected, len(body[names["items"]]), f"items of page {page}")

    fact = "The page after the last one is empty."
    return Clause(f"{operation.name}/pages/beyond/next", fact, check, cost=5)


def _empty(operation: Operation) -> Iterator[Clause]:
    names = operation.pagination or {}

    def check(checker: Checker) -> None:
        for page in (1, 2):
            body = checker.call_ok(
                operation, {**checker.fixtures.place("empty"), names["page"]: page}
            )
            checker.expect_equal([], body[names["items"]], "items")
            checker.expect_equal(0, body[names["total"]], "total")

    fact = "A deployment without items has an empty page, not a failure."
    yield Clause(f"{operation.name}/pages/empty", fact, check, _EMPTY, 2)


def _total(operation: Operation) -> Clause:
    names = operation.pagination or {}

    def check(checker: Checker) -> None:
        total = walk(checker, operation, largest_page(operation)).total
        for values in ({}, {names["size"]: 1}, {names["page"]: 3}):
            checker.expect_equal(total, checker.call_ok(operation, values)[names["total"]], "total")

    fact = "The total is the number of items of all pages."
    return Clause(f"{operation.name}/pages/total", fact, check, cost=5)


def _alone(operation: Operation) -> Clause:
    """Build a clause that every item has the ids that were requested."""

    def check(checker: Checker) -> None:
        ids = {
            parameter.name: checker.target.values[parameter.name]
            for parameter in operation.parameters
            if parameter.required and parameter.name in checker.target.values
        }
        for item in walk(checker, operation, largest_page(operation)).known:
            named = {name: _stated(item, name, value) for name, value in ids.items()}
            checker.expect_equal(ids, named, "the ids of an item")

    fact = "Only items of the requested ids are listed."
    return Clause(f"{operation.name}/pages/nothing-else", fact, check, cost=5)


def _stated(item: dict[str, Any], name: str, value: Any) -> Any:
    """Return a property of an item; the expected value where it states none."""
    stated = item.get(name)
    return value if stated is None else stated
