"""Methods beside the one that an operation has, and HEAD."""

from collections.abc import Iterator

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..oracle import UNKNOWN_PATH
from ..signing import Sent

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "PROPFIND", "get", "X")
_LENGTH = "content-length"


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about methods."""
    had = {one.method for one in contract.operations if one.path == operation.path}
    allowed = had | ({"HEAD"} if "GET" in had else set())
    for method in _METHODS:
        if method not in had:
            yield _other(operation, method, allowed)
    if operation.method == "GET":
        yield from _head(operation)


def _other(operation: Operation, method: str, allowed: set[str]) -> Clause:
    def check(bench: Bench) -> None:
        sent = bench.wire.unsigned(operation, {}).but(method=method)
        reply = bench.wire.send(operation, bench.wire.sign(operation, sent))
        bench.equal(405, reply.status, "status")
        bench.equal(UNKNOWN_PATH, reply.json.get(bench.contract.refusal["code"]), "code")
        named = {one.strip() for one in reply.headers.get("allow", "").split(",")}
        bench.equal(sorted(allowed), sorted(named), "the Allow header")
        bench.equal([], list(operation.responses["405"].iter_errors(reply.json)), "faults")

    needs = frozenset() if method == "OPTIONS" else frozenset({"writes"})
    fact = f"The method {method} is refused, and the others are named."
    return Clause(f"{operation.name}/method/{method}", fact, check, needs)


def _head(operation: Operation) -> Iterator[Clause]:
    def compare(bench: Bench, first: Sent, second: Sent) -> None:
        got = bench.wire.send(operation, first)
        head = bench.wire.send(operation, second)
        bench.equal(got.status, head.status, "status")
        bench.equal("", head.body.decode("latin-1"), "the body")
        for name in ("content-type", _LENGTH):
            bench.equal(got.headers.get(name), head.headers.get(name, got.headers.get(name)), name)

    def success(bench: Bench) -> None:
        sent = bench.wire.unsigned(operation, {})
        get = bench.wire.sign(operation, sent)
        compare(bench, get, bench.wire.sign(operation, sent.but(method="HEAD")))

    def failure(bench: Bench) -> None:
        names = [one.name for one in operation.parameters if one.free and one.required]
        sent = bench.wire.unsigned(operation, {names[0]: "there-is-none"} if names else {})
        get = bench.wire.sign(operation, sent)
        compare(bench, get, bench.wire.sign(operation, sent.but(method="HEAD")))

    def refusal(bench: Bench) -> None:
        get = bench.signed(operation).header("authorization", None)
        compare(bench, get, get.but(method="HEAD"))

    def signed_as_get(bench: Bench) -> None:
        reply = bench.wire.send(operation, bench.signed(operation).but(method="HEAD"))
        code = "SignatureDoesNotMatch"
        bench.equal(bench.contract.status(code), reply.status, "status")

    place = f"{operation.name}/method/HEAD"
    yield Clause(f"{place}/success", "HEAD answers as GET, without the body.", success)
    yield Clause(f"{place}/failure", "HEAD fails as GET, without the body.", failure)
    yield Clause(f"{place}/refusal", "HEAD is refused as GET, without the body.", refusal)
    yield Clause(f"{place}/signed-as-GET", "HEAD is signed as HEAD.", signed_as_get)
