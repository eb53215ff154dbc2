"""What a request may have beside what is asked: headers, a body, a query in another spelling."""

from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import quote

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..oracle import EVERY_SERVER_TAKES
from ..signing import Sent

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
    """Give the clauses about what changes nothing."""
    for name, (header, value) in _HARMLESS.items():
        yield _unchanged(
            operation, f"header/{name}", partial(Sent.header, name=header, value=value)
        )
    for name, change in _SPELLINGS.items():
        yield _unchanged(operation, f"query/{name}", change)
    yield _unchanged(operation, "query/as-long-as-every-server-takes", _lengthened)
    yield _names_in_capitals(operation)
    yield _no_text(operation)


def _unchanged(operation: Operation, name: str, change: Callable[[Sent], Sent]) -> Clause:
    def check(bench: Bench) -> None:
        field = bench.contract.envelope["requestId"]
        plain = bench.answer(operation)
        sent = bench.wire.sign(operation, change(bench.wire.unsigned(operation, {})))
        changed = bench.answered(operation, bench.wire.send(operation, sent))
        bench.equal({**plain, field: ""}, {**changed, field: ""}, "the answer")

    fact = f"The answer stays the same ({name.replace('/', ': ').replace('-', ' ')})."
    return Clause(f"{operation.name}/{name}", fact, check, cost=2)


def _names_in_capitals(operation: Operation) -> Clause:
    def check(bench: Bench) -> None:
        sent = bench.signed(operation)
        capitals = {name.upper(): value for name, value in sent.headers.items() if name != "host"}
        reply = bench.wire.send(
            operation, sent.but(headers={"host": sent.headers["host"], **capitals})
        )
        bench.answered(operation, reply)

    return Clause(f"{operation.name}/header/names-in-capitals", "Header names have no case.", check)


def _no_text(operation: Operation) -> Clause:
    def check(bench: Bench) -> None:
        sent = bench.wire.unsigned(operation, {}).header("user-agent", _NO_TEXT)
        signed = bench.wire.sign(operation, sent, unsigned=frozenset({"user-agent"}))
        bench.answered(operation, bench.wire.send(operation, signed))

    fact = "A header whose bytes are no text does no harm."
    return Clause(f"{operation.name}/header/no-text", fact, check, frozenset({"lab"}))


def _encoded(text: str) -> str:
    """Encode every letter and digit that need not be."""
    return "".join(
        f"%{ord(sign):02X}" if sign.isalnum() and sign.isascii() else sign for sign in text
    )


def _respelt(sent: Sent) -> Sent:
    pairs = [pair.partition("=")[::2] for pair in sent.query.split("&") if pair]
    spelt = [f"{quote(name)}={value if '%' in value else _encoded(value)}" for name, value in pairs]
    return sent.but(query="&".join(spelt))


def _with_encoded_names(sent: Sent) -> Sent:
    pairs = [pair.partition("=")[::2] for pair in sent.query.split("&") if pair]
    return sent.but(query="&".join(f"{_encoded(name)}={value}" for name, value in pairs))


def _lengthened(sent: Sent) -> Sent:
    longer = sent.but(query=f"{sent.query}&long=".lstrip("&"))
    return longer.but(query=longer.query + "x" * (EVERY_SERVER_TAKES - len(longer.target)))


_SPELLINGS: dict[str, Callable[[Sent], Sent]] = {
    "unknown-parameter": lambda sent: sent.but(
        query=f"{sent.query}&newInTheNextVersion=1".lstrip("&")
    ),
    "unknown-parameter-twice": lambda sent: sent.but(query=f"{sent.query}&new=1&new=2".lstrip("&")),
    "unknown-parameter-nasty": lambda sent: sent.but(query=f"{sent.query}&%27=%00".lstrip("&")),
    "reversed": lambda sent: sent.but(query="&".join(reversed(sent.query.split("&")))),
    "needless-encoding": _respelt,
    "encoded-names": _with_encoded_names,
    "name-alone": lambda sent: sent.but(query=f"{sent.query}&alone".lstrip("&")),
    "empty-pairs": lambda sent: sent.but(query=f"&&{sent.query}&"),
    "same-names-in-any-order": lambda sent: sent.but(
        query=f"more=2&{sent.query}&more=1&less=3".replace("&&", "&")
    ),
    "unreadable-name": lambda sent: sent.but(query=f"{sent.query}&%FF=1".lstrip("&")),
}
