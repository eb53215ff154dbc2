"""Messages of error responses: `x-errors` promises that they have the bounds."""

from collections.abc import Iterator
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Operation, Parameter

_NO_VALUE = "no-value-of-this-parameter"


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the messages of refusals."""
    for parameter in operation.parameters:
        if expected := [str(bound) for bound in _bounds(parameter)]:
            yield _has_bounds(operation, parameter, expected)


def _bounds(parameter: Parameter) -> list[Any]:
    """Return the bounds of a parameter: the ends of a range, or the values of an enumeration."""
    ends = [parameter.schema[name] for name in ("minimum", "maximum") if name in parameter.schema]
    return [*ends, *parameter.schema.get("enum", ())]


def _has_bounds(operation: Operation, parameter: Parameter, expected: list[str]) -> Clause:
    def check(checker: Checker) -> None:
        response = checker.call(operation, {parameter.name: _NO_VALUE})
        body = checker.expect_error(operation, response, f"Invalid{parameter.error_name}")
        message = body[checker.contract.error_fields["message"]]
        for bound in expected:
            checker.expect(bound in message, f"the bound {bound} is not in the message: {message}")

    prefix = f"{operation.name}/{parameter.name}/message"
    return Clause(prefix, "The message of an error response has the bounds.", check)
