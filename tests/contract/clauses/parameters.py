"""Every parameter, at its bounds and beside them, absent, repeated and of another type."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from ..clause import Checker, Clause
from ..contract import Contract, Operation, Parameter
from ..senders import RawResponse
from ..signing import RawRequest

_NO_INTEGERS = {
    "word": "abc",
    "fraction": "1.0",
    "exponent": "1e2",
    "plus": "%2B1",
    "bare-plus": "+1",
    "minus": "-1",
    "minus-zero": "-0",
    "blank-before": "%201",
    "blank-after": "1%20",
    "line-after": "1%0A",
    "hexadecimal": "0x1",
    "underscore": "1_0",
    "comma": "1,0",
    "true": "true",
    "null": "null",
    "not-a-number": "NaN",
    "infinity": "Infinity",
    "list": "%5B1%5D",
    "arabic-digit": "%D9%A1",
    "full-width-digit": "%EF%BC%91",
    "superscript": "%C2%B2",
    "nul": "1%00",
    "huge": "9" * 30,
    "very-huge": "9" * 5000,
    "beyond-32-bits": str(2**32 + 1),
    "beyond-64-bits": str(2**64 + 1),
    "empty": "",
}
_NO_CHOICES = {
    "other": "other",
    "empty": "",
    "blank": "%20",
    "null": "null",
    "zero": "0",
    "nul": "%00",
}
_GUESSED = ("id", "name", "gmt_modified", "gmtModified", "status.currentJobStatus")
_BOOLEANS = {
    "true": "true",
    "false": "false",
    "true-with-capital": "True",
    "false-with-capital": "False",
}
_NO_BOOLEANS = {"other": "yes", "upper": "TRUE", "one": "1", "empty": ""}


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the values of an operation's parameters."""
    for parameter in operation.parameters:
        prefix = f"{operation.name}/{parameter.name}"
        for name, text in _accepted(parameter).items():
            yield _deserved(operation, parameter, name, text, "is accepted")
        for name, text in _refused(parameter).items():
            yield _deserved(operation, parameter, name, text, "is refused")
        if "enum" in parameter.schema and operation.pagination is not None:
            yield _no_field_name(contract, operation, parameter)
        if parameter.location != "path":
            check = partial(_absent, operation=operation, parameter=parameter)
            yield Clause(f"{prefix}/absent", f"{parameter.name} may be left out, or not.", check)
        if parameter.location == "query":
            yield from _of_query(operation, parameter)
        if parameter.location == "header":
            yield _header_repeated(operation, parameter)
        if parameter.location in ("query", "header"):
            yield _in_another_place(operation, parameter)
            is_id = parameter.required and operation.must_find(parameter.name)
            if is_id and not operation.makes_places:
                yield _in_both_places(operation, parameter)
        if parameter.default is not None and operation.reads_only:
            check = partial(_default, operation=operation, parameter=parameter)
            fact = f"Without {parameter.name}, {parameter.default} is meant."
            yield Clause(f"{prefix}/default", fact, check, cost=2)


def _deserved(
    operation: Operation, parameter: Parameter, name: str, text: str, fate: str
) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {parameter.name: text.encode()})
        checker.expect_verdict(operation, request)

    fact = f"{parameter.name} {fate} when it is {name.replace('-', ' ')}."
    return Clause(f"{operation.name}/{parameter.name}/{name}", fact, check)


def _accepted(parameter: Parameter) -> dict[str, str]:
    if parameter.type == "integer":
        return {**_bounds(parameter, inside=True), "leading-zero": "01"}
    if parameter.type == "boolean":
        return _BOOLEANS
    return {f"value-{value}": str(value) for value in parameter.schema.get("enum", ())}


def _refused(parameter: Parameter) -> dict[str, str]:
    if parameter.type == "integer":
        return {**_bounds(parameter, inside=False), **_NO_INTEGERS}
    if parameter.type == "boolean":
        return _NO_BOOLEANS
    if "enum" in parameter.schema:
        return {**_NO_CHOICES, **_nearly(parameter.schema["enum"])}
    return {"empty": ""}


def _bounds(parameter: Parameter, *, inside: bool) -> dict[str, str]:
    smallest, largest = parameter.minimum, parameter.maximum
    bounds: dict[str, int | None] = {
        "minimum": smallest,
        "above-minimum": None if smallest is None else smallest + 1,
        "below-maximum": None if largest is None else largest - 1,
        "maximum": largest,
    }
    if not inside:
        bounds = {
            "below-minimum": None if smallest is None else smallest - 1,
            "above-maximum": None if largest is None else largest + 1,
            "far-above-maximum": None if largest is None else largest * 1000,
        }
    return {name: str(value) for name, value in bounds.items() if value is not None}


def _nearly(values: list[str]) -> Mapping[str, str]:
    texts: dict[str, str] = {}
    for value in values:
        nearly = {
            "upper": value.upper(),
            "shorter": value[:-1],
            "longer": f"{value}x",
            "blank-before": f"%20{value}",
            "blank-after": f"{value}%20",
            "listed": f"{value},{value}",
        }
        texts |= {f"{value}-{name}": text for name, text in nearly.items() if text not in values}
    return texts


def _absent(checker: Checker, *, operation: Operation, parameter: Parameter) -> None:
    checker.expect_verdict(
        operation, checker.client.unsigned_request(operation, {parameter.name: None})
    )


def _default(checker: Checker, *, operation: Operation, parameter: Parameter) -> None:
    without = checker.call_ok(operation, {parameter.name: None})
    stated = checker.call_ok(operation, {parameter.name: parameter.default})
    field = checker.contract.envelope["requestId"]
    checker.expect_equal({**stated, field: ""}, {**without, field: ""}, "the response")


def _of_query(operation: Operation, parameter: Parameter) -> Iterator[Clause]:
    def repeated(checker: Checker, *, differently: bool) -> None:
        once = checker.client.unsigned_request(
            operation, {parameter.name: _good(checker, operation, parameter)}
        )
        again = "" if differently else quote(str(_good(checker, operation, parameter)), safe="")
        checker.expect_verdict(
            operation, once.with_changes(query=f"{once.query}&{parameter.name}={again}")
        )

    def named_differently(checker: Checker) -> None:
        """Send it under a name of another case, which is another parameter."""
        without = checker.client.unsigned_request(operation, {parameter.name: None})
        value = quote(str(_good(checker, operation, parameter)), safe="")
        other = f"{without.query}&{parameter.name.swapcase()}={value}"
        checker.expect_verdict(operation, without.with_changes(query=other.lstrip("&")))

    prefix, name = f"{operation.name}/{parameter.name}", parameter.name
    yield Clause(
        f"{prefix}/repeated-alike",
        f"{name} is refused when it is sent twice.",
        partial(repeated, differently=False),
    )
    yield Clause(
        f"{prefix}/repeated-empty",
        f"{name} is refused when it is sent a second time, empty.",
        partial(repeated, differently=True),
    )
    yield Clause(f"{prefix}/name-in-other-case", f"{name} has this name only.", named_differently)


def _header_repeated(operation: Operation, parameter: Parameter) -> Clause:
    name = parameter.name.lower()

    def check(checker: Checker) -> None:
        value = str(_good(checker, operation, parameter))
        listed = checker.client.unsigned_request(operation, {parameter.name: f"{value},{value}"})
        signed = checker.client.sign(operation, listed)  # repeated headers are signed with a comma
        twice = signed.with_changes(headers={**signed.headers, name: value, name.title(): value})
        response = checker.client.send(operation, twice)
        if response.status == 200:  # whatever joined the two on their way: that value finds nothing
            checker.expect_not_found(operation, response)
        else:
            checker.expect_error(operation, response, f"Invalid{parameter.error_name}")

    fact = f"{parameter.name} is refused, or finds nothing, when it is sent twice."
    return Clause(f"{operation.name}/{parameter.name}/repeated-alike", fact, check)


def _in_another_place(operation: Operation, parameter: Parameter) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {parameter.name: None})
        value = str(_good(checker, operation, parameter))
        if parameter.location == "header":
            pair = f"{parameter.name}={quote(value, safe='')}"
            checker.expect_verdict(
                operation, request.with_changes(query="&".join(filter(None, (request.query, pair))))
            )
        elif parameter.required or not operation.reads_only:
            checker.expect_verdict(operation, request.with_header(parameter.name.lower(), value))
        else:
            _unmoved(
                checker, operation, request, request.with_header(parameter.name.lower(), value)
            )

    fact = f"{parameter.name} stands in its own place ({parameter.location}) only."
    return Clause(f"{operation.name}/{parameter.name}/in-another-place", fact, check, cost=2)


def _in_both_places(operation: Operation, parameter: Parameter) -> Clause:
    """Build a clause that a value elsewhere changes nothing, neither a known one nor another."""

    def with_other(checker: Checker, own: str, other: str) -> RawResponse:
        request = checker.client.unsigned_request(operation, {parameter.name: own})
        if parameter.location == "query":
            request = request.with_header(parameter.name.lower(), other)
        else:
            pair = f"{parameter.name}={quote(other, safe='')}"
            request = request.with_changes(query="&".join(filter(None, (request.query, pair))))
        return checker.client.send(operation, checker.client.sign(operation, request))

    def check(checker: Checker) -> None:
        known, unknown = str(_good(checker, operation, parameter)), "there-is-none"
        checker.expect_success(operation, with_other(checker, known, unknown))
        checker.expect_not_found(operation, with_other(checker, unknown, known))

    fact = f"{parameter.name} elsewhere does not count beside the one in its {parameter.location}."
    return Clause(f"{operation.name}/{parameter.name}/in-both-places", fact, check, cost=2)


def _no_field_name(contract: Contract, operation: Operation, parameter: Parameter) -> Clause:
    """Build a clause that a value of an enumeration is no property of the items, in any spelling."""
    values = parameter.schema["enum"]
    fields = _item_properties(contract, operation)
    names = [*fields, *map(_snake_case, fields), *map(_camel_case, values), *_GUESSED]

    def check(checker: Checker) -> None:
        for name in sorted(set(names) - set(values)):
            response = checker.call(operation, {parameter.name: name})
            checker.expect_error(operation, response, f"Invalid{parameter.error_name}")

    fact = f"{parameter.name} is one of its values, not the name of a property."
    clause_id = f"{operation.name}/{parameter.name}/name-of-a-property"
    return Clause(clause_id, fact, check, cost=50)


def _item_properties(contract: Contract, operation: Operation) -> list[str]:
    payload = operation.response_schema["properties"][contract.envelope["payload"]]
    item = contract.resolve(payload.get("items", payload))
    return list(item.get("properties", {}))


def _snake_case(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "_", name).lower()


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _unmoved(checker: Checker, operation: Operation, one: RawRequest, other: RawRequest) -> None:
    """Expect the same response to two requests."""
    field = checker.contract.envelope["requestId"]
    bodies = [
        checker.expect_success(
            operation, checker.client.send(operation, checker.client.sign(operation, request))
        )
        for request in (one, other)
    ]
    checker.expect_equal({**bodies[0], field: ""}, {**bodies[1], field: ""}, "the response")


def _good(checker: Checker, operation: Operation, parameter: Parameter) -> Any:
    """Return a text that is accepted; for an integer, one that is not its default."""
    if parameter.type == "integer":
        return (parameter.minimum or 0) + 2
    known = checker.target.values_for(operation).get(parameter.name)
    return known or parameter.schema.get("enum", ["x"])[0]
