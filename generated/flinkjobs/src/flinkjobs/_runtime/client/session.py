"""The two senders: each a loop of a few lines around a call and a transport."""

import time
from collections.abc import Mapping
from typing import Any, TypeVar

from ..contract.operation import Operation
from ..errors import ApiError
from ..pagination.pages import AsyncListing, Page, first_page
from ..transport.interface import AsyncTransport, Transport
from .call import Call
from .context import Caller
from .response import Answer

__all__ = ["AsyncSession", "Session"]

AnswerT = TypeVar("AnswerT")


class Session:
    """Sends calls and waits for them."""

    def __init__(self, caller: Caller, transport: Transport | None) -> None:
        self._caller = caller
        self._transport = transport
        self.sleep = caller.surroundings.sleep or time.sleep
        self.monotonic = caller.surroundings.monotonic

    def call(self, operation: Operation[AnswerT], values: Mapping[str, object]) -> Answer[AnswerT]:
        """Call an operation, as often as its errors are worth it, and give its decoded answer."""
        call, endpoint = Call(self._caller, operation, values), self._caller.endpoint
        while True:
            if wait := call.pause():
                self.sleep(wait)
            try:
                return call.answered(self._open().send(endpoint, call.request(), call.timeout))
            except ApiError as error:
                call.failed(error)

    def pages(self, operation: Operation[Any], values: Mapping[str, object]) -> Page[Any]:
        """Call an operation that answers in pages, and give the page asked for."""
        pagination = operation.paged
        first = first_page(pagination, values)
        index, size = first[pagination.page], first[pagination.size]

        def fetch(index: int) -> Answer[Any]:
            return self.call(operation, {**first, pagination.page: index})

        return Page(pagination, index, size, fetch(index), fetch)

    def _open(self) -> Transport:
        if self._transport is None:
            from ..transport.urllib3_transport import Urllib3Transport

            self._transport = Urllib3Transport()
        return self._transport

    def close(self) -> None:
        """Let go of all connections."""
        if self._transport is not None:
            self._transport.close()


async def _sleep(seconds: float) -> None:
    from asyncio import sleep

    await sleep(seconds)


class AsyncSession:
    """Sends calls without blocking."""

    def __init__(self, caller: Caller, transport: AsyncTransport | None) -> None:
        self._caller = caller
        self._transport = transport
        self.sleep = caller.surroundings.sleep or _sleep
        self.monotonic = caller.surroundings.monotonic

    async def call(
        self, operation: Operation[AnswerT], values: Mapping[str, object]
    ) -> Answer[AnswerT]:
        """Call an operation, as often as its errors are worth it, and give its decoded answer."""
        call, endpoint = Call(self._caller, operation, values), self._caller.endpoint
        while True:
            if wait := call.pause():
                await self.sleep(wait)
            try:
                response = await self._open().send(endpoint, call.request(), call.timeout)
                return call.answered(response)
            except ApiError as error:
                call.failed(error)

    def pages(self, operation: Operation[Any], values: Mapping[str, object]) -> AsyncListing[Any]:
        """Make ready to call an operation that answers in pages."""
        pagination = operation.paged
        first = first_page(pagination, values)

        async def fetch(index: int) -> Answer[Any]:
            return await self.call(operation, {**first, pagination.page: index})

        return AsyncListing(pagination, first[pagination.page], first[pagination.size], fetch)

    def _open(self) -> AsyncTransport:
        if self._transport is None:
            from ..transport.aiohttp_transport import AiohttpTransport

            self._transport = AiohttpTransport()
        return self._transport

    async def close(self) -> None:
        """Let go of all connections."""
        if self._transport is not None:
            await self._transport.close()
