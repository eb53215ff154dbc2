"""Ids with signs that nobody sees: they are other ids."""

from collections.abc import Iterator

from ..clause import Checker, Clause
from ..contract import Contract, Operation, Parameter

_SIGNS = {
    "zero-width-space": "\u200b",
    "zero-width-joiner": "\u200d",
    "soft-hyphen": "\u00ad",
    "byte-order-mark": "\ufeff",
    "left-to-right-mark": "\u200e",
}


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield a clause for each id of an operation that is part of its URL."""
    for parameter in operation.parameters:
        is_id = parameter.is_free_text and parameter.required and parameter.location != "header"
        if is_id and (operation.reads_only or parameter.name != "namespace"):
            yield _exact(operation, parameter)


def _exact(operation: Operation, parameter: Parameter) -> Clause:
    def check(checker: Checker) -> None:
        all_known = checker.target.values_for(operation)
        known = str(all_known[parameter.name])
        for sign in _SIGNS.values():
            for other in (f"{known[:1]}{sign}{known[1:]}", f"{known}{sign}"):
                values = {parameter.name: other}
                response = checker.call(operation, values)
                checker.expect_nothing_known(operation, response, {**all_known, **values})

    fact = f"{parameter.name} is another with a sign that nobody sees."
    clause_id = f"{operation.name}/{parameter.name}/exactly/invisible-signs"
    return Clause(clause_id, fact, check, cost=2 * len(_SIGNS))
