"""The body under the signature: it is signed to its last byte, also where none is needed."""

from collections.abc import Callable, Iterator

import msgspec

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..signing import RawRequest
from .authentication import MISMATCH

_CONTROL = frozenset({"control"})
_PADDING = 20_000

Change = Callable[[bytes], bytes]

_CHANGES: dict[str, tuple[bool, Change]] = {
    "swapped": (False, lambda _: b"[]"),
    "altered-at-its-beginning": (True, lambda body: b" " + body[1:]),
    "altered-in-its-midst": (True, lambda body: body[:9000] + b"?" + body[9001:]),
    "altered-at-its-end": (True, lambda body: body[:-1] + b"]"),
    "cut-short": (True, lambda body: body[:-1]),
    "longer": (True, lambda body: body + b" "),
    "removed": (False, lambda _: b""),
}
"""Changes after signing: whether a long body is changed, and how."""


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the signature of a body."""
    prefix = f"{operation.name}/signature/body"

    def accepted(checker: Checker) -> None:
        for is_long in (False, True):
            own = checker.client.unsigned_request(operation, {}).body or b"{}"
            body = own[:1] + b" " * (_PADDING if is_long else 0) + own[1:]
            request = _signed(checker, operation, body)
            checker.expect_success(operation, checker.client.send(operation, request))

    yield Clause(f"{prefix}-signed", "A signed body does no harm.", accepted, _CONTROL, 2)
    for name, (is_long, change) in _CHANGES.items():
        body = _body(operation, is_long=is_long)
        yield _changed(operation, name, body, change(body))
    if operation.body is None:
        yield _changed(operation, "added", b"", b"{}")


def _changed(operation: Operation, name: str, signed_body: bytes, sent_body: bytes) -> Clause:
    def refused(checker: Checker) -> None:
        request = _signed(checker, operation, signed_body).with_changes(body=sent_body)
        checker.expect_error(operation, checker.client.send(operation, request), MISMATCH)

    fact = f"Another body than was signed is refused ({name.replace('-', ' ')})."
    return Clause(f"{operation.name}/signature/body-{name}", fact, refused, _CONTROL)


def _body(operation: Operation, *, is_long: bool) -> bytes:
    """Return a body that is valid where the operation takes one, and any where it does not."""
    body = msgspec.json.encode(operation.body.sample) if operation.body else b"{}"
    return body[:1] + b" " * (_PADDING if is_long else 0) + body[1:]


def _signed(checker: Checker, operation: Operation, body: bytes) -> RawRequest:
    request = checker.client.unsigned_request(operation, {}).with_changes(body=body)
    return checker.client.sign(operation, request)
