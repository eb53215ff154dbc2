"""Items of every kind that a listing has, compared with what a link from them shows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Link, Operation
from ..value_checks import without_nulls
from .page_walks import largest_page, walk

_MOST = 40
"""Items that are compared."""

Leaf = tuple[str, str]


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield a clause for each link from an item of a listing to the item alone."""
    if operation.pagination is None:
        return
    for link in operation.links:
        goal = contract.operation(link.operation)
        if goal.reads_only and goal.pagination is None:
            yield _alike(contract, operation, link)


def _alike(contract: Contract, operation: Operation, link: Link) -> Clause:
    goal = contract.operation(link.operation)

    fields = {name: pointer.rpartition("/")[2] for name, pointer in link.pointers.items()}

    def check(checker: Checker) -> None:
        items = walk(checker, operation, largest_page(operation)).known
        for item in _of_every_kind(items):
            values = {name: item.get(field) for name, field in fields.items()}
            if None in values.values():
                continue
            shown = checker.call_ok(goal, values)[contract.envelope["payload"]]
            if all(
                item.get(name) == shown.get(name) for name in checker.target.values.keys() - values
            ):
                checker.expect_equal(
                    without_nulls(item), without_nulls(shown), f"the item as {goal.name} shows it"
                )

    fact = f"An item of each kind is listed as {goal.name} shows it."
    return Clause(f"{operation.name}/link/{link.name}/each-kind", fact, check, cost=_MOST)


def _of_every_kind(items: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield items, until every field and every value that several items share was among them."""
    leaves = [frozenset(_leaves(item, "")) for item in items]
    known: set[Leaf] = set()
    several: set[Leaf] = set()
    for found in leaves:
        several |= found & known
        known |= found
    seen: set[Leaf] = set()
    chosen = 0
    for item, found in zip(items, leaves, strict=True):
        new = (found & several) - seen
        if (new or not chosen) and chosen < _MOST:
            chosen += 1
            seen |= new
            yield item


def _leaves(value: Any, path: str) -> Iterator[Leaf]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}/{name}")
    elif not isinstance(value, list):
        yield path, repr(value)
