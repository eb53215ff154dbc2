"""From the texts of a request to the parameters of its operation, checked against the contract."""

import re
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from typing import Any

import msgspec

from ..compound import COMPOUND, Array, Container, Either
from ..operation import Parameter
from ..percent import percent_decode
from ..segments import Segment
from .bodies import decode_body
from .exchange import Exchange
from .results import Refusal

__all__ = ["read_parameters"]

_LONGEST_SHOWN = 60
_WORD = re.compile(r"[A-Za-z0-9]+")


def read_parameters(exchange: Exchange) -> Any:
    """Build the parameters of the exchange's operation.

    Raises Refusal with `Missing{Parameter}` or `Invalid{Parameter}`, whose message names the
    parameter and its bound. What the contract does not know is passed over.
    """
    query = _query_texts(exchange.raw_query)
    values = {}
    for parameter in exchange.operation.parameters:
        if isinstance(parameter.kind, Segment):
            values[parameter.name] = _parsed(exchange, parameter, parameter.kind)
            continue
        if parameter.place == "query" and isinstance(parameter.kind, COMPOUND):
            value = _gathered(parameter, parameter.kind, query)
            if value is not None:
                values[parameter.name] = value
                continue
        if parameter.place == "body" and exchange.body:
            values[parameter.name] = _carried(exchange, parameter)
            continue
        texts = _texts(exchange, query, parameter)
        if texts:
            values[parameter.name] = _value(parameter, texts)
        elif parameter.required:
            message = f"{parameter.wire} is missing; it must be {parameter.kind.expects}"
            raise Refusal(f"Missing{_pascal_case(parameter.wire)}", message)
    return exchange.match.route.parameters_type(**values)


def _parsed(exchange: Exchange, parameter: Parameter, kind: Segment) -> object:
    """Read a part of the path that has a style of its own."""
    raw = exchange.match.segments[parameter.wire]
    try:
        return kind.parse(raw)
    except ValueError:
        raise _invalid(parameter, f"{kind.expects}, not {_shown(raw)}") from None


def _carried(exchange: Exchange, parameter: Parameter) -> object:
    try:
        return decode_body(parameter.kind, exchange.body, exchange.header("content-type") or "")
    except ValueError as error:
        raise _invalid(parameter, f"{parameter.kind.expects}: {error}") from None


def _gathered(
    parameter: Parameter, kind: Array | Container | Either, query: dict[str, list[str]]
) -> object:
    """Put together what a query spreads over several pairs; whose others are is not looked into."""
    texts = {}
    for name, found in query.items():
        with nullcontext() if name.startswith(parameter.wire) else suppress(Refusal):
            texts[name] = [_decoded(parameter, one) for one in found]
    try:
        return kind.gather(parameter.wire, texts)
    except ValueError:
        raise _invalid(parameter, kind.expects) from None


def _query_texts(raw_query: str) -> dict[str, list[str]]:
    """Gather the values of a query by decoded name; the values stay as they are."""
    found: dict[str, list[str]] = {}
    for pair in raw_query.replace("+", "%20").split("&"):
        name, _, value = pair.partition("=")
        try:
            found.setdefault(percent_decode(name), []).append(value)
        except ValueError:
            continue
    return found


def _texts(exchange: Exchange, query: dict[str, list[str]], parameter: Parameter) -> list[str]:
    if parameter.place == "query":
        return [_decoded(parameter, text) for text in query.get(parameter.wire, ())]
    if parameter.place == "path":
        return [_decoded(parameter, exchange.match.segments[parameter.wire])]
    if parameter.place == "header":
        return list(exchange.headers.get(parameter.wire.lower(), ()))
    if parameter.place == "body":
        return []
    return _cookies(exchange.headers.get("cookie", ()), parameter)


def _cookies(headers: Iterable[str], parameter: Parameter) -> list[str]:
    pairs = (one.strip().partition("=") for header in headers for one in header.split(";"))
    return [_decoded(parameter, text) for name, _, text in pairs if name == parameter.wire]


def _decoded(parameter: Parameter, text: str) -> str:
    try:
        return percent_decode(text)
    except ValueError:
        raise _invalid(parameter, f"percent-encoded UTF-8, not {_shown(text)}") from None


def _value(parameter: Parameter, texts: list[str]) -> object:
    if len(texts) > 1:
        raise _invalid(parameter, f"sent once, not {len(texts)} times")
    try:
        value = parameter.kind.read(texts[0])
    except ValueError:
        expected = f"{parameter.kind.expects}, not {_shown(texts[0])}"
        raise _invalid(parameter, expected) from None
    if parameter.place == "path" and not texts[0]:
        raise _invalid(parameter, "a part of the path that is not empty")
    return value


def _invalid(parameter: Parameter, expected: str) -> Refusal:
    code = f"Invalid{_pascal_case(parameter.wire)}"
    return Refusal(code, f"{parameter.wire} must be {expected}")


def _pascal_case(wire: str) -> str:
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(wire))


def _shown(text: str) -> str:
    """Quote a value as JSON does, cut short when it is long."""
    quoted = msgspec.json.encode(text[:_LONGEST_SHOWN]).decode()
    return quoted if len(text) <= _LONGEST_SHOWN else f"{quoted}…"
