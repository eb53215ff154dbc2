"""Reading is only reading: it repeats itself, and leaves everything as it was."""

from collections.abc import Iterator

from ..clause import Bench, Clause
from ..contract import Contract, Operation

_TIMES = 5


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about an operation that reads."""
    if operation.method != "GET":
        return

    def repeated(bench: Bench) -> None:
        field = contract.envelope["requestId"]
        bodies = [{**bench.answer(operation), field: ""} for _ in range(_TIMES)]
        for body in bodies[1:]:
            bench.equal(bodies[0], body, "the same answer again")

    def changes_nothing(bench: Bench) -> None:
        before = bench.lab.documents()
        for page in (None, 1, 2, 10**6):
            values = {operation.pagination["page"]: page} if operation.pagination else {}
            bench.answer(operation, values)
        for parameter in operation.parameters:
            if parameter.free:
                bench.missed(operation, bench.call(operation, {parameter.name: "there-is-none"}))
        bench.true(before == bench.lab.documents(), "reading has changed what is stored")
        bench.equal(len(bench.lab.jobs), len(before), "number of stored jobs")

    def makes_nothing(bench: Bench) -> None:
        """Ask for what is not there, twice: it is not there the second time either."""
        for parameter in operation.parameters:
            if parameter.free and parameter.required:
                for _ in range(2):
                    values = {parameter.name: f"there-is-none-{parameter.name}"}
                    bench.missed(operation, bench.call(operation, values))

    place = f"{operation.name}/reading"
    yield Clause(f"{place}/repeated", "The same call gives the same answer.", repeated, cost=_TIMES)
    fact = "Reading changes nothing."
    yield Clause(f"{place}/changes-nothing", fact, changes_nothing, frozenset({"lab"}), cost=6)
    fact = "To ask for something does not make it."
    yield Clause(f"{place}/makes-nothing", fact, makes_nothing, cost=6)
