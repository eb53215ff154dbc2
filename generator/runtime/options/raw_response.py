"""Raw responses: status, headers and bytes beside the typed value of a call."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

from msgspec import Struct

from ..client.request import Request
from ..client.response import Response
from ..client.settings import Endpoint
from ..transport.interface import AsyncOpenResponse, AsyncTransport, OpenResponse, Transport

if TYPE_CHECKING:
    from ..client.session import AsyncSession, Session

__all__ = [
    "AsyncRecordingTransport",
    "RawResponse",
    "RecordingTransport",
    "async_raw_response",
    "raw_response",
]

ResourceT = TypeVar("ResourceT")
ValueT = TypeVar("ValueT")
P = ParamSpec("P")


class RawResponse(Struct, Generic[ValueT], frozen=True, kw_only=True):
    """A response as it was received, with its typed value; header names are lower-case.

    After retries it is the last response, of a page that is iterated the first page's.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    value: ValueT


class RecordingTransport:
    """Sends with another transport, and keeps the last response; one for each call."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._response: Response | None = None

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request and keep its response."""
        self._response = response = self._transport.send(endpoint, request, timeout)
        return response

    @property
    def open(self) -> Callable[[Endpoint, Request, float], OpenResponse] | None:
        """Open a response and keep its head; None where the transport cannot."""
        open_response: Any = getattr(self._transport, "open", None)

        def open_recorded(endpoint: Endpoint, request: Request, timeout: float) -> OpenResponse:
            opened: OpenResponse = open_response(endpoint, request, timeout)
            self._response = Response(status=opened.status, headers=opened.headers, body=b"")
            return opened

        return None if open_response is None else open_recorded

    @property
    def received(self) -> Response:
        """The last response; TypeError before there is one."""
        return _required(self._response)

    def close(self) -> None:
        """Leave the connections open: they belong to the client."""


class AsyncRecordingTransport:
    """Sends with another transport, and keeps the last response; one for each call."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport
        self._response: Response | None = None

    async def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request and keep its response."""
        self._response = response = await self._transport.send(endpoint, request, timeout)
        return response

    @property
    def open(self) -> Callable[[Endpoint, Request, float], Awaitable[AsyncOpenResponse]] | None:
        """Open a response and keep its head; None where the transport cannot."""
        open_response: Any = getattr(self._transport, "open", None)

        async def open_recorded(
            endpoint: Endpoint, request: Request, timeout: float
        ) -> AsyncOpenResponse:
            opened: AsyncOpenResponse = await open_response(endpoint, request, timeout)
            self._response = Response(status=opened.status, headers=opened.headers, body=b"")
            return opened

        return None if open_response is None else open_recorded

    @property
    def received(self) -> Response:
        """The last response; TypeError before there is one."""
        return _required(self._response)

    async def close(self) -> None:
        """Leave the connections open: they belong to the client."""


def raw_response(
    session: "Session",
    resource: "Callable[[Session], ResourceT]",
    method: Callable[Concatenate[ResourceT, P], ValueT],
) -> Callable[P, RawResponse[ValueT]]:
    """Return a method of a resource that returns its value with the raw response."""

    def call(*args: P.args, **kwargs: P.kwargs) -> RawResponse[ValueT]:
        recording, transport = session.recording()
        value = method(resource(recording), *args, **kwargs)
        return _with_value(transport.received, value)

    return call


def async_raw_response(
    session: "AsyncSession",
    resource: "Callable[[AsyncSession], ResourceT]",
    method: Callable[Concatenate[ResourceT, P], Awaitable[ValueT]],
) -> Callable[P, Awaitable[RawResponse[ValueT]]]:
    """Return a method of a resource that returns its value with the raw response."""

    async def call(*args: P.args, **kwargs: P.kwargs) -> RawResponse[ValueT]:
        recording, transport = session.recording()
        value = await method(resource(recording), *args, **kwargs)
        return _with_value(transport.received, value)

    return call


def _with_value(response: Response, value: ValueT) -> RawResponse[ValueT]:
    return RawResponse(
        status=response.status, headers=response.headers, body=response.body, value=value
    )


def _required(response: Response | None) -> Response:
    if response is None:
        raise TypeError("no response was received")
    return response
