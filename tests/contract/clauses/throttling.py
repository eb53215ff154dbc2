"""The rate limit: a throttled caller gets the time to wait, and succeeds after it."""

from collections.abc import Iterator

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..signing import Key

_CLOCK = frozenset({"clock"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about throttling."""
    throttled = sorted(contract.codes("throttled"))
    headers = [
        name
        for code in throttled
        for name in operation.response_headers.get(str(contract.status(code)), {})
    ]
    if not headers:
        return

    def pause(checker: Checker, key: Key) -> int:
        """Expect to be throttled, and return the milliseconds to wait."""
        response = checker.call(operation, key=key)
        checker.expect_error(operation, response, *throttled)
        text = response.headers.get(headers[0], "")
        checker.expect(text.isdigit(), f"{headers[0]} is {text!r}, no number of milliseconds")
        return int(text)

    def check(checker: Checker) -> None:
        clock, throttle = checker.control.clock, checker.control.throttle
        assert clock is not None
        assert throttle is not None
        key, other = checker.control.create_key(), checker.control.create_key()
        with clock.frozen(), throttle.enabled():
            for _ in range(throttle.BURST):
                checker.call_ok(operation, key=key)
            for _ in range(2):
                clock.advance(milliseconds=pause(checker, key))
                checker.call_ok(operation, key=key)
            pause(checker, key)
            checker.call_ok(operation, key=other)

    fact = "A throttled key is refused for the stated pause, and no other key is."
    yield Clause(f"{operation.name}/throttling/pause", fact, check, _CLOCK, 8)
