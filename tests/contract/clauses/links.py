"""Links of the specification, followed: an item that one operation shows is found by another."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Link, Operation
from ..value_checks import without_nulls

_FOLLOWED = 30


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield a clause for each link of an operation; rules follow those of lookups."""
    for link in () if operation.looks_up else operation.links:
        if contract.operation(link.operation).reads_only:
            yield _followed(contract, operation, link)


def _followed(contract: Contract, operation: Operation, link: Link) -> Clause:
    goal = contract.operation(link.operation)

    def check(checker: Checker) -> None:
        body = checker.call_ok(operation)
        shown = _items(contract, body)
        checker.expect(bool(shown), f"{operation.name} shows nothing to follow")
        for index, item in enumerate(shown[:_FOLLOWED]):
            values = {name: _at(body, pointer, index) for name, pointer in link.pointers.items()}
            if None in values.values():
                continue  # every property of an item may be absent
            linked = _items(contract, checker.call_ok(goal, values))
            if goal.pagination is None and not _is_elsewhere(checker, item, linked[0]):
                checker.expect_equal(
                    [without_nulls(item)],
                    without_nulls(linked),
                    f"item {index} as {goal.name} shows it",
                )

    fact = f"The link {link.name} leads to {goal.name}."
    return Clause(f"{operation.name}/link/{link.name}", fact, check, cost=10)


def _items(contract: Contract, body: Mapping[str, Any]) -> list[Any]:
    payload = body[contract.envelope["payload"]]
    return payload if isinstance(payload, list) else [payload]


def _at(body: Any, pointer: str, index: int) -> Any:
    """Follow a JSON pointer, with another item in the place of the first one."""
    for step in re.sub(r"/0(?=/)", f"/{index}", pointer).strip("/").split("/"):
        if isinstance(body, list):
            body = body[int(step)]
        else:
            body = body.get(step) if isinstance(body, dict) else None
    return body


def _is_elsewhere(checker: Checker, item: Mapping[str, Any], linked: Mapping[str, Any]) -> bool:
    """Whether an item of the same id is another one, of other ids: an id may be in several places."""
    return any(item.get(name) != linked.get(name) for name in checker.target.values)
