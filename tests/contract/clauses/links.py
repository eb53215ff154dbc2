"""Links of the specification, followed: an item that one operation shows is found by another."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Link, Operation

_FOLLOWED = 30


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield a clause for each link of an operation."""
    for link in operation.links:
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
            linked = _items(contract, checker.call_ok(goal, values))
            if goal.pagination is None:
                checker.expect_equal([item], linked, f"item {index} as {goal.name} shows it")

    fact = f"The link {link.name} leads to {goal.name}."
    return Clause(f"{operation.name}/link/{link.name}", fact, check, cost=10)


def _items(contract: Contract, body: Mapping[str, Any]) -> list[Any]:
    payload = body[contract.envelope["payload"]]
    return payload if isinstance(payload, list) else [payload]


def _at(body: Any, pointer: str, index: int) -> Any:
    """Follow a JSON pointer, with another item in the place of the first one."""
    for step in re.sub(r"/0(?=/)", f"/{index}", pointer).strip("/").split("/"):
        body = body[int(step)] if isinstance(body, list) else body[step]
    return body
