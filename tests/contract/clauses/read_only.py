"""Reading changes nothing: it is repeatable, and stored data stay as they are."""

from collections.abc import Iterator

from ..clause import Checker, Clause
from ..contract import Contract, Operation

_TIMES = 5


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about an operation that reads."""
    if operation.method != "GET":
        return

    def repeated(checker: Checker) -> None:
        field = contract.envelope["requestId"]
        bodies = [{**checker.call_ok(operation), field: ""} for _ in range(_TIMES)]
        for body in bodies[1:]:
            checker.expect_equal(bodies[0], body, "the same response again")

    def changes_nothing(checker: Checker) -> None:
        before = checker.control.documents()
        for page in (None, 1, 2, 10**6):
            values = {operation.pagination["page"]: page} if operation.pagination else {}
            checker.call_ok(operation, values)
        for parameter in operation.parameters:
            if parameter.is_free_text:
                checker.expect_not_found(
                    operation, checker.call(operation, {parameter.name: "there-is-none"})
                )
        checker.expect(before == checker.control.documents(), "reading has changed stored data")
        checker.expect_equal(len(checker.control.jobs), len(before), "number of stored jobs")

    def makes_nothing(checker: Checker) -> None:
        """Call twice with an id that does not exist: it still does not."""
        for parameter in operation.parameters:
            if parameter.is_free_text and parameter.required:
                for _ in range(2):
                    values = {parameter.name: f"there-is-none-{parameter.name}"}
                    checker.expect_not_found(operation, checker.call(operation, values))

    prefix = f"{operation.name}/reading"
    yield Clause(
        f"{prefix}/repeated", "The same call gives the same response.", repeated, cost=_TIMES
    )
    fact = "Reading changes nothing."
    yield Clause(f"{prefix}/changes-nothing", fact, changes_nothing, frozenset({"control"}), cost=6)
    fact = "Reading creates nothing."
    yield Clause(f"{prefix}/makes-nothing", fact, makes_nothing, cost=6)
