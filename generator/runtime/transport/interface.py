"""The interface of transports: send one request, return one response.

A transport neither signs, retries nor follows redirects. It raises RequestTimeoutError or
TransportError, InvalidResponseError for a response that is too large, and nothing else of its own.
Where it knows that no connection was made, its error has `sent=False`: only then is a write
repeated.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Protocol

from msgspec import Struct

from ..client.request import Request
from ..client.response import Response
from ..client.settings import Endpoint
from ..errors import InvalidResponseError, RequestTimeoutError, TransportError
from ..messages import Message

__all__ = [
    "MAX_RESPONSE_BYTES",
    "AsyncOpenResponse",
    "AsyncTransport",
    "OpenResponse",
    "Transport",
    "body_headers",
    "connection_error",
    "join_headers",
    "too_large_error",
    "untrusted_error",
]

MAX_RESPONSE_BYTES = 256 << 20
"""Default size limit of a decompressed response: a bound for memory, far above any page."""


class Transport(Protocol):
    """Sends requests and blocks until each has its response."""

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request; `timeout` is in seconds and covers request and response."""

    def close(self) -> None:
        """Close all connections."""


class AsyncTransport(Protocol):
    """Sends requests without blocking."""

    async def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request; `timeout` is in seconds and covers request and response."""

    async def close(self) -> None:
        """Close all connections."""


def _close_nothing() -> None:
    """Close a response that was read already."""


async def _close_nothing_async() -> None:
    """Close a response that was read already."""


class OpenResponse(Struct, frozen=True, kw_only=True):
    """A response whose body is read piece by piece, until it has ended or is closed.

    A transport that has the method `open`, with the arguments of `send`, returns one: `timeout` is
    then that of the head, and of each silence. Such a transport reads `Request.stream`, too.
    """

    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]
    close: Callable[[], None] = _close_nothing


class AsyncOpenResponse(Struct, frozen=True, kw_only=True):
    """A response whose body is read piece by piece without blocking; see OpenResponse."""

    status: int
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]
    close: Callable[[], Awaitable[None]] = _close_nothing_async


def body_headers(request: Request) -> Mapping[str, str]:
    """Return the headers of a request, with the length of a body that is read while it is sent."""
    size = request.stream.size if request.stream else None
    return request.headers if size is None else {**request.headers, "content-length": str(size)}


def too_large_error(limit: int, status: int, headers: Mapping[str, str]) -> InvalidResponseError:
    """Build the error for a response above the size limit."""
    return InvalidResponseError(
        Message(
            "the response is larger than {limit} bytes; it was not read to its end", limit=limit
        ),
        status=status,
        headers=headers,
    )


def connection_error(
    endpoint: Endpoint, reason: str | Message, *, sent: bool = False
) -> TransportError:
    """Build the error for a server to which no connection could be made.

    With `sent`, it is not certain that the request stayed here.
    """
    remedy = Message(
        "Check that the server runs and that the endpoint, with https:// or http://, is right."
    )
    return TransportError(
        Message("no connection to {endpoint}: {reason}", endpoint=endpoint, reason=reason),
        remedy=remedy,
        sent=sent,
    )


def connect_timeout_error(endpoint: Endpoint, timeout: float) -> RequestTimeoutError:
    """Build the error for a connection that took too long."""
    return RequestTimeoutError(
        Message(
            "no connection to {endpoint} within {timeout:g} s", endpoint=endpoint, timeout=timeout
        ),
        sent=False,
    )


def response_timeout_error(
    endpoint: Endpoint, timeout: float, *, has_begun: bool
) -> RequestTimeoutError:
    """Build the error for a response that took too long, to begin or to end."""
    facts = {"endpoint": endpoint, "timeout": timeout}
    return RequestTimeoutError(
        Message("{endpoint} did not finish its response within {timeout:g} s", **facts)
        if has_begun
        else Message("{endpoint} did not respond within {timeout:g} s", **facts)
    )


def no_response_error(endpoint: Endpoint, reason: str | Message, *, sent: bool) -> TransportError:
    """Build the error for a connection that broke."""
    return TransportError(
        Message("no response from {endpoint}: {reason}", endpoint=endpoint, reason=reason),
        sent=sent,
    )


def untrusted_error(endpoint: Endpoint, reason: str) -> TransportError:
    """Build the error for a server whose certificate is not trusted."""
    return TransportError(
        Message(
            "the certificate of {endpoint} is not trusted: {reason}; if it should be, name the file of its issuer's certificate in SSL_CERT_FILE",
            endpoint=endpoint,
            reason=reason,
        ),
        retryable=False,
        sent=False,
    )


def join_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers by lower-case name: of a repeated one the last, of Link all, as one list."""
    joined: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key == "link" and key in joined else value
    return joined
