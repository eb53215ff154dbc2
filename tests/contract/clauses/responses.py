"""The response itself: its schema, its envelope, and the parameters that it repeats."""

from collections.abc import Iterator

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..senders import RawResponse

_CALLS = 20
_REQUEST_ID = "x-acs-request-id"


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about any response of an operation."""

    def is_answered(checker: Checker) -> None:
        checker.call_ok(operation)

    def has_own_id(checker: Checker) -> None:
        field = contract.envelope["requestId"]
        ids = [checker.call_ok(operation)[field] for _ in range(_CALLS)]
        checker.expect_equal(_CALLS, len(set(ids)), "different request ids")

    def error_has_own_id(checker: Checker) -> None:
        field = contract.error_fields["requestId"]
        request = checker.signed_request(operation).with_header("authorization", None)
        codes = contract.codes("authentication")
        bodies = [
            checker.expect_error(operation, checker.client.send(operation, request), *codes)
            for _ in range(3)
        ]
        checker.expect_equal(3, len({body[field] for body in bodies}), "different request ids")

    yield Clause(f"{operation.name}/answer", "A good request is answered.", is_answered)
    yield Clause(
        f"{operation.name}/answer/request-id",
        "Every response has a request id of its own.",
        has_own_id,
        cost=_CALLS,
    )
    yield Clause(
        f"{operation.name}/refusal/request-id",
        "Every error response has a request id of its own.",
        error_has_own_id,
        cost=3,
    )
    yield from _request_id_headers(contract, operation)
    yield from _echoed(contract, operation)
    yield from _host(contract, operation)


def _request_id_headers(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield clauses about a header of our own: elsewhere, a gateway may have ids of its own."""

    def alike(checker: Checker, response: RawResponse, field: str) -> None:
        stated = response.json[field]
        checker.expect_equal(stated, response.headers.get(_REQUEST_ID, stated), _REQUEST_ID)

    def of_success(checker: Checker) -> None:
        alike(checker, checker.call(operation), contract.envelope["requestId"])

    def of_error(checker: Checker) -> None:
        request = checker.signed_request(operation).with_header("authorization", None)
        response = checker.client.send(operation, request)
        alike(checker, response, contract.error_fields["requestId"])

    fact = f"The header {_REQUEST_ID}, where there is one, has the request id of the body."
    needs = frozenset({"control"})
    yield Clause(f"{operation.name}/answer/request-id-header", fact, of_success, needs)
    yield Clause(f"{operation.name}/refusal/request-id-header", fact, of_error, needs)


def _echoed(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """A response's property of the name of a parameter holds the parameter's value."""
    properties = operation.response_schema.get("properties", {}) if operation.reads_only else {}
    for parameter in operation.parameters:
        if parameter.name not in properties:
            continue
        values = [None, 1, 2, 7, parameter.maximum] if parameter.type == "integer" else [None]
        for value in values:

            def repeats(
                checker: Checker, name: str = parameter.name, sent: int | None = value
            ) -> None:
                expected = operation.parameter(name).default if sent is None else sent
                checker.expect_equal(expected, checker.call_ok(operation, {name: sent})[name], name)

            case = "default" if value is None else value
            yield Clause(
                f"{operation.name}/{parameter.name}/repeated/{case}",
                f"The response repeats {parameter.name}.",
                repeats,
            )


def _host(contract: Contract, operation: Operation) -> Iterator[Clause]:
    field = contract.error_fields.get("host")

    def names_host(checker: Checker) -> None:
        request = checker.signed_request(operation).with_header("authorization", None)
        body = checker.client.send(operation, request).json
        checker.expect_equal(
            request.headers["host"], body.get(field, request.headers["host"]), str(field)
        )

    if field:
        yield Clause(
            f"{operation.name}/refusal/host", "An error response names the host.", names_host
        )
