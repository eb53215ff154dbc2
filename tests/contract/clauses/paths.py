"""Paths that no operation has, and the paths of operations in another spelling."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..oracle import UNKNOWN_PATH

_VERSION = re.compile(r"/v(\d+)(?=/)")
_ENDINGS = {
    "slash": "/",
    "segment": "/more",
    "segments": "/more/still",
    "letter": "s",
    "encoded-slash": "%2F",
    "nul": "%00",
    "semicolon": ";a=b",
    "extension": ".json",
}


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about paths that lead nowhere."""
    for name, ending in _ENDINGS.items():
        path = operation.path + ending
        if not operation.path.endswith("}") or ending.startswith("/"):
            yield from _unknown(contract, operation, name, path)
    first = operation.path.strip("/").partition("/")[0]
    yield from _unknown(contract, operation, "beginning", f"/{first}")
    yield from _unknown(
        contract, operation, "upper", operation.path.replace(first, first.upper(), 1)
    )
    yield from _unknown(contract, operation, "double-slash", f"/{operation.path}")
    yield from _unknown(contract, operation, "dots", f"/x/..{operation.path}")
    yield from _unknown(contract, operation, "prefixed", f"/x{operation.path}")
    for name, other in _other_versions(operation.path):
        yield from _unknown(contract, operation, name, other)
    for segment in operation.path.strip("/").split("/"):
        if not segment.startswith("{"):
            path = operation.path.replace(f"/{segment}", f"/{segment}x", 1)
            yield from _unknown(contract, operation, f"other-{segment}", path)
    if any(operation.pattern.encoded_literals()):
        yield _encoded_verb(operation)


def _other_versions(path: str) -> Iterator[tuple[str, str]]:
    """Yield paths with another version, or none, in the place of one such as `v2`."""
    match = _VERSION.search(path)
    if not match:
        return
    number = int(match[1])
    others = {
        "version-before": f"/v{number - 1}",
        "version-after": f"/v{number + 1}",
        "version-with-fraction": f"/v{number}.0",
        "version-far": "/v99",
        "version-in-capitals": f"/V{number}",
        "version-absent": "",
    }
    for name, other in others.items():
        yield name, path.replace(match[0], other, 1)


def _unknown(contract: Contract, operation: Operation, name: str, path: str) -> Iterator[Clause]:
    if contract.methods_at(path):
        return

    def check(checker: Checker) -> None:
        values = {name: str(value) for name, value in checker.target.values_for(operation).items()}
        request = checker.client.unsigned_request(operation, {}).with_changes(
            path=_filled(path, values)
        )
        response = checker.client.send(operation, checker.client.sign(operation, request))
        checker.expect_error(operation, response, UNKNOWN_PATH)

    fact = f"A path that no operation has is refused ({name.replace('-', ' ')})."
    yield Clause(f"{operation.name}/path/{name}", fact, check)


def _encoded_verb(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        values = {name: str(value) for name, value in checker.target.values_for(operation).items()}
        for path in operation.pattern.encoded_literals():
            request = checker.client.unsigned_request(operation, {})
            request = request.with_changes(path=_filled(path, values))
            response = checker.client.send(operation, checker.client.sign(operation, request))
            checker.expect_success(operation, response)

    fact = "Literal signs beside a parameter of the path may be percent-encoded."
    return Clause(f"{operation.name}/path/verb-encoded", fact, check, cost=2)


def _filled(path: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path
