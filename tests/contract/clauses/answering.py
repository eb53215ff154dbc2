"""The answer itself: its form, its envelope, and what it repeats of the request."""

from collections.abc import Iterator

from ..clause import Bench, Clause
from ..contract import Contract, Operation

_WANTED = 20


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about any answer of an operation."""

    def is_answered(bench: Bench) -> None:
        bench.answer(operation)

    def has_its_own_id(bench: Bench) -> None:
        field = contract.envelope["requestId"]
        ids = [bench.answer(operation)[field] for _ in range(_WANTED)]
        bench.equal(_WANTED, len(set(ids)), "different request ids")

    def refusal_has_its_own_id(bench: Bench) -> None:
        field = contract.refusal["requestId"]
        sent = bench.signed(operation).header("authorization", None)
        codes = contract.codes("authentication")
        bodies = [
            bench.refused(operation, bench.wire.send(operation, sent), *codes) for _ in range(3)
        ]
        bench.equal(3, len({body[field] for body in bodies}), "different request ids")

    yield Clause(f"{operation.name}/answer", "A good request is answered.", is_answered)
    yield Clause(
        f"{operation.name}/answer/request-id",
        "Every answer has a request id of its own.",
        has_its_own_id,
        cost=_WANTED,
    )
    yield Clause(
        f"{operation.name}/refusal/request-id",
        "Every refusal has a request id of its own.",
        refusal_has_its_own_id,
        cost=3,
    )
    yield from _repeated(contract, operation)
    yield from _host(contract, operation)


def _repeated(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """An answer's property of the name of a parameter holds the parameter's value."""
    properties = operation.answer.get("properties", {})
    for parameter in operation.parameters:
        if parameter.name not in properties:
            continue
        values = [None, 1, 2, 7, parameter.largest] if parameter.kind == "integer" else [None]
        for value in values:

            def repeats(
                bench: Bench, name: str = parameter.name, given: int | None = value
            ) -> None:
                expected = operation.parameter(name).default if given is None else given
                bench.equal(expected, bench.answer(operation, {name: given})[name], name)

            shown = "default" if value is None else value
            yield Clause(
                f"{operation.name}/{parameter.name}/repeated/{shown}",
                f"The answer repeats {parameter.name}.",
                repeats,
            )


def _host(contract: Contract, operation: Operation) -> Iterator[Clause]:
    field = contract.refusal.get("host")

    def names_host(bench: Bench) -> None:
        sent = bench.signed(operation).header("authorization", None)
        body = bench.wire.send(operation, sent).json
        bench.equal(sent.headers["host"], body.get(field, sent.headers["host"]), str(field))

    if field:
        yield Clause(f"{operation.name}/refusal/host", "A refusal names the host.", names_host)
