"""Orders: by the key that the contract documents, total, and the same in both directions."""

from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Operation, Parameter
from ..model import Order, order_of
from .page_walks import Listing, item_id, largest_page, walk


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the orders that a listing can be asked for."""
    if operation.pagination is None:
        return
    choices = [
        parameter
        for parameter in operation.parameters
        if "enum" in parameter.schema and parameter.name.startswith("sort")
    ]
    for values in product(*(choice.schema["enum"] for choice in choices)):
        chosen = {choice.name: value for choice, value in zip(choices, values, strict=True)}
        yield _same_items(operation, chosen)
        if order := order_of(operation.name, chosen):
            yield _sorted(operation, chosen, order)
    for choice in choices:
        if len(choice.schema["enum"]) == 2:
            for other in (other for other in choices if other is not choice):
                yield from _mirrored(operation, choice.name, choice.schema["enum"], other)


def _ids(operation: Operation, listing: Listing) -> dict[int, str]:
    return {position: item_id(operation, item) for position, item in listing.items.items()}


def _same_items(operation: Operation, order: Mapping[str, Any]) -> Clause:
    def check(checker: Checker) -> None:
        ordered = walk(checker, operation, largest_page(operation), **order)
        plain = walk(checker, operation, largest_page(operation))
        checker.expect_equal(plain.total, ordered.total, "the total")
        large, small = _ids(operation, ordered), _ids(operation, plain)
        if plain.is_whole and ordered.is_whole:
            checker.expect_equal(sorted(small.values()), sorted(large.values()), "the items")
        nines = _ids(operation, walk(checker, operation, 9, **order))
        both = sorted(nines.keys() & large.keys())
        checker.expect_equal(
            [large[position] for position in both],
            [nines[position] for position in both],
            "the order with smaller pages",
        )

    case = "-".join(str(value) for value in order.values()) or "usual"
    fact = f"Ordered by {' '.join(map(str, order.values()))}, the items stay the same."
    return Clause(f"{operation.name}/order/{case}", fact, check, cost=20)


def _sorted(operation: Operation, chosen: Mapping[str, Any], order: Order) -> Clause:
    """Build a clause that each item comes after the one before, by the fields that it shows."""

    def check(checker: Checker) -> None:
        listing = walk(checker, operation, largest_page(operation), **chosen)
        for first, second in pairwise(sorted(listing.items)):
            one, two = listing.items[first], listing.items[second]
            keys = (order.key(one), order.key(two))
            before, after = reversed(keys) if order.descending else keys
            checker.expect(
                before <= after,
                f"item {first} ({_shown(operation, one, order)}) comes before item {second} "
                f"({_shown(operation, two, order)})",
            )

    case = "-".join(str(value) for value in chosen.values()) or "usual"
    fact = f"Ordered by {' '.join(map(str, chosen.values()))}, items are in that order, ties by id."
    return Clause(f"{operation.name}/order/{case}/sorted", fact, check, cost=5)


def _shown(operation: Operation, item: Mapping[str, Any], order: Order) -> str:
    return f"{item_id(operation, item)[:40]}, {order.property} {order.value(item)!r}"


def _mirrored(
    operation: Operation, direction: str, values: list[str], other: Parameter
) -> Iterator[Clause]:
    for value in other.schema["enum"]:

        def check(checker: Checker, value: str = value) -> None:
            listings = [
                walk(checker, operation, 20, **{other.name: value, direction: way})
                for way in values
            ]
            forward, backward = (_ids(operation, listing) for listing in listings)
            last = listings[0].total - 1
            both = sorted(position for position in forward if last - position in backward)
            checker.expect_equal(
                [forward[position] for position in both],
                [backward[last - position] for position in both],
                f"{values[0]} and {values[1]} reversed",
            )

        fact = f"By {value}, one direction is the exact reverse of the other, ties included."
        yield Clause(f"{operation.name}/order/{value}/mirrored", fact, check, cost=20)
