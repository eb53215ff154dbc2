"""Harmless variations of a request: more headers, and a query in another spelling."""

from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import quote

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..oracle import MAX_PORTABLE_URL
from ..signing import RawRequest

_HARMLESS = {
    "accept-html": ("accept", "text/html"),
    "accept-nothing": ("accept", "image/png;q=0.1"),
    "accept-encoding": ("accept-encoding", "identity"),
    "content-type": ("content-type", "application/json; charset=utf-8"),
    "user-agent": ("user-agent", "curl/8"),
    "language": ("accept-language", "zh-CN"),
    "range": ("range", "bytes=0-1"),
    "if-none-match": ("if-none-match", "*"),
    "origin": ("origin", "https://example.com"),
    "cookie": ("cookie", "a=b"),
    "override": ("x-http-method-override", "DELETE"),
    "forwarded": ("x-forwarded-for", "203.0.113.9"),
    "unknown": ("x-in-the-next-version", "1"),
}
_NO_TEXT = b"curl/\xe9\xff".decode("utf-8", "surrogateescape")


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about variations that change nothing."""
    for name, (header, value) in _HARMLESS.items():
        yield _unchanged(
            operation, f"header/{name}", partial(RawRequest.with_header, name=header, value=value)
        )
    for name, change in _SPELLINGS.items():
        yield _unchanged(operation, f"query/{name}", change)
    yield _unchanged(operation, "query/as-long-as-every-server-takes", _lengthened)
    yield _names_in_capitals(operation)
    yield _no_text(operation)


def _unchanged(
    operation: Operation, name: str, change: Callable[[RawRequest], RawRequest]
) -> Clause:
    def check(checker: Checker) -> None:
        field = checker.contract.envelope["requestId"]
        plain = checker.call_ok(operation)
        request = checker.client.sign(
            operation, change(checker.client.unsigned_request(operation, {}))
        )
        changed = checker.expect_success(operation, checker.client.send(operation, request))
        if operation.reads_only:
            checker.expect_equal({**plain, field: ""}, {**changed, field: ""}, "the response")

    fact = f"The response stays the same ({name.replace('/', ': ').replace('-', ' ')})."
    return Clause(f"{operation.name}/{name}", fact, check, cost=2)


def _names_in_capitals(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.signed_request(operation)
        capitals = {
            name.upper(): value for name, value in request.headers.items() if name != "host"
        }
        response = checker.client.send(
            operation, request.with_changes(headers={"host": request.headers["host"], **capitals})
        )
        checker.expect_success(operation, response)

    return Clause(f"{operation.name}/header/names-in-capitals", "Header names have no case.", check)


def _no_text(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {}).with_header("user-agent", _NO_TEXT)
        signed = checker.client.sign(operation, request, unsigned=frozenset({"user-agent"}))
        checker.expect_success(operation, checker.client.send(operation, signed))

    fact = "A header whose bytes are no text does no harm."
    return Clause(f"{operation.name}/header/no-text", fact, check)


def _encoded(text: str) -> str:
    """Encode every letter and digit that need not be."""
    return "".join(
        f"%{ord(sign):02X}" if sign.isalnum() and sign.isascii() else sign for sign in text
    )


def _respelt(request: RawRequest) -> RawRequest:
    pairs = [pair.partition("=")[::2] for pair in request.query.split("&") if pair]
    spelt = [f"{quote(name)}={value if '%' in value else _encoded(value)}" for name, value in pairs]
    return request.with_changes(query="&".join(spelt))


def _with_encoded_names(request: RawRequest) -> RawRequest:
    pairs = [pair.partition("=")[::2] for pair in request.query.split("&") if pair]
    return request.with_changes(
        query="&".join(f"{_encoded(name)}={value}" for name, value in pairs)
    )


def _lengthened(request: RawRequest) -> RawRequest:
    longer = request.with_changes(query=f"{request.query}&long=".lstrip("&"))
    return longer.with_changes(query=longer.query + "x" * (MAX_PORTABLE_URL - len(longer.target)))


_SPELLINGS: dict[str, Callable[[RawRequest], RawRequest]] = {
    "unknown-parameter": lambda request: request.with_changes(
        query=f"{request.query}&newInTheNextVersion=1".lstrip("&")
    ),
    "unknown-parameter-twice": lambda request: request.with_changes(
        query=f"{request.query}&new=1&new=2".lstrip("&")
    ),
    "unknown-parameter-nasty": lambda request: request.with_changes(
        query=f"{request.query}&%27=%00".lstrip("&")
    ),
    "reversed": lambda request: request.with_changes(
        query="&".join(reversed(request.query.split("&")))
    ),
    "needless-encoding": _respelt,
    "encoded-names": _with_encoded_names,
    "name-alone": lambda request: request.with_changes(query=f"{request.query}&alone".lstrip("&")),
    "empty-pairs": lambda request: request.with_changes(query=f"&&{request.query}&"),
    "same-names-in-any-order": lambda request: request.with_changes(
        query=f"more=2&{request.query}&more=1&less=3".replace("&&", "&")
    ),
    "unreadable-name": lambda request: request.with_changes(
        query=f"{request.query}&%FF=1".lstrip("&")
    ),
}
