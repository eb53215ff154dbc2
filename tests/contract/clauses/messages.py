"""What a refusal tells whoever reads it: `x-errors` promises that its message gives the bounds."""

from collections.abc import Iterator
from typing import Any

from ..clause import Bench, Clause
from ..contract import Contract, Operation, Parameter

_NO_VALUE = "no-value-of-this-parameter"


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about the messages of refusals."""
    for parameter in operation.parameters:
        if expected := [str(bound) for bound in _bounds(parameter)]:
            yield _gives_bounds(operation, parameter, expected)


def _bounds(parameter: Parameter) -> list[Any]:
    """Give what the specification states: the ends of a range, or the values of a choice."""
    ends = [parameter.schema[name] for name in ("minimum", "maximum") if name in parameter.schema]
    return [*ends, *parameter.schema.get("enum", ())]


def _gives_bounds(operation: Operation, parameter: Parameter, expected: list[str]) -> Clause:
    def check(bench: Bench) -> None:
        reply = bench.call(operation, {parameter.name: _NO_VALUE})
        body = bench.refused(operation, reply, f"Invalid{parameter.code}")
        message = body[bench.contract.refusal["message"]]
        for bound in expected:
            bench.true(bound in message, f"the bound {bound} is not in the message: {message}")

    place = f"{operation.name}/{parameter.name}/message"
    return Clause(place, "The message of a refusal gives the bounds.", check)
