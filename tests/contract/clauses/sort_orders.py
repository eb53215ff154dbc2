"""Orders: every one of them is total, and its two directions mirror each other."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from .page_walks import largest_page, walk


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the orders that a listing can be asked for."""
    if operation.pagination is None:
        return
    choices = [
        parameter
        for parameter in operation.parameters
        if "enum" in parameter.schema and not parameter.required
    ]
    for values in product(*(choice.schema["enum"] for choice in choices)):
        order = {choice.name: value for choice, value in zip(choices, values, strict=True)}
        yield _same_items(operation, order)
    for choice in choices:
        if len(choice.schema["enum"]) == 2:
            for other in (other for other in choices if other is not choice):
                yield from _mirrored(operation, choice.name, choice.schema["enum"], other)


def _walked(checker: Checker, operation: Operation, size: int, order: dict[str, Any]) -> list[Any]:
    assert operation.pagination is not None
    key = operation.pagination["key"]
    return [item[key] for item in walk(checker, operation, size, **order)]


def _same_items(operation: Operation, order: dict[str, Any]) -> Clause:
    def check(checker: Checker) -> None:
        large = _walked(checker, operation, largest_page(operation), order)
        plain = _walked(checker, operation, largest_page(operation), {})
        checker.expect_equal(sorted(plain), sorted(large), "the items")
        checker.expect_equal(
            large, _walked(checker, operation, 9, order), "the order with smaller pages"
        )

    case = "-".join(str(value) for value in order.values())
    fact = f"Ordered by {' '.join(map(str, order.values()))}, the items stay the same."
    return Clause(f"{operation.name}/order/{case}", fact, check, cost=20)


def _mirrored(
    operation: Operation, direction: str, values: list[str], other: Any
) -> Iterator[Clause]:
    for value in other.schema["enum"]:

        def check(checker: Checker, value: str = value) -> None:
            one, two = (
                _walked(checker, operation, 20, {other.name: value, direction: way})
                for way in values
            )
            checker.expect_equal(one, two[::-1], f"{values[0]} and {values[1]} reversed")

        fact = f"By {value}, one direction is the exact reverse of the other, ties included."
        yield Clause(f"{operation.name}/order/{value}/mirrored", fact, check, cost=20)
