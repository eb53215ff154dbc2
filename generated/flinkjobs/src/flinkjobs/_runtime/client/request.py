"""Requests and responses as a transport sees them, and how an operation becomes a request."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from ..contract.operation import Operation, Parameter
from ..errors import UsageError
from ..parameters.bodies import BODIES
from ..parameters.path_styles import Segment
from ..parameters.percent_encoding import percent_encode
from ..parameters.styles import COMPOUND

__all__ = ["JSON", "Request", "Response", "build_request", "fits_header"]

JSON = "application/json"


class Request(Struct, frozen=True, kw_only=True):
    """A request: path and query are percent-encoded as they go over the wire, header names lower-case.

    Its repr leaves out the headers and what a key adds to the query, which are secret once it is
    signed. `security` names the credentials that may go with it.
    """

    operation: str
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""
    security: tuple[tuple[str, ...], ...] | None = ()
    secret_query: str = ""

    def __repr__(self) -> str:
        shown = f"{self.path}?{self.query}" if self.query else self.path
        return f"<request {self.operation}: {self.method} {shown}>"

    @property
    def target(self) -> str:
        """Path and query together."""
        query = self.secret_query or self.query
        return f"{self.path}?{query}" if query else self.path


class Response(Struct, frozen=True, kw_only=True):
    """A response: header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def build_request(operation: Operation[Any], values: Mapping[str, object]) -> Request:
    """Check the values of an operation's parameters and put each in its place.

    A value of None is left out; as a body that there must be and that may be null, it is sent. Raises
    UsageError, naming the parameter and its bound, when the contract forbids a value; nothing is
    sent then.
    """
    path, body = operation.path, b""
    query = list(operation.query)
    headers = {} if operation.accept == JSON else {"accept": operation.accept}
    for parameter in operation.parameters:
        value = values.get(parameter.name)
        if value is None and not parameter.required:
            continue
        if value is None and not (parameter.name in values and _may_be_null(parameter)):
            raise _missing(operation, parameter)
        text = _text(operation, parameter, value)
        if parameter.place == "path":
            segment = _segment(operation, parameter, value, text)
            path = path.replace(f"{{{parameter.wire}}}", segment)
        elif parameter.place == "query":
            query += _pairs(parameter, value, text)
        elif parameter.place == "body":
            body, headers["content-type"] = _body(parameter.kind, value)
        elif parameter.place == "cookie":
            cookie = f"{parameter.wire}={percent_encode(text)}"
            headers["cookie"] = "; ".join([*filter(None, [headers.get("cookie")]), cookie])
        else:
            headers[parameter.wire.lower()] = _header(operation, parameter, text)
    query.sort(key=lambda pair: pair[0])
    pairs = "&".join(f"{percent_encode(key)}={percent_encode(value)}" for key, value in query)
    return Request(
        operation=operation.name,
        method=operation.method,
        path=path,
        query=pairs,
        headers=headers,
        body=body,
        security=operation.security,
    )


def _pairs(parameter: Parameter, value: object, text: str) -> list[tuple[str, str]]:
    kind = parameter.kind
    return (
        kind.pairs(parameter.wire, value)
        if isinstance(kind, COMPOUND)
        else [(parameter.wire, text)]
    )


def _body(kind: object, value: object) -> tuple[bytes, str]:
    if not isinstance(kind, BODIES):
        raise TypeError(f"{kind!r} is no kind of body")
    return kind.encode(value)


def _may_be_null(parameter: Parameter) -> bool:
    return parameter.place == "body" and parameter.kind.holds(None)


def _missing(operation: Operation[Any], parameter: Parameter) -> UsageError:
    return UsageError(
        f"{operation.name}: {parameter.name} is missing; it must be {parameter.kind.expects}"
    )


def _text(operation: Operation[Any], parameter: Parameter, value: object) -> str:
    if not parameter.kind.holds(value):
        raise UsageError(
            f"{operation.name}: {parameter.name} must be {parameter.kind.expects}, not {value!r}"
        )
    return parameter.kind.write(value)


def _segment(operation: Operation[Any], parameter: Parameter, value: object, text: str) -> str:
    """Encode a path segment; one of dots alone would be taken for a step up the path.

    An empty one would make the path that of another operation.
    """
    if isinstance(parameter.kind, Segment):
        segment = parameter.kind.expand(value)
    else:
        segment = text.replace(".", "%2E") if text in (".", "..") else percent_encode(text)
    if not segment:
        raise UsageError(
            f"{operation.name}: {parameter.name} goes into the path, so it must not be empty"
        )
    return segment


def fits_header(text: str) -> bool:
    """Tell whether a text may be a header's value and arrives as it was sent."""
    return text.isascii() and text.isprintable() and text == text.strip()


def _header(operation: Operation[Any], parameter: Parameter, text: str) -> str:
    if fits_header(text):
        return text
    raise UsageError(
        f"{operation.name}: {parameter.name} goes into a header and must be printable ASCII "
        f"without blanks around it, not {text!r}"
    )
