"""The seam between this package and an HTTP library: one request in, one response out.

A transport neither signs, retries nor follows redirects. It raises TimedOut or ConnectionFailed,
UndecodableAnswer for an answer too large to take, and nothing else of its own.
"""

from collections.abc import Mapping
from typing import Protocol

from ..client.request import Request, Response
from ..client.settings import Endpoint
from ..errors import ConnectionFailed, UndecodableAnswer

__all__ = ["LARGEST_ANSWER", "AsyncTransport", "Transport", "too_large", "unreached", "untrusted"]

LARGEST_ANSWER = 256 << 20
"""The bytes of the largest answer that is taken in, unpacked: a bound for memory, far above any page."""


class Transport(Protocol):
    """Sends requests and waits for them."""

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request; `timeout` is in seconds and covers the whole exchange."""

    def close(self) -> None:
        """Let go of all connections."""


class AsyncTransport(Protocol):
    """Sends requests without blocking."""

    async def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request; `timeout` is in seconds and covers the whole exchange."""

    async def close(self) -> None:
        """Let go of all connections."""


def too_large(largest: int, status: int, headers: Mapping[str, str]) -> UndecodableAnswer:
    """Make the error for an answer of more bytes than are taken in."""
    return UndecodableAnswer(
        f"the answer is larger than {largest} bytes; it was not read to its end",
        status=status,
        headers=headers,
    )


def unreached(endpoint: Endpoint, reason: str) -> ConnectionFailed:
    """Make the error for a server with which no connection could be made."""
    remedy = "Check that the server runs and that the endpoint, with https:// or http://, is right."
    return ConnectionFailed(f"no connection to {endpoint}: {reason}", remedy=remedy)


def untrusted(endpoint: Endpoint, reason: str) -> ConnectionFailed:
    """Make the error for a server whose certificate nobody vouches for."""
    return ConnectionFailed(
        f"the certificate of {endpoint} is not trusted: {reason}; if it should be, "
        "name the file of its issuer's certificate in SSL_CERT_FILE",
        retryable=False,
    )
