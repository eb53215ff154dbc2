"""Forms of responses that our own target keeps where the contract leaves them open."""

from collections.abc import Iterator

from ..clause import Checker, Clause
from ..contract import Contract, Operation

_REQUEST_ID = "x-acs-request-id"
_CONTROL = frozenset({"control"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about a target in our hands."""

    def same_id(checker: Checker) -> None:
        unsigned = checker.signed_request(operation).with_header("authorization", None)
        for fields, response in (
            (contract.envelope, checker.call(operation)),
            (contract.error_fields, checker.client.send(operation, unsigned)),
        ):
            stated = response.json[fields["requestId"]]
            checker.expect_equal(stated, response.headers.get(_REQUEST_ID, stated), _REQUEST_ID)

    fact = "The request id of our responses is the same in header and body."
    yield Clause(f"{operation.name}/own-form/request-id", fact, same_id, _CONTROL, 2)
    if operation.pagination:
        yield _failed_listing(operation, operation.pagination["items"])


def _failed_listing(operation: Operation, items: str) -> Clause:
    def check(checker: Checker) -> None:
        parameter = next(each for each in operation.parameters if each.is_free_text)
        response = checker.call(operation, {parameter.name: "there-is-none"})
        checker.expect_not_found(operation, response)
        checker.expect_equal([], response.json.get(items), items)

    fact = "A failed listing of ours has an empty list."
    return Clause(f"{operation.name}/own-form/failed-listing", fact, check, _CONTROL)
