"""From the texts of a request to the parameters of its operation, checked against the contract."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET

from ..contract.operation import Parameter
from ..parameters.path_styles import Segment
from ..parameters.percent_encoding import percent_decode
from ..parameters.scalars import Boolean, Choice, Integer, Number, Text
from ..parameters.styles import COMPOUND, Array, Container, Either
from .request_bodies import decode_body
from .request_context import Exchange
from .routing import Route
from .service_api import Refusal

__all__ = ["parameters_reader"]

Query: TypeAlias = dict[str, list[str]]
Reader: TypeAlias = Callable[[Exchange, Query], object]
"""Gives the value of a parameter; UNSET when a request has none."""
Texts: TypeAlias = Callable[[Parameter, Exchange, Query], list[str]]

_LONGEST_SHOWN = 60
_REMEMBERED = 256
_WORD = re.compile(r"[A-Za-z0-9]+")


def parameters_reader(route: Route[Any, Any]) -> Callable[[Exchange], Any]:
    """Prepare, once for all requests, how the parameters of a route's operation are built.

    What is given raises Refusal with `Missing{Parameter}` or `Invalid{Parameter}`, whose message
    names the parameter and its bound. What the contract does not know is passed over.
    """
    parameters = route.operation.parameters
    readers = [(parameter.name, _reader(parameter)) for parameter in parameters]
    build = route.parameters_type

    def read(exchange: Exchange) -> Any:
        query = _query_texts(exchange.raw_query)
        values = {}
        for name, read_one in readers:
            value = read_one(exchange, query)
            if value is not UNSET:
                values[name] = value
        return build(**values)

    return _remembering(read, parameters) if all(map(_plainly_told, parameters)) else read


def _plainly_told(parameter: Parameter) -> bool:
    """Tell whether a value depends on path, query and its header alone, and cannot be changed."""
    plain = (Boolean, Choice, Integer, Number, Text)
    return parameter.place in ("path", "query", "header") and isinstance(parameter.kind, plain)


def _remembering(
    read: Callable[[Exchange], Any], parameters: Sequence[Parameter]
) -> Callable[[Exchange], Any]:
    """Read what was sent before only once: callers ask the same again and again."""
    names = [one.wire.lower() for one in parameters if one.place == "header"]
    known: dict[tuple[object, ...], Any] = {}

    def remembered(exchange: Exchange) -> Any:
        headers = [tuple(exchange.headers.get(name, ())) for name in names]
        told = (exchange.raw_query, *exchange.match.segments.values(), *headers)
        values = known.get(told)
        if values is None:
            values = read(exchange)
            if len(known) >= _REMEMBERED:
                known.clear()
            known[told] = values
        return values

    return remembered


def _reader(parameter: Parameter) -> Reader:
    if isinstance(parameter.kind, Segment):
        return partial(_parsed, parameter, parameter.kind)
    if parameter.place == "body":
        return partial(_carried, parameter)
    plain = partial(_plain, parameter, _TEXTS[parameter.place])
    if parameter.place == "query" and isinstance(parameter.kind, COMPOUND):
        return partial(_gathered, parameter, parameter.kind, plain)
    return plain


def _plain(parameter: Parameter, texts_of: Texts, exchange: Exchange, query: Query) -> object:
    """Read a value that is one text."""
    texts = texts_of(parameter, exchange, query)
    return _value(parameter, texts) if texts else _left_out(parameter)


def _left_out(parameter: Parameter) -> object:
    if parameter.required:
        message = f"{parameter.wire} is missing; it must be {parameter.kind.expects}"
        raise Refusal(f"Missing{_pascal_case(parameter.wire)}", message)
    return UNSET


def _parsed(parameter: Parameter, kind: Segment, exchange: Exchange, _query: Query) -> object:
    """Read a part of the path that has a style of its own."""
    raw = exchange.match.segments[parameter.wire]
    try:
        return kind.parse(raw)
    except ValueError:
        raise _invalid(parameter, f"{kind.expects}, not {_shown(raw)}") from None


def _carried(parameter: Parameter, exchange: Exchange, _query: Query) -> object:
    if not exchange.body:
        return _left_out(parameter)
    try:
        return decode_body(parameter.kind, exchange.body, exchange.header("content-type") or "")
    except ValueError as error:
        raise _invalid(parameter, f"{parameter.kind.expects}: {error}") from None


def _gathered(
    parameter: Parameter,
    kind: Array | Container | Either,
    plain: Reader,
    exchange: Exchange,
    query: Query,
) -> object:
    """Put together what a query spreads over several pairs; whose others are is not looked into."""
    texts = {}
    for name, found in query.items():
        with nullcontext() if name.startswith(parameter.wire) else suppress(Refusal):
            texts[name] = [_decoded(parameter, one) for one in found]
    try:
        value = kind.gather(parameter.wire, texts)
    except ValueError:
        raise _invalid(parameter, kind.expects) from None
    return plain(exchange, query) if value is None else value


def _query_texts(raw_query: str) -> Query:
    """Gather the values of a query by decoded name; the values stay as they are."""
    found: Query = {}
    for pair in raw_query.replace("+", "%20").split("&"):
        name, _, value = pair.partition("=")
        try:
            found.setdefault(percent_decode(name), []).append(value)
        except ValueError:
            continue
    return found


def _in_query(parameter: Parameter, _exchange: Exchange, query: Query) -> list[str]:
    found = query.get(parameter.wire)
    return [_decoded(parameter, text) for text in found] if found else []


def _in_path(parameter: Parameter, exchange: Exchange, _query: Query) -> list[str]:
    return [_decoded(parameter, exchange.match.segments[parameter.wire])]


def _in_headers(parameter: Parameter, exchange: Exchange, _query: Query) -> list[str]:
    return list(exchange.headers.get(parameter.wire.lower(), ()))


def _in_cookies(parameter: Parameter, exchange: Exchange, _query: Query) -> list[str]:
    headers: Iterable[str] = exchange.headers.get("cookie", ())
    pairs = (one.strip().partition("=") for header in headers for one in header.split(";"))
    return [_decoded(parameter, text) for name, _, text in pairs if name == parameter.wire]


_TEXTS: dict[str, Texts] = {
    "query": _in_query,
    "path": _in_path,
    "header": _in_headers,
    "cookie": _in_cookies,
}


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
