"""Methods beside the one that an operation has, and HEAD."""

from collections.abc import Iterator

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..oracle import UNKNOWN_PATH
from ..signing import RawRequest

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "PROPFIND", "get", "X")
_LENGTH = "content-length"


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about methods."""
    had = contract.methods_at(operation.path)
    allowed = had | ({"HEAD"} if "GET" in had else set())
    for method in _METHODS:
        if method not in had:
            yield _other(operation, method, allowed)
    yield _trace(operation)
    if operation.method == "GET":
        yield from _head(operation)
        yield _head_signed_as_get(operation)


def _other(operation: Operation, method: str, allowed: set[str]) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {}).with_changes(method=method)
        response = checker.client.send(operation, checker.client.sign(operation, request))
        checker.expect_error(operation, response, UNKNOWN_PATH, status=405)
        named = {method.strip() for method in response.headers.get("allow", "").split(",")}
        checker.expect_equal(sorted(allowed), sorted(named), "the Allow header")

    needs = frozenset() if method.upper() in ("GET", "OPTIONS") else frozenset({"writes"})
    fact = f"The method {method} is refused, and the others are named."
    return Clause(f"{operation.name}/method/{method}", fact, check, needs)


def _trace(operation: Operation) -> Clause:
    """Build a clause that no one gets a request back, with what is in its headers."""

    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {}).with_changes(method="TRACE")
        signed = checker.client.sign(operation, request)
        response = checker.client.send(operation, signed)
        checker.expect(response.status >= 400, f"TRACE has status {response.status}")
        signature = signed.headers["authorization"].rpartition("=")[2]
        shown = response.body + str(response.headers).encode()
        checker.expect(signature.encode() not in shown, "TRACE returns the signature")

    fact = "TRACE is refused, and returns no header of the request."
    return Clause(f"{operation.name}/method/TRACE", fact, check)


def _head(operation: Operation) -> Iterator[Clause]:
    def compare(checker: Checker, first: RawRequest, second: RawRequest) -> None:
        got = checker.client.send(operation, first)
        head = checker.client.send(operation, second)
        checker.expect_equal(got.status, head.status, "status")
        checker.expect_equal("", head.body.decode("latin-1"), "the body")
        own = got.headers.get(_LENGTH)
        checker.expect_equal(own, head.headers.get(_LENGTH, own), _LENGTH)
        types = [response.headers.get("content-type") for response in (got, head)]
        checker.expect_equal(types[0], types[1], "content-type")

    def success(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {})
        get = checker.client.sign(operation, request)
        compare(checker, get, checker.client.sign(operation, request.with_changes(method="HEAD")))

    def failure(checker: Checker) -> None:
        names = [
            parameter.name
            for parameter in operation.parameters
            if parameter.is_free_text and parameter.required
        ]
        request = checker.client.unsigned_request(
            operation, {names[0]: "there-is-none"} if names else {}
        )
        get = checker.client.sign(operation, request)
        compare(checker, get, checker.client.sign(operation, request.with_changes(method="HEAD")))

    def refusal(checker: Checker) -> None:
        get = checker.signed_request(operation).with_header("authorization", None)
        compare(checker, get, get.with_changes(method="HEAD"))

    prefix = f"{operation.name}/method/HEAD"
    yield Clause(f"{prefix}/success", "HEAD answers as GET, without the body.", success)
    yield Clause(f"{prefix}/failure", "HEAD fails as GET, without the body.", failure)
    yield Clause(f"{prefix}/refusal", "HEAD is refused as GET, without the body.", refusal)


def _head_signed_as_get(operation: Operation) -> Clause:
    def signed_as_get(checker: Checker) -> None:
        response = checker.client.send(
            operation, checker.signed_request(operation).with_changes(method="HEAD")
        )
        code = "SignatureDoesNotMatch"
        checker.expect_equal(checker.contract.status(code), response.status, "status")

    return Clause(
        f"{operation.name}/method/HEAD/signed-as-GET", "HEAD is signed as HEAD.", signed_as_get
    )
