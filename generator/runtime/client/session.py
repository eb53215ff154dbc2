"""The synchronous and the asynchronous session: loops around a call and a transport."""

import time
from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

from ..contract.operation import Operation
from ..errors import ApiError
from ..options.open_request import decode_open_response, open_operation
from ..options.raw_response import AsyncRecordingTransport, RawResponse, RecordingTransport
from ..pagination.page_base import (
    Position,
    first_page_arguments,
    first_position,
    index_of,
    page_call,
)
from ..pagination.pages import AsyncListing, Page
from ..transport.interface import AsyncTransport, Transport
from .call import Call
from .context import ClientContext
from .request import Request
from .response import Result

__all__ = ["AsyncSession", "Session"]

ResponseT = TypeVar("ResponseT")
_NOT_PICKLED = (
    "a client holds credentials and connections and is not pickled; make one where it is needed, "
    "such as in the initializer of each worker process"
)


class Session:
    """Sends calls and blocks until they end; one that is `derived` leaves connections open."""

    def __init__(
        self,
        context: ClientContext,
        transport: Transport | None,
        *,
        derived: bool = False,
        keeps_open: bool = False,
    ) -> None:
        self._context = context
        self._transport = transport or _default_transport()
        self._derived = derived
        self._keeps_open = keeps_open
        self.sleep = context.environment.sleep or time.sleep
        self.monotonic = context.environment.monotonic

    def __reduce__(self) -> NoReturn:
        raise TypeError(_NOT_PICKLED)

    @property
    def context(self) -> ClientContext:
        """The state that all calls of the client share."""
        return self._context

    def with_options(self, **options: Any) -> "Session":
        """Return a session with other options and the same connections."""
        return Session(self._context.with_options(**options), self._transport, derived=True)

    def recording(self) -> tuple["Session", RecordingTransport]:
        """Return a session for one call, and the transport that keeps its response."""
        transport = RecordingTransport(self._transport)
        return Session(self._context, transport, derived=True), transport

    def downloading(self) -> "Session":
        """Return a session whose calls return their response unread."""
        return Session(self._context, self._transport, derived=True, keeps_open=True)

    def call(
        self,
        operation: Operation[ResponseT],
        arguments: Mapping[str, object],
        *,
        link: str | None = None,
    ) -> Result[ResponseT]:
        """Call an operation, with retries, and return its decoded result.

        A `link` to a page of it comes instead of path and query.
        """
        if operation.lookups:
            arguments = self.look_up(operation, arguments)
        call, endpoint = Call(self._context, operation, arguments, link), self._context.endpoint
        transport = self._transport
        if self._keeps_open or call.is_streamed:
            from ..streaming.opening import OpeningTransport

            transport = OpeningTransport(transport, operation, keeps_open=self._keeps_open)
        while True:
            if delay := call.delay():
                self.sleep(delay)
            try:
                request = self._context.authenticate(call.next_request())
                return call.receive(transport.send(endpoint, request, call.timeout))
            except ApiError as error:
                call.handle_error(error)

    def look_up(
        self, operation: Operation[Any], arguments: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Return the arguments of a call with ids in place of names.

        Raises LookupFailedError where a name is not that of exactly one item.
        """
        for search in self._context.searches(operation, arguments):
            for item in self.pages(search.operation, search.arguments):
                search.accept(item)
            arguments = search.with_id(arguments)
        return arguments

    def request(
        self, method: str, path: str, *, body: object, action: str, **options: Any
    ) -> RawResponse[Any]:
        """Send a request to an endpoint that the contract does not describe."""
        operation = open_operation(self._context.api, method, path, body, action)
        session, transport = self.with_options(**options).recording()
        session.call(operation, {} if body is None else {"body": body})
        return decode_open_response(self._context.api, operation, transport.received)

    def pages(self, operation: Operation[Any], arguments: Mapping[str, object]) -> Page[Any]:
        """Call a paginated operation and return the page requested."""
        if operation.lookups:
            arguments = self.look_up(operation, arguments)
        pagination = operation.required_pagination
        first = first_page_arguments(pagination, arguments)
        position, size = first_position(pagination, first), first.get(pagination.size or "", 0)

        def fetch(position: Position) -> Result[Any]:
            values, link = page_call(pagination, first, position)
            return self.call(operation, values, link=link)

        index = index_of(pagination, position, size)
        return Page(operation, position, index, size, fetch(position), fetch)

    def close(self) -> None:
        """Close all connections."""
        if not self._derived:
            self._transport.close()


def _default_transport() -> Transport:
    from ..transport.urllib3_transport import Urllib3Transport

    return Urllib3Transport()


async def _sleep(seconds: float) -> None:
    from asyncio import sleep

    await sleep(seconds)


class AsyncSession:
    """Sends calls without blocking; one that is `derived` leaves connections open."""

    def __init__(
        self,
        context: ClientContext,
        transport: AsyncTransport | None,
        *,
        derived: bool = False,
        keeps_open: bool = False,
    ) -> None:
        self._context = context
        self._transport = transport or _default_async_transport(context)
        self._derived = derived
        self._keeps_open = keeps_open
        self.sleep = context.environment.sleep or _sleep
        self.monotonic = context.environment.monotonic

    def __reduce__(self) -> NoReturn:
        raise TypeError(_NOT_PICKLED)

    @property
    def context(self) -> ClientContext:
        """The state that all calls of the client share."""
        return self._context

    def with_options(self, **options: Any) -> "AsyncSession":
        """Return a session with other options and the same connections."""
        return AsyncSession(self._context.with_options(**options), self._transport, derived=True)

    def recording(self) -> tuple["AsyncSession", AsyncRecordingTransport]:
        """Return a session for one call, and the transport that keeps its response."""
        transport = AsyncRecordingTransport(self._transport)
        return AsyncSession(self._context, transport, derived=True), transport

    def downloading(self) -> "AsyncSession":
        """Return a session whose calls return their response unread."""
        return AsyncSession(self._context, self._transport, derived=True, keeps_open=True)

    async def call(
        self,
        operation: Operation[ResponseT],
        arguments: Mapping[str, object],
        *,
        link: str | None = None,
    ) -> Result[ResponseT]:
        """Call an operation, with retries, and return its decoded result.

        A `link` to a page of it comes instead of path and query.
        """
        if operation.lookups:
            arguments = await self.look_up(operation, arguments)
        call, endpoint = Call(self._context, operation, arguments, link), self._context.endpoint
        transport = self._transport
        if self._keeps_open or call.is_streamed:
            from ..streaming.opening import AsyncOpeningTransport

            transport = AsyncOpeningTransport(transport, operation, keeps_open=self._keeps_open)
        while True:
            if delay := call.delay():
                await self.sleep(delay)
            try:
                request = await self._authenticate(call.next_request())
                return call.receive(await transport.send(endpoint, request, call.timeout))
            except ApiError as error:
                call.handle_error(error)

    async def _authenticate(self, request: Request) -> Request:
        """Return the request with all headers; wait in a thread for a key that has to be fetched."""
        if not self._context.may_block:
            return self._context.authenticate(request)
        from asyncio import to_thread

        return await to_thread(self._context.authenticate, request)

    async def look_up(
        self, operation: Operation[Any], arguments: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Return the arguments of a call with ids in place of names.

        Raises LookupFailedError where a name is not that of exactly one item.
        """
        for search in self._context.searches(operation, arguments):
            async for item in self.pages(search.operation, search.arguments):
                search.accept(item)
            arguments = search.with_id(arguments)
        return arguments

    async def request(
        self, method: str, path: str, *, body: object, action: str, **options: Any
    ) -> RawResponse[Any]:
        """Send a request to an endpoint that the contract does not describe."""
        operation = open_operation(self._context.api, method, path, body, action)
        session, transport = self.with_options(**options).recording()
        await session.call(operation, {} if body is None else {"body": body})
        return decode_open_response(self._context.api, operation, transport.received)

    def pages(
        self, operation: Operation[Any], arguments: Mapping[str, object]
    ) -> AsyncListing[Any]:
        """Return a listing that calls a paginated operation when it is used."""
        pagination = operation.required_pagination
        first = first_page_arguments(pagination, arguments)
        position, size = first_position(pagination, first), first.get(pagination.size or "", 0)

        async def fetch(position: Position) -> Result[Any]:
            nonlocal first
            if operation.lookups:
                first = dict(await self.look_up(operation, first))
            values, link = page_call(pagination, first, position)
            return await self.call(operation, values, link=link)

        return AsyncListing(operation, position, size, fetch)

    async def close(self) -> None:
        """Close all connections."""
        if not self._derived:
            await self._transport.close()


def _default_async_transport(context: ClientContext) -> AsyncTransport:
    """Return the built-in transport, with what would block an event loop loaded before its first call."""
    from ..transport.aiohttp_transport import AiohttpTransport

    transport = AiohttpTransport()
    transport.load_certificates(context.endpoint)
    return transport
