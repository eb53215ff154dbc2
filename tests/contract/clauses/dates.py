"""The date of a request: its form, and how far it may be off."""

from collections.abc import Iterator
from datetime import timedelta

from ..clause import Checker, Clause
from ..contract import Contract, Operation

FORMAT, EXPIRED = "InvalidTimeStamp.Format", "InvalidTimeStamp.Expired"
_FORMS = {
    "word": "yesterday",
    "empty": "",
    "without-zone": "%Y-%m-%dT%H:%M:%S",
    "with-offset": "%Y-%m-%dT%H:%M:%S+00:00",
    "with-fraction": "%Y-%m-%dT%H:%M:%S.000Z",
    "with-blank": "%Y-%m-%d %H:%M:%SZ",
    "without-seconds": "%Y-%m-%dT%H:%MZ",
    "date-alone": "%Y-%m-%d",
    "basic": "%Y%m%dT%H%M%SZ",
    "lower-case": "%Y-%m-%dt%H:%M:%Sz",
    "of-mail": "%a, %d %b %Y %H:%M:%S GMT",
    "number": "1700000000",
    "day-that-is-none": "%Y-02-30T%H:%M:%SZ",
    "hour-that-is-none": "%Y-%m-%dT24:%M:%SZ",
    "arabic-digits": "٢٠٢٦-%m-%dT%H:%M:%SZ",
}


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about dates."""
    for name, form in _FORMS.items():
        yield _form(operation, name, form)
    window = int(contract.signature["windowMinutes"])
    for minutes in (-window + 1, window - 1):
        yield _off(operation, f"{minutes:+d}-minutes", timedelta(minutes=minutes), None)
    for minutes in (-window - 1, window + 1, -1440, 1440, -525_600 * 5):
        yield _off(operation, f"{minutes:+d}-minutes", timedelta(minutes=minutes), EXPIRED)
    for seconds in (-window * 60, window * 60):
        yield _off(operation, f"{seconds:+d}-seconds", timedelta(seconds=seconds), None, "clock")
    for seconds in (-window * 60 - 1, window * 60 + 1):
        yield _off(operation, f"{seconds:+d}-seconds", timedelta(seconds=seconds), EXPIRED, "clock")


def _form(operation: Operation, name: str, form: str) -> Clause:
    def check(checker: Checker) -> None:
        text = checker.client.now().strftime(form)
        request = checker.client.unsigned_request(operation, {})
        signed = checker.client.sign(operation, request, x_acs_date=text)
        checker.expect_error(operation, checker.client.send(operation, signed), FORMAT)

    fact = f"A date is refused that is in another form ({name.replace('-', ' ')})."
    return Clause(f"{operation.name}/date/form/{name}", fact, check)


def _off(operation: Operation, name: str, off: timedelta, code: str | None, *needs: str) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {})
        signed = checker.client.sign(operation, request, now=checker.client.now() + off)
        response = checker.client.send(operation, signed)
        if code:
            checker.expect_error(operation, response, code)
        else:
            checker.expect_success(operation, response)

    def held(checker: Checker) -> None:
        assert checker.control.clock is not None
        with checker.control.clock.frozen():
            check(checker)

    fact = f"A date that is {name.replace('-', ' ', 1)} off is {'refused' if code else 'accepted'}."
    run = held if needs else check
    return Clause(f"{operation.name}/date/{name}", fact, run, frozenset(needs))
