"""Reading changes nothing: it is repeatable, and stored data stay as they are."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from .page_walks import largest_page

_TIMES = 5


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about an operation that reads."""
    if operation.method == "GET":
        yield _repeated(contract, operation)
        yield _changes_nothing(operation)
        yield _leaves_data(operation)
        yield _makes_nothing(operation)


def _repeated(contract: Contract, operation: Operation) -> Clause:
    field = contract.envelope["requestId"]

    def check(checker: Checker) -> None:
        bodies = [{**checker.call_ok(operation), field: ""} for _ in range(_TIMES)]
        for body in bodies[1:]:
            checker.expect_equal(bodies[0], body, "the same response again")

    fact = "The same call gives the same response."
    return Clause(f"{operation.name}/reading/repeated", fact, check, cost=_TIMES)


def _changes_nothing(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        before = checker.control.documents()
        for page in (None, 1, 2, 10**6):
            values = {operation.pagination["page"]: page} if operation.pagination else {}
            checker.call_ok(operation, values)
        for parameter in operation.parameters:
            if parameter.is_free_text:
                _find_nothing(checker, operation, {parameter.name: "there-is-none"})
        checker.expect(before == checker.control.documents(), "reading has changed stored data")

    needs = frozenset({"control"})
    return Clause(
        f"{operation.name}/reading/changes-nothing", "Reading changes nothing.", check, needs, 6
    )


def _leaves_data(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        before = _shown(checker)
        for act in _ACTS:
            act(checker, operation)
            checker.expect_equal(before, _shown(checker), f"the data after {act.__name__[1:]}")

    fact = "Whatever is read, in whatever way, the data stay as they are."
    return Clause(f"{operation.name}/reading/leaves-data", fact, check, cost=20)


def _makes_nothing(operation: Operation) -> Clause:
    """Build a clause that an id which does not exist still does not when it is requested again."""

    def check(checker: Checker) -> None:
        for parameter in operation.parameters:
            if parameter.is_free_text and parameter.required:
                for _ in range(2):
                    values = {parameter.name: f"there-is-none-{parameter.name}"}
                    _find_nothing(checker, operation, values)

    return Clause(
        f"{operation.name}/reading/makes-nothing", "Reading creates nothing.", check, cost=6
    )


def _find_nothing(checker: Checker, operation: Operation, values: dict[str, Any]) -> None:
    checker.expect_nothing_known(
        operation, checker.call(operation, values), {**checker.target.values, **values}
    )


def _shown(checker: Checker) -> dict[str, Any]:
    """Return what each operation shows, request ids aside; of a listing, both ends."""
    field, shown = checker.contract.envelope["requestId"], {}
    for operation in checker.contract.operations:
        if operation.method != "GET" or not _is_callable(checker, operation):
            continue
        for way in _directions(operation):
            shown[f"{operation.name} {way}"] = {**checker.call_ok(operation, way), field: ""}
    return shown


def _is_callable(checker: Checker, operation: Operation) -> bool:
    """Whether the target's ids are enough to call an operation."""
    needed = (parameter for parameter in operation.parameters if parameter.required)
    return all(parameter.name in checker.target.values for parameter in needed)


def _directions(operation: Operation) -> list[dict[str, Any]]:
    if operation.pagination is None:
        return [{}]
    size = {operation.pagination["size"]: largest_page(operation)}
    choices = [parameter for parameter in operation.parameters if "enum" in parameter.schema]
    names = {choice.name for choice in choices if len(choice.schema["enum"]) == 2}
    values = product(*(operation.parameter(name).schema["enum"] for name in names))
    return [{**size, **dict(zip(names, chosen, strict=True))} for chosen in values]


def _reading(checker: Checker, operation: Operation) -> None:
    for _ in range(2):
        checker.call_ok(operation)


def _other_methods(checker: Checker, operation: Operation) -> None:
    for method in ("HEAD", "OPTIONS", "TRACE"):
        request = checker.client.unsigned_request(operation, {}).with_changes(method=method)
        checker.client.send(operation, checker.client.sign(operation, request))


def _far_pages(checker: Checker, operation: Operation) -> None:
    if names := operation.pagination:
        for page in (10**4, 10**6):
            checker.call(operation, {names["page"]: page})


def _every_value(checker: Checker, operation: Operation) -> None:
    for parameter in operation.parameters:
        for value in parameter.schema.get("enum", ()):
            checker.call_ok(operation, {parameter.name: value})


def _unknown_ids(checker: Checker, operation: Operation) -> None:
    for parameter in operation.parameters:
        if parameter.is_free_text:
            checker.call(operation, {parameter.name: "there-is-none"})


def _refusals(checker: Checker, operation: Operation) -> None:
    for parameter in operation.parameters:
        checker.call(operation, {parameter.name: None})
        checker.call(operation, {parameter.name: ""})
    unsigned = checker.signed_request(operation).with_header("authorization", None)
    checker.client.send(operation, unsigned)


_ACTS = (_reading, _other_methods, _far_pages, _every_value, _unknown_ids, _refusals)
