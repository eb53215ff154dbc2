"""Pages as relations: whatever their size, together they are the same items, once each."""

from collections.abc import Iterator
from typing import Any

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from .walking import largest_page, walk

_SIZES = (1, 2, 7, 10, 33)
_LAB = frozenset({"lab"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about pages."""
    if operation.pagination is None:
        return
    for size in _SIZES:
        yield _walked(operation, size)
    yield from _beyond(operation)
    yield from _empty(operation)
    yield _total(operation)
    yield _alone(operation)


def _walked(operation: Operation, size: int) -> Clause:
    def check(bench: Bench) -> None:
        assert operation.pagination is not None
        key = operation.pagination["key"]
        large = [item[key] for item in walk(bench, operation, largest_page(operation))]
        small = [item[key] for item in walk(bench, operation, size)]
        bench.equal(large, small, f"the walk with {size} a page")
        bench.equal(len(large), len(set(large)), "different items")

    place = f"{operation.name}/pages/of-{size}"
    return Clause(place, f"Pages of {size} give every item once.", check, cost=200 // size)


def _beyond(operation: Operation) -> Iterator[Clause]:
    names = operation.pagination or {}
    largest = operation.parameter(names["page"]).largest
    for page in (10**4, 10**6 + 1, largest):

        def check(bench: Bench, page: int | None = page) -> None:
            first = bench.answer(operation)
            for size in (1, largest_page(operation)):
                values = {names["page"]: page, names["size"]: size}
                body = bench.answer(operation, values)
                bench.equal([], body[names["items"]], "items")
                bench.equal(first[names["total"]], body[names["total"]], "total")

        fact = f"Page {page} is empty, and knows the total."
        yield Clause(f"{operation.name}/pages/beyond/{page}", fact, check, cost=3)

    size = 64
    for bits in (31, 32):

        def wrapping(bench: Bench, page: int = 2**bits // size + 1) -> None:
            body = bench.answer(operation, {names["page"]: page, names["size"]: size})
            bench.equal([], body[names["items"]], "items")

        if largest_page(operation) >= size and (largest is None or 2**bits // size < largest):
            fact = f"A page that begins at 2 to the {bits} is empty, too."
            yield Clause(f"{operation.name}/pages/beyond/{bits}-bits", fact, wrapping)

    def just_beyond(bench: Bench) -> None:
        total = bench.answer(operation)[names["total"]]
        for size in (1, 10):
            last, beyond = -(-total // size), -(-total // size) + 1
            sizes: dict[str, Any] = {names["size"]: size}
            items = bench.answer(operation, {**sizes, names["page"]: last})[names["items"]]
            bench.equal(total - (last - 1) * size, len(items), "items on the last page")
            items = bench.answer(operation, {**sizes, names["page"]: beyond})[names["items"]]
            bench.equal([], items, "items beyond the last page")

    fact = "The page after the last one is empty."
    yield Clause(f"{operation.name}/pages/beyond/next", fact, just_beyond, cost=5)


def _empty(operation: Operation) -> Iterator[Clause]:
    names = operation.pagination or {}

    def check(bench: Bench) -> None:
        for page in (1, 2):
            body = bench.answer(operation, {**bench.lab.empty, names["page"]: page})
            bench.equal([], body[names["items"]], "items")
            bench.equal(0, body[names["total"]], "total")

    fact = "What is known but has no items gives an empty page, no failure."
    yield Clause(f"{operation.name}/pages/empty", fact, check, _LAB, 2)


def _total(operation: Operation) -> Clause:
    names = operation.pagination or {}

    def check(bench: Bench) -> None:
        items = walk(bench, operation, largest_page(operation))
        for values in ({}, {names["size"]: 1}, {names["page"]: 3}):
            bench.equal(len(items), bench.answer(operation, values)[names["total"]], "total")

    fact = "The total is the number of items that a walk gives."
    return Clause(f"{operation.name}/pages/total", fact, check, cost=5)


def _alone(operation: Operation) -> Clause:
    """Every item belongs to what was asked for: where it names its place, it names that one."""

    def check(bench: Bench) -> None:
        asked = {
            one.name: bench.target.values[one.name]
            for one in operation.parameters
            if one.required and one.name in bench.target.values
        }
        for item in walk(bench, operation, largest_page(operation)):
            named = {name: item.get(name, value) for name, value in asked.items()}
            bench.equal(asked, named, "the place of an item")

    fact = "Only what was asked for is listed."
    return Clause(f"{operation.name}/pages/nothing-else", fact, check, cost=5)
