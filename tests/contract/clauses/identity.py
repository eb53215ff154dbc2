"""What is asked for by its id is that, or it does not exist."""

from collections.abc import Callable, Iterator
from typing import Any

from ..clause import Bench, Clause
from ..contract import Contract, Operation, Parameter

_CHANGES: dict[str, Callable[[str], str]] = {
    "other-case": str.swapcase,
    "upper": str.upper,
    "shorter": lambda known: known[:-1],
    "first-letter-alone": lambda known: known[:1],
    "without-first-letter": lambda known: known[1:],
    "longer": lambda known: f"{known}0",
    "longer-by-nul": lambda known: f"{known}\0",
    "wildcard": lambda _: "%",
    "star": lambda _: "*",
    "prefix-and-wildcard": lambda known: f"{known[:4]}%",
    "one-letter-wildcard": lambda known: f"{known[:-1]}_",
    "blank-after": lambda known: f"{known} ",
    "blank-before": lambda known: f" {known}",
    "full-width": lambda known: chr(ord(known[0]) + 0xFEE0) + known[1:],
    "escaped": lambda known: f"%{ord(known[0]):02X}{known[1:]}",
    "listed": lambda known: f"{known},{known}",
}


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about ids that are almost right."""
    for parameter in operation.parameters:
        if parameter.free and parameter.required:
            for name, change in _CHANGES.items():
                if parameter.place != "header" or not name.startswith(("blank", "longer-by")):
                    yield _exact(operation, parameter, name, change)
            yield _unknown(operation, parameter)


def _exact(
    operation: Operation, parameter: Parameter, name: str, change: Callable[[str], str]
) -> Clause:
    def check(bench: Bench) -> None:
        known = str(bench.target.values[parameter.name])
        other = change(known)
        if other in (known, ""):
            return
        bench.missed(operation, bench.call(operation, {parameter.name: other}))

    fact = f"{parameter.name} is compared exactly ({name.replace('-', ' ')})."
    return Clause(f"{operation.name}/{parameter.name}/exactly/{name}", fact, check)


def _unknown(operation: Operation, parameter: Parameter) -> Clause:
    def check(bench: Bench) -> None:
        for page in (None, 1, 2):
            values: dict[str, Any] = {parameter.name: "there-is-none"}
            if operation.pagination:
                values |= {operation.pagination["page"]: page}
            bench.missed(operation, bench.call(operation, values))

    fact = f"An unknown {parameter.name} is a failure, not an empty answer."
    return Clause(f"{operation.name}/{parameter.name}/unknown", fact, check, cost=3)
