"""Paths beside those that the specification has, and known paths in another spelling."""

from collections.abc import Iterator

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..oracle import UNKNOWN_PATH

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
    """Give the clauses about paths that lead nowhere."""
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
    for segment in operation.path.strip("/").split("/"):
        if not segment.startswith("{"):
            path = operation.path.replace(f"/{segment}", f"/{segment}x", 1)
            yield from _unknown(contract, operation, f"other-{segment}", path)


def _unknown(contract: Contract, operation: Operation, name: str, path: str) -> Iterator[Clause]:
    if any(_leads_to(other, path) for other in contract.operations):
        return

    def check(bench: Bench) -> None:
        known = {one: str(value) for one, value in bench.target.values.items()}
        sent = bench.wire.unsigned(operation, {}).but(path=_filled(path, known))
        reply = bench.wire.send(operation, bench.wire.sign(operation, sent))
        bench.refused(operation, reply, UNKNOWN_PATH)

    fact = f"A path that no operation has is refused ({name.replace('-', ' ')})."
    yield Clause(f"{operation.name}/path/{name}", fact, check)


def _filled(path: str, values: dict[str, str]) -> str:
    from urllib.parse import quote

    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path


def _leads_to(operation: Operation, path: str) -> bool:
    steps, segments = operation.path.split("/"), path.split("/")
    fits = (step.startswith("{") or step == one for step, one in zip(steps, segments, strict=False))
    return len(steps) == len(segments) and all(fits)
