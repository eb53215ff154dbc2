# Generated from openapi.yaml; do not edit.
"""The two built-in transports, and the types for a transport of your own."""

from typing import TYPE_CHECKING

from ._runtime.client.request import Request
from ._runtime.client.response import Response
from ._runtime.client.settings import Endpoint
from ._runtime.transport.interface import AsyncTransport, Transport

if TYPE_CHECKING:
    from ._runtime.transport.aiohttp_transport import AiohttpTransport
    from ._runtime.transport.urllib3_transport import Urllib3Transport

__all__ = [
    "AiohttpTransport",
    "AsyncTransport",
    "Endpoint",
    "Request",
    "Response",
    "Transport",
    "Urllib3Transport",
]


def __getattr__(name: str) -> object:
    """Import a built-in transport, and its HTTP library, on first use."""
    if name == "AiohttpTransport":
        from ._runtime.transport.aiohttp_transport import AiohttpTransport

        return AiohttpTransport
    if name == "Urllib3Transport":
        from ._runtime.transport.urllib3_transport import Urllib3Transport

        return Urllib3Transport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
