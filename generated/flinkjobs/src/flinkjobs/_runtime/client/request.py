"""Requests, and how an operation and its arguments become one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import msgspec
from msgspec import Struct

from ..contract.operation import Operation, Parameter
from ..errors import UsageError
from ..messages import Argument, Message
from ..parameters.body_protocol import BodyCodec, BodyFault
from ..parameters.path_styles import StyledSegment
from ..parameters.percent_encoding import encode_reserved, percent_encode
from ..parameters.styles import PAIR_CODECS, Array, Object

if TYPE_CHECKING:
    from ..parameters.streamed_bodies import StreamedBody

__all__ = ["JSON", "Request", "build_request", "is_header_value"]

JSON = "application/json"


class Request(Struct, frozen=True, kw_only=True):
    """A request: path and query are percent-encoded as they are sent, header names lower-case.

    Its repr leaves out the headers and a key in the query, which are secret once the request is
    authenticated. `security` names the credentials that may go with it. A body that is read while it
    is sent is `stream`; then `body` is empty.
    """

    operation: str
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""
    security: tuple[tuple[str, ...], ...] | None = ()
    secret_query: str = ""
    stream: "StreamedBody | None" = None

    def __repr__(self) -> str:
        target = f"{self.path}?{self.query}" if self.query else self.path
        return f"<request {self.operation}: {self.method} {target}>"

    @property
    def target(self) -> str:
        """Path and query together."""
        query = self.secret_query or self.query
        return f"{self.path}?{query}" if query else self.path


def build_request(operation: Operation[Any], arguments: Mapping[str, object]) -> Request:
    """Build a request from the arguments of an operation, once they are checked.

    A value of None is left out; as a required nullable body it is sent. Raises UsageError, naming
    the parameter and its bounds, when the contract forbids a value; nothing is sent then.
    """
    path, body = operation.path, b""
    stream: StreamedBody | None = None
    query = list(operation.query)
    headers = {} if operation.accept == JSON else {"accept": operation.accept}
    for parameter in operation.parameters:
        value = arguments.get(parameter.name)
        if value is None and not parameter.required:
            continue
        if value is None and not (parameter.name in arguments and _is_nullable(parameter)):
            raise _missing(operation, parameter)
        location = parameter.location
        if location == "body":
            body, stream, headers["content-type"] = _encode_body(operation, parameter, value)
            continue
        if not parameter.codec.accepts(value):
            raise _invalid(operation, parameter, value)
        if location == "query":
            query += _encode_pairs(parameter, value)
        elif location == "path":
            segment = _encode_segment(operation, parameter, value)
            path = path.replace(f"{{{parameter.wire_name}}}", segment)
        elif location == "header":
            headers[parameter.wire_name.lower()] = _encode_header(operation, parameter, value)
        else:
            cookie = _encode_cookie(operation, parameter, value)
            headers["cookie"] = "; ".join([*filter(None, [headers.get("cookie")]), cookie])
    return Request(
        operation=operation.name,
        method=operation.method,
        path=path,
        query=_encode_query(query),
        headers=headers,
        body=body,
        security=operation.security,
        stream=stream,
    )


def _encode_query(pairs: list[tuple[str, str]]) -> str:
    """Return a query, sorted by name, with the values of one name in their order."""
    pairs.sort(key=lambda pair: pair[0])
    return "&".join(f"{percent_encode(key)}={percent_encode(value)}" for key, value in pairs)


def _encode_pairs(parameter: Parameter, value: object) -> list[tuple[str, str]]:
    codec = parameter.codec
    if isinstance(codec, PAIR_CODECS):
        pairs = codec.encode_pairs(parameter.wire_name, value)
    else:
        pairs = [(parameter.wire_name, codec.encode(value))]
    if parameter.allows_reserved:
        return [(name, encode_reserved(text)) for name, text in pairs]
    return pairs


def _encode_body(
    operation: Operation[Any], parameter: Parameter, value: object
) -> "tuple[bytes, StreamedBody | None, str]":
    """Return a body of bytes, or the stream of another one, and the media type."""
    try:
        body, media = cast("BodyCodec", parameter.codec).encode_body(value)
        return (body, None, media) if isinstance(body, bytes) else (b"", body, media)
    except (ValueError, msgspec.ValidationError) as error:
        raise UsageError(
            Message(
                "{operation}: {parameter} is invalid: {error}",
                operation=operation.name,
                parameter=Argument(parameter.name),
                error=error.message if isinstance(error, BodyFault) else error,
            )
        ) from None
    except (TypeError, msgspec.MsgspecError, RecursionError):
        pass
    raise _invalid(operation, parameter, value)


def _is_nullable(parameter: Parameter) -> bool:
    return parameter.location == "body" and parameter.codec.accepts(None)


def _missing(operation: Operation[Any], parameter: Parameter) -> UsageError:
    return UsageError(
        Message(
            "{operation}: {parameter} is missing; it must be {expected}",
            operation=operation.name,
            parameter=Argument(parameter.name),
            expected=parameter.codec.expected,
        )
    )


def _invalid(operation: Operation[Any], parameter: Parameter, value: object) -> UsageError:
    return UsageError(
        Message(
            "{operation}: {parameter} must be {expected}, not {value}",
            operation=operation.name,
            parameter=Argument(parameter.name),
            expected=parameter.codec.expected,
            value=repr(value),
        )
    )


def _encode_segment(operation: Operation[Any], parameter: Parameter, value: object) -> str:
    """Return a percent-encoded path segment; one of dots alone would be a step up the path.

    Raises UsageError for an empty one, which would change the path to another operation's.
    """
    if isinstance(parameter.codec, StyledSegment):
        segment = parameter.codec.encode_segment(value)
    elif isinstance(parameter.codec, Array | Object):
        segment = parameter.codec.encode_escaped(value)
        segment = segment if segment.strip(".") else segment.replace(".", "%2E")
    else:
        text = parameter.codec.encode(value)
        segment = text.replace(".", "%2E") if text in (".", "..") else percent_encode(text)
    if not segment:
        raise UsageError(
            Message(
                "{operation}: {parameter} goes into the path, so it must not be empty",
                operation=operation.name,
                parameter=Argument(parameter.name),
            )
        )
    return segment


def is_header_value(text: str) -> bool:
    """Whether a text may be the value of a header and arrives unchanged."""
    return text.isascii() and text.isprintable() and text == text.strip()


def _encode_header(operation: Operation[Any], parameter: Parameter, value: object) -> str:
    _require_whole_items(operation, parameter, value)
    text = parameter.codec.encode(value)
    if is_header_value(text):
        return text
    raise UsageError(
        Message(
            "{operation}: {parameter} goes into a header and must be printable ASCII without blanks around it, not {text}",
            operation=operation.name,
            parameter=Argument(parameter.name),
            text=repr(text),
        )
    )


def _encode_cookie(operation: Operation[Any], parameter: Parameter, value: object) -> str:
    _require_whole_items(operation, parameter, value)
    return f"{parameter.wire_name}={percent_encode(parameter.codec.encode(value))}"


def _require_whole_items(operation: Operation[Any], parameter: Parameter, value: object) -> None:
    """Raise UsageError for a list with a comma in an item, where nothing can escape it."""
    codec = parameter.codec
    if isinstance(codec, Array) and codec.holds_separator(value):
        raise UsageError(
            Message(
                "{operation}: {parameter} goes into a {location}, where commas separate its items, so "
                "none of them may have one",
                operation=operation.name,
                parameter=Argument(parameter.name),
                location=parameter.location,
            )
        )
