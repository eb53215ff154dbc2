"""Transports that leave a response open where its content is streamed or downloaded."""

from typing import Any

import msgspec

from ..client.contents import content_of
from ..client.request import Request
from ..client.response import Response
from ..client.settings import Endpoint
from ..contract.api import Api
from ..contract.operation import Operation
from ..transport.interface import (
    MAX_RESPONSE_BYTES,
    AsyncOpenResponse,
    AsyncTransport,
    OpenResponse,
    Transport,
    too_large_error,
)
from .downloads import AsyncStreamedResponse, StreamedResponse
from .items import item_decoder
from .streams import AsyncStream, Stream

__all__ = ["AsyncOpeningTransport", "OpeningTransport"]


class OpeningTransport:
    """Sends with another transport, for one operation.

    A response whose content is a stream stays open, and so does any success where `keeps_open`; the
    body of any other is read. A transport that cannot do this gets bodies in one piece, and its
    responses are taken apart afterwards.
    """

    def __init__(
        self, transport: Transport, operation: Operation[Any], *, keeps_open: bool
    ) -> None:
        self._transport = transport
        self._operation = operation
        self._keeps_open = keeps_open

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request."""
        open_response = getattr(self._transport, "open", None)
        if open_response is None:
            sent = self._transport.send(endpoint, in_one_piece(request), timeout)
            opened = OpenResponse(
                status=sent.status, headers=sent.headers, chunks=iter([sent.body])
            )
        elif not (self._keeps_open or self._operation.is_streamed):
            return self._transport.send(endpoint, request, timeout)
        else:
            opened = open_response(endpoint, request, timeout)
        if not stays_open(self._operation, opened, keeps_open=self._keeps_open):
            return Response(status=opened.status, headers=opened.headers, body=_read(opened))
        stream = _OpenBody(opened, is_download=self._keeps_open)
        return Response(status=opened.status, headers=opened.headers, body=b"", stream=stream)

    def close(self) -> None:
        """Leave the connections open: they belong to the client."""


class AsyncOpeningTransport:
    """Sends with another transport, for one operation, as `OpeningTransport` does."""

    def __init__(
        self, transport: AsyncTransport, operation: Operation[Any], *, keeps_open: bool
    ) -> None:
        self._transport = transport
        self._operation = operation
        self._keeps_open = keeps_open

    async def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request."""
        open_response = getattr(self._transport, "open", None)
        if open_response is None:
            request = await in_one_piece_async(request)
            sent = await self._transport.send(endpoint, request, timeout)
            opened = AsyncOpenResponse(
                status=sent.status, headers=sent.headers, chunks=_one_chunk(sent.body)
            )
        elif not (self._keeps_open or self._operation.is_streamed):
            return await self._transport.send(endpoint, request, timeout)
        else:
            opened = await open_response(endpoint, request, timeout)
        if not stays_open(self._operation, opened, keeps_open=self._keeps_open):
            body = await _read_async(opened)
            return Response(status=opened.status, headers=opened.headers, body=body)
        stream = _AsyncOpenBody(opened, is_download=self._keeps_open)
        return Response(status=opened.status, headers=opened.headers, body=b"", stream=stream)

    async def close(self) -> None:
        """Leave the connections open: they belong to the client."""


class _OpenBody:
    """The body of an open response, before the caller gets it."""

    def __init__(self, opened: OpenResponse, *, is_download: bool) -> None:
        self._opened = opened
        self._is_download = is_download

    def value(self, api: Api, operation: Operation[Any], response: Response) -> Any:
        """Return what the caller reads it with."""
        if self._is_download:
            return StreamedResponse(self._opened)
        return Stream(self._opened, item_decoder(api, operation, response))


class _AsyncOpenBody:
    """The body of an open response, before the caller gets it."""

    def __init__(self, opened: AsyncOpenResponse, *, is_download: bool) -> None:
        self._opened = opened
        self._is_download = is_download

    def value(self, api: Api, operation: Operation[Any], response: Response) -> Any:
        """Return what the caller reads it with."""
        if self._is_download:
            return AsyncStreamedResponse(self._opened)
        return AsyncStream(self._opened, item_decoder(api, operation, response))


def stays_open(
    operation: Operation[Any], opened: OpenResponse | AsyncOpenResponse, *, keeps_open: bool
) -> bool:
    """Whether the caller reads the body of a response."""
    if keeps_open:
        return 200 <= opened.status < 300
    content = content_of(operation, opened.status, opened.headers.get("content-type", ""))
    return content is not None and content.is_streamed


def in_one_piece(request: Request) -> Request:
    """Return a request whose body is bytes."""
    if request.stream is None:
        return request
    return msgspec.structs.replace(request, body=request.stream.read(), stream=None)


async def in_one_piece_async(request: Request) -> Request:
    """Return a request whose body is bytes."""
    if request.stream is None:
        return request
    chunks = [chunk async for chunk in request.stream.async_chunks()]
    return msgspec.structs.replace(request, body=b"".join(chunks), stream=None)


def _read(opened: OpenResponse) -> bytes:
    body = bytearray()
    try:
        for chunk in opened.chunks:
            body += chunk
            if len(body) > MAX_RESPONSE_BYTES:
                raise too_large_error(MAX_RESPONSE_BYTES, opened.status, opened.headers)
    finally:
        opened.close()
    return bytes(body)


async def _read_async(opened: AsyncOpenResponse) -> bytes:
    body = bytearray()
    try:
        async for chunk in opened.chunks:
            body += chunk
            if len(body) > MAX_RESPONSE_BYTES:
                raise too_large_error(MAX_RESPONSE_BYTES, opened.status, opened.headers)
    finally:
        await opened.close()
    return bytes(body)


async def _one_chunk(body: bytes) -> Any:
    yield body
