"""The synchronous and the asynchronous session: loops around a call and a transport."""

import time
from collections.abc import Mapping
from typing import Any, TypeVar

from ..contract.operation import Operation
from ..errors import ApiError
from ..pagination.pages import AsyncListing, Page, first_page_arguments
from ..transport.interface import AsyncTransport, Transport
from .call import Call
from .context import ClientContext
from .response import Result

__all__ = ["AsyncSession", "Session"]

ResponseT = TypeVar("ResponseT")


class Session:
    """Sends calls and blocks until they end."""

    def __init__(self, context: ClientContext, transport: Transport | None) -> None:
        self._context = context
        self._transport = transport
        self.sleep = context.environment.sleep or time.sleep
        self.monotonic = context.environment.monotonic

    def call(
        self, operation: Operation[ResponseT], arguments: Mapping[str, object]
    ) -> Result[ResponseT]:
        """Call an operation, with retries, and return its decoded result."""
        call, endpoint = Call(self._context, operation, arguments), self._context.endpoint
        while True:
            if delay := call.delay():
                self.sleep(delay)
            try:
                return call.receive(self._open().send(endpoint, call.next_request(), call.timeout))
            except ApiError as error:
                call.handle_error(error)

    def pages(self, operation: Operation[Any], arguments: Mapping[str, object]) -> Page[Any]:
        """Call a paginated operation and return the page requested."""
        pagination = operation.required_pagination
        first = first_page_arguments(pagination, arguments)
        index, size = first[pagination.page], first[pagination.size]

        def fetch(index: int) -> Result[Any]:
            return self.call(operation, {**first, pagination.page: index})

        return Page(pagination, index, size, fetch(index), fetch)

    def _open(self) -> Transport:
        if self._transport is None:
            from ..transport.urllib3_transport import Urllib3Transport

            self._transport = Urllib3Transport()
        return self._transport

    def close(self) -> None:
        """Close all connections."""
        if self._transport is not None:
            self._transport.close()


async def _sleep(seconds: float) -> None:
    from asyncio import sleep

    await sleep(seconds)


class AsyncSession:
    """Sends calls without blocking."""

    def __init__(self, context: ClientContext, transport: AsyncTransport | None) -> None:
        self._context = context
        self._transport = transport
        self.sleep = context.environment.sleep or _sleep
        self.monotonic = context.environment.monotonic

    async def call(
        self, operation: Operation[ResponseT], arguments: Mapping[str, object]
    ) -> Result[ResponseT]:
        """Call an operation, with retries, and return its decoded result."""
        call, endpoint = Call(self._context, operation, arguments), self._context.endpoint
        while True:
            if delay := call.delay():
                await self.sleep(delay)
            try:
                response = await self._open().send(endpoint, call.next_request(), call.timeout)
                return call.receive(response)
            except ApiError as error:
                call.handle_error(error)

    def pages(
        self, operation: Operation[Any], arguments: Mapping[str, object]
    ) -> AsyncListing[Any]:
        """Return a listing that calls a paginated operation when it is used."""
        pagination = operation.required_pagination
        first = first_page_arguments(pagination, arguments)

        async def fetch(index: int) -> Result[Any]:
            return await self.call(operation, {**first, pagination.page: index})

        return AsyncListing(pagination, first[pagination.page], first[pagination.size], fetch)

    def _open(self) -> AsyncTransport:
        if self._transport is None:
            from ..transport.aiohttp_transport import AiohttpTransport

            self._transport = AiohttpTransport()
        return self._transport

    async def close(self) -> None:
        """Close all connections."""
        if self._transport is not None:
            await self._transport.close()
