"""A body that nobody asked for: it does no harm, and is signed all the same, to its last byte."""

from collections.abc import Iterator

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..signing import Sent
from .authentication import MISMATCH

_LAB = frozenset({"lab"})
_SHORT = b"{}"
_LONG = b"{" + b'"field": "value", ' * 1000 + b'"end": 1}'
_OTHERS = {
    "swapped": (_SHORT, b"[]"),
    "altered-at-its-beginning": (_LONG, b" " + _LONG[1:]),
    "altered-in-its-midst": (_LONG, _LONG[:9000] + b"?" + _LONG[9001:]),
    "altered-at-its-end": (_LONG, _LONG[:-1] + b"]"),
    "cut-short": (_LONG, _LONG[:-1]),
    "longer": (_LONG, _LONG + b" "),
    "removed": (_SHORT, b""),
    "added": (b"", _SHORT),
}


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about the body of a request that needs none."""
    if operation.method != "GET":
        return
    place = f"{operation.name}/signature/body"

    def accepted(bench: Bench) -> None:
        for body in (_SHORT, _LONG):
            bench.answered(operation, bench.wire.send(operation, _signed(bench, operation, body)))

    yield Clause(f"{place}-signed", "A signed body does no harm.", accepted, _LAB, 2)
    for name, (body, other) in _OTHERS.items():

        def refused(bench: Bench, body: bytes = body, other: bytes = other) -> None:
            sent = _signed(bench, operation, body).but(body=other)
            bench.refused(operation, bench.wire.send(operation, sent), MISMATCH)

        fact = f"Another body than was signed is refused ({name.replace('-', ' ')})."
        yield Clause(f"{place}-{name}", fact, refused, _LAB)


def _signed(bench: Bench, operation: Operation, body: bytes) -> Sent:
    return bench.wire.sign(operation, bench.wire.unsigned(operation, {}).but(body=body))
