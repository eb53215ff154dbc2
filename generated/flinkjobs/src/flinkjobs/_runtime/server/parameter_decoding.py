"""Decoding of an operation's parameters from path, query, headers, cookies and body."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET

from ..contract.operation import Parameter
from ..parameters.bodies import JsonBody
from ..parameters.form_bodies import FormBody
from ..parameters.multipart_bodies import MultipartBody
from ..parameters.path_styles import StyledSegment
from ..parameters.percent_encoding import percent_decode
from ..parameters.scalars import Boolean, Choice, Codec, Formatted, Integer, Number, Text
from ..parameters.styles import PAIR_CODECS, Array, Object, OneOf
from .request_bodies import MissingPropertyError, decode_body
from .request_context import RequestContext
from .routing import Route
from .service_api import ErrorResponse

__all__ = ["parameters_decoder"]

Query: TypeAlias = dict[str, list[str]]
Decoder: TypeAlias = Callable[[RequestContext, Query], object]
"""Returns the value of a parameter; UNSET when the request does not have it."""
Texts: TypeAlias = Callable[[Parameter, RequestContext, Query], list[str]]
"""Returns the texts that a request has for a parameter, percent-decoded."""

_LONGEST_SHOWN = 60
_CACHE_SIZE = 256
_WORD = re.compile(r"[A-Za-z0-9]+")
_CAPITALIZED = ("True", "False")


def parameters_decoder(route: Route[Any, Any]) -> Callable[[RequestContext], Any]:
    """Build, once for all requests, the decoder of a route's parameters.

    It raises ErrorResponse with `Missing{Parameter}` or `Invalid{Parameter}`, whose message names
    the parameter and its constraint. Unknown parameters are ignored.
    """
    parameters = route.operation.parameters
    decoders = [(parameter.name, _parameter_decoder(parameter)) for parameter in parameters]
    build = route.parameters_type

    def decode(context: RequestContext) -> Any:
        query = _parse_query(context.raw_query)
        values = {}
        for name, decode_parameter in decoders:
            value = decode_parameter(context, query)
            if value is not UNSET:
                values[name] = value
        return build(**values)

    return _cached(decode, parameters) if all(map(_is_cacheable, parameters)) else decode


def _is_cacheable(parameter: Parameter) -> bool:
    """Whether a value is immutable, and depends on path, query and its header alone."""
    scalar = (Boolean, Choice, Formatted, Integer, Number, Text)
    return parameter.location in ("path", "query", "header") and isinstance(parameter.codec, scalar)


def _cached(
    decode: Callable[[RequestContext], Any], parameters: Sequence[Parameter]
) -> Callable[[RequestContext], Any]:
    """Cache the parameters of recent requests: clients repeat the same ones."""
    names = [
        parameter.wire_name.lower() for parameter in parameters if parameter.location == "header"
    ]
    cache: dict[tuple[object, ...], Any] = {}

    def decode_cached(context: RequestContext) -> Any:
        headers = [tuple(context.headers.get(name, ())) for name in names]
        key = (context.raw_query, *context.match.path_values.values(), *headers)
        values = cache.get(key)
        if values is None:
            values = decode(context)
            if len(cache) >= _CACHE_SIZE:
                cache.clear()
            cache[key] = values
        return values

    return decode_cached


def _parameter_decoder(parameter: Parameter) -> Decoder:
    if isinstance(parameter.codec, StyledSegment):
        return partial(_decode_styled_segment, parameter, parameter.codec)
    if parameter.location == "body":
        return partial(_decode_body, parameter)
    if isinstance(parameter.codec, Array | Object) and _is_escaped(parameter, parameter.codec):
        raw = _RAW_TEXTS[parameter.location]
        return partial(_decode_single, parameter, parameter.codec.decode_escaped, raw)
    is_boolean = isinstance(parameter.codec, Boolean)
    read = partial(_read_boolean, parameter.codec) if is_boolean else parameter.codec.decode
    single = partial(_decode_single, parameter, read, _TEXTS[parameter.location])
    if parameter.location == "query" and isinstance(parameter.codec, PAIR_CODECS):
        return partial(_decode_compound, parameter, parameter.codec, single)
    return single


def _is_escaped(parameter: Parameter, codec: Array | Object) -> bool:
    """Whether a list or an object is in one piece, in which its separators are not encoded."""
    return parameter.location == "path" or (parameter.location == "query" and codec.is_joined)


def _decode_single(
    parameter: Parameter,
    read: Callable[[str], object],
    texts_of: Texts,
    context: RequestContext,
    query: Query,
) -> object:
    """Decode a value that is one text."""
    texts = texts_of(parameter, context, query)
    return _value(parameter, read, texts) if texts else _absent(parameter)


def _read_boolean(kind: Codec, text: str) -> object:
    """Decode a boolean, which Python programs also write as `True` and `False`."""
    return kind.decode(text.lower() if text in _CAPITALIZED else text)


def _absent(parameter: Parameter) -> object:
    if parameter.required:
        expected = _expected_body(parameter) or parameter.codec.expected
        message = f"{parameter.wire_name} is missing; it must be {expected}"
        code = f"Missing{_pascal_case(parameter.wire_name)}"
        raise ErrorResponse(code, message, location=_location(parameter))
    return UNSET


def _expected_body(parameter: Parameter) -> str:
    """Return what a caller sends as a body, where its codec says what a Python caller passes."""
    if not isinstance(parameter.codec, JsonBody | FormBody | MultipartBody):
        return ""
    names = ", ".join(parameter.codec.required)
    return f"{parameter.codec.media} with {names}" if names else parameter.codec.media


def _decode_styled_segment(
    parameter: Parameter, kind: StyledSegment, context: RequestContext, _query: Query
) -> object:
    """Decode a path parameter of style label or matrix."""
    raw = context.match.path_values[parameter.wire_name]
    try:
        return kind.decode_segment(raw)
    except ValueError:
        raise _invalid(parameter, f"{kind.expected}, not {_shown(raw)}") from None


def _decode_body(parameter: Parameter, context: RequestContext, _query: Query) -> object:
    if not context.body:
        return _absent(parameter)
    media = context.header("content-type") or ""
    try:
        return decode_body(parameter.codec, context.body, media)
    except MissingPropertyError as error:
        code = f"Missing{_pascal_case(error.name)}"
        raise ErrorResponse(
            code, _invalid_body(parameter, error), location=("body", error.name)
        ) from None
    except ValueError as error:
        raise _error(parameter, _invalid_body(parameter, error)) from None


def _invalid_body(parameter: Parameter, error: ValueError) -> str:
    return f"the {parameter.wire_name} is invalid: {error}"


def _decode_compound(
    parameter: Parameter,
    kind: Array | Object | OneOf,
    single: Decoder,
    context: RequestContext,
    query: Query,
) -> object:
    """Decode a value of several query pairs; invalid escapes matter in its own pairs only."""
    decoded = {}
    for name, texts in query.items():
        own = name.startswith(parameter.wire_name)
        with nullcontext() if own else suppress(ErrorResponse):
            decoded[name] = [_decoded(parameter, text) for text in texts]
    try:
        value = kind.decode_pairs(parameter.wire_name, decoded)
    except ValueError:
        raise _invalid(parameter, str(kind.expected)) from None
    return single(context, query) if value is None else value


def _parse_query(raw_query: str) -> Query:
    """Return the values of a query by decoded name; the values stay percent-encoded."""
    query: Query = {}
    for pair in raw_query.replace("+", "%20").split("&"):
        name, _, value = pair.partition("=")
        try:
            query.setdefault(percent_decode(name), []).append(value)
        except ValueError:
            continue
    return query


def _in_query(parameter: Parameter, _context: RequestContext, query: Query) -> list[str]:
    texts = query.get(parameter.wire_name)
    return [_decoded(parameter, text) for text in texts] if texts else []


def _in_path(parameter: Parameter, context: RequestContext, _query: Query) -> list[str]:
    return [_decoded(parameter, context.match.path_values[parameter.wire_name])]


def _in_headers(parameter: Parameter, context: RequestContext, _query: Query) -> list[str]:
    return list(context.headers.get(parameter.wire_name.lower(), ()))


def _in_cookies(parameter: Parameter, context: RequestContext, _query: Query) -> list[str]:
    headers: Iterable[str] = context.headers.get("cookie", ())
    pairs = (pair.strip().partition("=") for header in headers for pair in header.split(";"))
    return [_decoded(parameter, text) for name, _, text in pairs if name == parameter.wire_name]


_TEXTS: dict[str, Texts] = {
    "query": _in_query,
    "path": _in_path,
    "header": _in_headers,
    "cookie": _in_cookies,
}


def _raw_in_query(parameter: Parameter, _context: RequestContext, query: Query) -> list[str]:
    return query.get(parameter.wire_name, [])


def _raw_in_path(parameter: Parameter, context: RequestContext, _query: Query) -> list[str]:
    return [context.match.path_values[parameter.wire_name]]


_RAW_TEXTS: dict[str, Texts] = {"query": _raw_in_query, "path": _raw_in_path}
"""The texts of lists and objects in one piece: a comma that is percent-encoded separates nothing."""


def _decoded(parameter: Parameter, text: str) -> str:
    try:
        return percent_decode(text)
    except ValueError:
        raise _invalid(parameter, f"percent-encoded UTF-8, not {_shown(text)}") from None


def _value(parameter: Parameter, read: Callable[[str], object], texts: list[str]) -> object:
    if len(texts) > 1:
        raise _invalid(parameter, f"sent once, not {len(texts)} times")
    try:
        value = read(texts[0])
    except ValueError:
        expected = f"{parameter.codec.expected}, not {_shown(texts[0])}"
        raise _invalid(parameter, expected) from None
    if parameter.location == "path" and not texts[0]:
        raise _invalid(parameter, "a part of the path that is not empty")
    return value


def _invalid(parameter: Parameter, expected: str) -> ErrorResponse:
    return _error(parameter, f"{parameter.wire_name} must be {expected}")


def _error(parameter: Parameter, message: str) -> ErrorResponse:
    code = f"Invalid{_pascal_case(parameter.wire_name)}"
    return ErrorResponse(code, message, location=_location(parameter))


def _location(parameter: Parameter) -> tuple[str, ...]:
    """Return the location of a parameter, and its name unless it is the body."""
    return ("body",) if parameter.location == "body" else (parameter.location, parameter.wire_name)


def _pascal_case(wire: str) -> str:
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(wire))


def _shown(text: str) -> str:
    """Return a value quoted as in JSON, truncated when it is long."""
    quoted = msgspec.json.encode(text[:_LONGEST_SHOWN]).decode()
    return quoted if len(text) <= _LONGEST_SHOWN else f"{quoted}…"
