"""The seam between this package and an HTTP library: one request in, one response out.

A transport neither signs, retries nor follows redirects. It raises TimedOut or ConnectionFailed
and nothing else of its own.
"""

from typing import Protocol

from .messages import Request, Response
from .settings import Endpoint

__all__ = ["AsyncTransport", "Transport"]


class Transport(Protocol):
    """Sends requests and waits for them."""

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request; `timeout` is in seconds and covers connecting and each read."""

    def close(self) -> None:
        """Let go of all connections."""


class AsyncTransport(Protocol):
    """Sends requests without blocking."""

    async def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request; `timeout` is in seconds and covers the whole exchange."""

    async def close(self) -> None:
        """Let go of all connections."""
