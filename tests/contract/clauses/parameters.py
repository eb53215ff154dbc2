"""Every parameter, at its bounds and beside them, absent, repeated and of another type."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from ..clause import Bench, Clause
from ..contract import Contract, Operation, Parameter
from ..signing import Sent

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
_NO_BOOLEANS = {"other": "yes", "upper": "TRUE", "one": "1", "empty": ""}


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about the values of an operation's parameters."""
    for parameter in operation.parameters:
        place = f"{operation.name}/{parameter.name}"
        for name, text in _accepted(parameter).items():
            yield _deserved(operation, parameter, name, text, "is accepted")
        for name, text in _refused(parameter).items():
            yield _deserved(operation, parameter, name, text, "is refused")
        if parameter.place != "path":
            check = partial(_absent, operation=operation, parameter=parameter)
            yield Clause(f"{place}/absent", f"{parameter.name} may be left out, or not.", check)
        if parameter.place == "query":
            yield from _of_query(operation, parameter)
        if parameter.place == "header":
            yield _header_repeated(operation, parameter)
        if parameter.place in ("query", "header"):
            yield _in_another_place(operation, parameter)
        if parameter.default is not None:
            check = partial(_default, operation=operation, parameter=parameter)
            fact = f"Without {parameter.name}, {parameter.default} is meant."
            yield Clause(f"{place}/default", fact, check, cost=2)


def _deserved(
    operation: Operation, parameter: Parameter, name: str, text: str, fate: str
) -> Clause:
    def check(bench: Bench) -> None:
        sent = bench.wire.unsigned(operation, {parameter.name: text.encode()})
        bench.deserved(operation, sent)

    fact = f"{parameter.name} {fate} when it is {name.replace('-', ' ')}."
    return Clause(f"{operation.name}/{parameter.name}/{name}", fact, check)


def _accepted(parameter: Parameter) -> dict[str, str]:
    if parameter.kind == "integer":
        return {**_bounds(parameter, inside=True), "leading-zero": "01"}
    if parameter.kind == "boolean":
        return {"true": "true", "false": "false"}
    return {f"value-{value}": str(value) for value in parameter.schema.get("enum", ())}


def _refused(parameter: Parameter) -> dict[str, str]:
    if parameter.kind == "integer":
        return {**_bounds(parameter, inside=False), **_NO_INTEGERS}
    if parameter.kind == "boolean":
        return _NO_BOOLEANS
    if "enum" in parameter.schema:
        return {**_NO_CHOICES, **_nearly(parameter.schema["enum"])}
    return {"empty": ""}


def _bounds(parameter: Parameter, *, inside: bool) -> dict[str, str]:
    smallest, largest = parameter.smallest, parameter.largest
    found: dict[str, int | None] = {
        "minimum": smallest,
        "above-minimum": None if smallest is None else smallest + 1,
        "below-maximum": None if largest is None else largest - 1,
        "maximum": largest,
    }
    if not inside:
        found = {
            "below-minimum": None if smallest is None else smallest - 1,
            "above-maximum": None if largest is None else largest + 1,
            "far-above-maximum": None if largest is None else largest * 1000,
        }
    return {name: str(value) for name, value in found.items() if value is not None}


def _nearly(values: list[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for value in values:
        nearly = {
            "upper": value.upper(),
            "shorter": value[:-1],
            "longer": f"{value}x",
            "blank-before": f"%20{value}",
            "blank-after": f"{value}%20",
            "listed": f"{value},{value}",
        }
        found |= {f"{value}-{name}": text for name, text in nearly.items() if text not in values}
    return found


def _absent(bench: Bench, *, operation: Operation, parameter: Parameter) -> None:
    bench.deserved(operation, bench.wire.unsigned(operation, {parameter.name: None}))


def _default(bench: Bench, *, operation: Operation, parameter: Parameter) -> None:
    without = bench.answer(operation, {parameter.name: None})
    stated = bench.answer(operation, {parameter.name: parameter.default})
    field = bench.contract.envelope["requestId"]
    bench.equal({**stated, field: ""}, {**without, field: ""}, "the answer")


def _of_query(operation: Operation, parameter: Parameter) -> Iterator[Clause]:
    def repeated(bench: Bench, *, differently: bool) -> None:
        once = bench.wire.unsigned(operation, {parameter.name: _good(bench, parameter)})
        again = "" if differently else _good(bench, parameter)
        bench.deserved(operation, once.but(query=f"{once.query}&{parameter.name}={again}"))

    def named_differently(bench: Bench) -> None:
        """Send it under a name of another case, which is another parameter."""
        without = bench.wire.unsigned(operation, {parameter.name: None})
        value = _good(bench, parameter)
        other = f"{without.query}&{parameter.name.swapcase()}={value}"
        bench.deserved(operation, without.but(query=other.lstrip("&")))

    place, name = f"{operation.name}/{parameter.name}", parameter.name
    yield Clause(
        f"{place}/repeated-alike",
        f"{name} is refused when it is sent twice.",
        partial(repeated, differently=False),
    )
    yield Clause(
        f"{place}/repeated-empty",
        f"{name} is refused when it is sent a second time, empty.",
        partial(repeated, differently=True),
    )
    yield Clause(f"{place}/name-in-other-case", f"{name} has this name only.", named_differently)


def _header_repeated(operation: Operation, parameter: Parameter) -> Clause:
    name = parameter.name.lower()

    def check(bench: Bench) -> None:
        value = str(_good(bench, parameter))
        listed = bench.wire.unsigned(operation, {parameter.name: f"{value},{value}"})
        signed = bench.wire.sign(operation, listed)  # repeated headers are signed with a comma
        twice = signed.but(headers={**signed.headers, name: value, name.title(): value})
        reply = bench.wire.send(operation, twice)
        bench.refused(operation, reply, f"Invalid{parameter.code}")

    fact = f"{parameter.name} is refused when it is sent twice."
    return Clause(f"{operation.name}/{parameter.name}/repeated-alike", fact, check)


def _in_another_place(operation: Operation, parameter: Parameter) -> Clause:
    def check(bench: Bench) -> None:
        sent = bench.wire.unsigned(operation, {parameter.name: None})
        value = str(_good(bench, parameter))
        if parameter.place == "header":
            pair = f"{parameter.name}={quote(value, safe='')}"
            bench.deserved(operation, sent.but(query="&".join(filter(None, (sent.query, pair)))))
        elif parameter.required:
            bench.deserved(operation, sent.header(parameter.name.lower(), value))
        else:
            _unmoved(bench, operation, sent, sent.header(parameter.name.lower(), value))

    fact = f"{parameter.name} stands in its own place ({parameter.place}) only."
    return Clause(f"{operation.name}/{parameter.name}/in-another-place", fact, check, cost=2)


def _unmoved(bench: Bench, operation: Operation, one: Sent, other: Sent) -> None:
    """Expect the same answer to two requests."""
    field = bench.contract.envelope["requestId"]
    bodies = [
        bench.answered(operation, bench.wire.send(operation, bench.wire.sign(operation, sent)))
        for sent in (one, other)
    ]
    bench.equal({**bodies[0], field: ""}, {**bodies[1], field: ""}, "the answer")


def _good(bench: Bench, parameter: Parameter) -> Any:
    """Give a text that is accepted; for an integer, one that is not its default."""
    if parameter.kind == "integer":
        return (parameter.smallest or 0) + 2
    return bench.target.values.get(parameter.name) or parameter.schema.get("enum", ["x"])[0]
