"""Streams: typed items of a response that are read one by one while it arrives."""

from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from ..transport.interface import AsyncOpenResponse, OpenResponse
from .items import ItemDecoder

__all__ = ["AsyncStream", "Stream"]

ItemT_co = TypeVar("ItemT_co", covariant=True)


class _Items:
    """The items that have arrived and were not taken, and the error that came after them."""

    def __init__(self, decoder: ItemDecoder) -> None:
        self.is_ended = False
        self._decoder = decoder
        self._items: deque[Any] = deque()
        self._error: Exception | None = None

    def put(self, chunk: bytes) -> None:
        """Take the items of a piece; an empty one is the end."""
        try:
            self._items.extend(self._decoder.feed(chunk))
        except Exception as error:
            self.fail(error)
        self.is_ended |= not chunk or self._decoder.is_done

    def fail(self, error: Exception) -> None:
        """Keep an error for when the items before it have been taken."""
        self._error, self.is_ended = error, True

    @property
    def has_next(self) -> bool:
        """Whether an item is there; raise the error that came after the last one."""
        if not self._items and self._error is not None:
            error, self._error = self._error, None
            raise error
        return bool(self._items)

    def take(self) -> Any:
        """Return the next item."""
        return self._items.popleft()

    def clear(self) -> None:
        """Forget all items: the stream was closed."""
        self._items.clear()
        self.is_ended, self._error = True, None


class Stream(Generic[ItemT_co]):
    """The items of a response, each decoded when it has arrived; one piece of it is in memory.

    Iteration ends with the response, and then the connection is free. A stream that is left before
    must be closed, by `with` or by `close`. Once it has begun, nothing is sent again: an error of the
    connection is a TransportError, and an item that does not match the contract an
    InvalidResponseError. The client's timeout is the longest silence.
    """

    def __init__(self, response: OpenResponse, decoder: ItemDecoder) -> None:
        self._response = response
        self._items = _Items(decoder)

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the response, by lower-case name."""
        return self._response.headers

    def __iter__(self) -> Iterator[ItemT_co]:
        return self

    def __next__(self) -> ItemT_co:
        while not self._items.has_next:
            if self._items.is_ended:
                raise StopIteration
            self._read()
        item: ItemT_co = self._items.take()
        return item

    def _read(self) -> None:
        try:
            self._items.put(next(self._response.chunks, b""))
        except Exception as error:
            self._items.fail(error)
        if self._items.is_ended:
            self._response.close()

    def close(self) -> None:
        """Close the response; nothing is read after it."""
        self._items.clear()
        self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncStream(Generic[ItemT_co]):
    """The items of a response, each decoded when it has arrived; one piece of it is in memory.

    Iteration ends with the response, and then the connection is free. A stream that is left before
    must be closed, by `async with` or by `close`. Once it has begun, nothing is sent again: an error
    of the connection is a TransportError, and an item that does not match the contract an
    InvalidResponseError. The client's timeout is the longest silence.
    """

    def __init__(self, response: AsyncOpenResponse, decoder: ItemDecoder) -> None:
        self._response = response
        self._items = _Items(decoder)

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the response, by lower-case name."""
        return self._response.headers

    def __aiter__(self) -> AsyncIterator[ItemT_co]:
        return self

    async def __anext__(self) -> ItemT_co:
        while not self._items.has_next:
            if self._items.is_ended:
                raise StopAsyncIteration
            await self._read()
        item: ItemT_co = self._items.take()
        return item

    async def _read(self) -> None:
        try:
            self._items.put(await anext(self._response.chunks, b""))
        except Exception as error:
            self._items.fail(error)
        if self._items.is_ended:
            await self._response.close()

    async def close(self) -> None:
        """Close the response; nothing is read after it."""
        self._items.clear()
        await self._response.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()
