"""Who asks too often is told when to come back, and answered then."""

from collections.abc import Iterator

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..signing import Key

_CLOCK = frozenset({"clock"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about throttling."""
    throttled = sorted(contract.codes("throttled"))
    headers = [
        name for code in throttled for name in operation.headers.get(str(contract.status(code)), {})
    ]
    if not headers:
        return

    def pause(bench: Bench, key: Key) -> int:
        """Be refused, and told how many milliseconds to wait."""
        reply = bench.call(operation, key=key)
        bench.refused(operation, reply, *throttled)
        text = reply.headers.get(headers[0], "")
        bench.true(text.isdigit(), f"{headers[0]} is {text!r}, no number of milliseconds")
        return int(text)

    def check(bench: Bench) -> None:
        clock, throttle = bench.lab.clock, bench.lab.throttle
        assert clock is not None
        assert throttle is not None
        key, other = bench.lab.key(), bench.lab.key()
        with clock.held(), throttle.at_work():
            for _ in range(throttle.BURST):
                bench.answer(operation, key=key)
            for _ in range(2):
                clock.move(milliseconds=pause(bench, key))
                bench.answer(operation, key=key)
            pause(bench, key)
            bench.answer(operation, key=other)

    fact = (
        "A key that is used too often is refused until the time that it is told, and no other is."
    )
    yield Clause(f"{operation.name}/throttling/pause", fact, check, _CLOCK, 8)
