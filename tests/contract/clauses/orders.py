"""Orders: every one of them is total, and its two directions mirror each other."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from .walking import largest_page, walk


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about the orders that a listing can be asked for."""
    if operation.pagination is None:
        return
    choices = [one for one in operation.parameters if "enum" in one.schema and not one.required]
    for values in product(*(one.schema["enum"] for one in choices)):
        asked = {one.name: value for one, value in zip(choices, values, strict=True)}
        yield _same_items(operation, asked)
    for one in choices:
        if len(one.schema["enum"]) == 2:
            for other in (other for other in choices if other is not one):
                yield from _mirrored(operation, one.name, one.schema["enum"], other)


def _walked(bench: Bench, operation: Operation, size: int, asked: dict[str, Any]) -> list[Any]:
    assert operation.pagination is not None
    key = operation.pagination["key"]
    return [item[key] for item in walk(bench, operation, size, **asked)]


def _same_items(operation: Operation, asked: dict[str, Any]) -> Clause:
    def check(bench: Bench) -> None:
        large = _walked(bench, operation, largest_page(operation), asked)
        plain = _walked(bench, operation, largest_page(operation), {})
        bench.equal(sorted(plain), sorted(large), "the items")
        bench.equal(large, _walked(bench, operation, 9, asked), "the order with smaller pages")

    shown = "-".join(str(value) for value in asked.values())
    fact = f"Ordered by {' '.join(map(str, asked.values()))}, the items stay the same."
    return Clause(f"{operation.name}/order/{shown}", fact, check, cost=20)


def _mirrored(
    operation: Operation, direction: str, values: list[str], other: Any
) -> Iterator[Clause]:
    for value in other.schema["enum"]:

        def check(bench: Bench, value: str = value) -> None:
            one, two = (
                _walked(bench, operation, 20, {other.name: value, direction: way}) for way in values
            )
            bench.equal(one, two[::-1], f"{values[0]} and {values[1]} reversed")

        fact = f"By {value}, one direction is the exact reverse of the other, ties included."
        yield Clause(f"{operation.name}/order/{value}/mirrored", fact, check, cost=20)
