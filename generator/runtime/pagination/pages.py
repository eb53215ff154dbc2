"""Pages of a listing, and iteration over all of them."""

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterator,
    Mapping,
)
from contextlib import aclosing, closing
from typing import Any, Generic, NoReturn, TypeVar

import msgspec

from ..client.response import Result
from ..contract.operation import Pagination
from ..errors import UsageError
from ..messages import Argument, Message
from .cursor import PageCursor

__all__ = ["AsyncListing", "AsyncPage", "Page", "first_page_arguments", "raw_items"]

ItemT = TypeVar("ItemT")
Fetch = Callable[[int], Result[Any]]
AsyncFetch = Callable[[int], Awaitable[Result[Any]]]
_MAX_PARALLEL = 100


def first_page_arguments(pagination: Pagination, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments with defaults: the first page, as large as the contract allows."""
    present = {name: value for name, value in arguments.items() if value is not None}
    return {pagination.page: 1, pagination.size: pagination.largest, **present}


def check_parallel(parallel: int) -> int:
    """Return a number of parallel reads unchanged; raise UsageError when it is out of bounds."""
    if type(parallel) is int and 1 <= parallel <= _MAX_PARALLEL:
        return parallel
    raise UsageError(
        Message(
            "{argument} must be an integer from 1 to {max_parallel}, not {parallel}",
            argument=Argument("parallel"),
            max_parallel=_MAX_PARALLEL,
            parallel=repr(parallel),
        )
    )


def raw_items(raw: bytes, wire_name: str) -> list[bytes]:
    """Return the items of a response as received, byte for byte; `wire_name` is their property."""
    items = msgspec.json.decode(raw, type=dict[str, msgspec.Raw]).get(wire_name, b"null")
    return [bytes(item) for item in msgspec.json.decode(items, type=list[msgspec.Raw] | None) or []]


class _PageBase(Generic[ItemT]):
    """The content of a page, synchronous or asynchronous.

    `items` are those of this page; `total_size` counts the items of all pages; `raw` is the
    response as received, byte for byte.
    """

    def __init__(self, pagination: Pagination, index: int, size: int, result: Result[Any]) -> None:
        self._pagination = pagination
        self.page_index = index
        self.page_size = size
        self.items: list[ItemT] = getattr(result.value, pagination.items) or []
        self.total_size: int = getattr(result.value, pagination.total) or 0
        self.request_id = result.request_id
        self.raw = result.raw

    @property
    def has_next(self) -> bool:
        """Whether there are items after this page."""
        return self.page_index * self.page_size < self.total_size

    @property
    def raw_items(self) -> list[bytes]:
        """The items of this page as received, byte for byte, with unknown fields."""
        return raw_items(self.raw, self._pagination.items_wire_name)

    @property
    def _keys(self) -> list[object]:
        return [getattr(item, self._pagination.key) for item in self.items]

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a page reads further pages with its client and is not pickled; pickle its items"
        )

    def _cursor(self) -> PageCursor:
        return PageCursor(first=self.page_index, size=self.page_size)

    def __repr__(self) -> str:
        return f"<page {self.page_index}: {len(self.items)} of {self.total_size} items, request {self.request_id}>"


class Page(_PageBase[ItemT]):
    """One page; iterating over it continues with all pages after it, yielding each item once.

    Pages are read one after the other. Where new items enter at the front, as newest first, each
    item that exists during the whole loop is yielded, none twice and none out of order, whatever
    is added or removed meanwhile. In any other order none is yielded twice, but all are yielded
    only while nothing changes. Keys already seen take 24 to 48 bytes each; items are not kept.
    """

    def __init__(
        self, pagination: Pagination, index: int, size: int, result: Result[Any], fetch: Fetch
    ) -> None:
        super().__init__(pagination, index, size, result)
        self._fetch = fetch

    def _page(self, index: int) -> "Page[ItemT]":
        return Page(self._pagination, index, self.page_size, self._fetch(index), self._fetch)

    def next_page(self) -> "Page[ItemT] | None":
        """Read the page after this one; None when this is the last."""
        return self._page(self.page_index + 1) if self.has_next else None

    def __iter__(self) -> Iterator[ItemT]:
        return self.iterate()

    def iterate(self, *, parallel: int = 1) -> Iterator[ItemT]:
        """Yield each item of this page and of all after it once, in order.

        With `parallel`, several pages are read at once, for bulk export. Where their totals
        differ, they are read again one by one; a change that keeps the total, one item more and
        one less at the same moment, is not detected and may lose an item. None is yielded twice.

        Args:
            parallel: Number of pages to read at once. An integer from 1 to 100.

        Raises:
            UsageError: `parallel` is invalid; nothing was sent.
        """
        return self._items(check_parallel(parallel))

    def iterate_raw(self, *, parallel: int = 1) -> Iterator[bytes]:
        """Yield the items of `iterate` as received, byte for byte."""
        return self._raw_items_of_all(check_parallel(parallel))

    def _items(self, parallel: int) -> Iterator[ItemT]:
        with closing(self._pages_with_new(parallel)) as pages:
            for page, new in pages:
                yield from (page.items[index] for index in new)

    def _raw_items_of_all(self, parallel: int) -> Iterator[bytes]:
        with closing(self._pages_with_new(parallel)) as pages:
            for page, new in pages:
                raw = page.raw_items
                yield from (raw[index] for index in new)

    def _entries(self, parallel: int) -> Iterator[tuple[ItemT, bytes]]:
        """Yield the items of `iterate`, each with its bytes as received, for the command line."""
        with closing(self._pages_with_new(parallel)) as pages:
            for page, new in pages:
                raw = page.raw_items
                yield from ((page.items[index], raw[index]) for index in new)

    def _pages_with_new(
        self, parallel: int
    ) -> "Generator[tuple[Page[ItemT], list[int]], None, None]":
        cursor = self._cursor()
        yield self, cursor.advance(self._keys, self.total_size)
        if parallel == 1:
            while cursor.next is not None:
                page = self._page(cursor.next)
                yield page, cursor.advance(page._keys, page.total_size)
            return
        from .prefetch import Prefetcher

        with closing(Prefetcher(self._page, parallel, self.page_size)) as prefetcher:
            while cursor.next is not None:
                page = prefetcher.read(cursor.next, cursor.total)
                yield page, cursor.advance(page._keys, page.total_size)


class AsyncPage(_PageBase[ItemT]):
    """One page; iterating over it continues with all pages after it, yielding each item once.

    Pages are read one after the other, the next one while this one is being used. Where new items
    enter at the front, as newest first, each item that exists during the whole loop is yielded,
    none twice and none out of order, whatever is added or removed meanwhile. In any other order
    none is yielded twice, but all are yielded only while nothing changes. Keys already seen take
    24 to 48 bytes each; items are not kept.
    """

    def __init__(
        self, pagination: Pagination, index: int, size: int, result: Result[Any], fetch: AsyncFetch
    ) -> None:
        super().__init__(pagination, index, size, result)
        self._fetch = fetch

    async def _page(self, index: int) -> "AsyncPage[ItemT]":
        return AsyncPage(
            self._pagination, index, self.page_size, await self._fetch(index), self._fetch
        )

    async def next_page(self) -> "AsyncPage[ItemT] | None":
        """Read the page after this one; None when this is the last."""
        return await self._page(self.page_index + 1) if self.has_next else None

    def __aiter__(self) -> AsyncIterator[ItemT]:
        return self.iterate()

    def iterate(self, *, parallel: int = 1) -> AsyncGenerator[ItemT, None]:
        """Yield each item of this page and of all after it once, in order.

        With `parallel`, several pages are read at once, for bulk export. Where their totals
        differ, they are read again one by one; a change that keeps the total, one item more and
        one less at the same moment, is not detected and may lose an item. None is yielded twice.
        Leaving the loop cancels pending reads.

        Args:
            parallel: Number of pages to read at once. An integer from 1 to 100.

        Raises:
            UsageError: `parallel` is invalid; nothing was sent.
        """
        return self._items(check_parallel(parallel))

    def iterate_raw(self, *, parallel: int = 1) -> AsyncGenerator[bytes, None]:
        """Yield the items of `iterate` as received, byte for byte."""
        return self._raw_items_of_all(check_parallel(parallel))

    async def _items(self, parallel: int) -> AsyncGenerator[ItemT, None]:
        async with aclosing(self._pages_with_new(parallel)) as pages:
            async for page, new in pages:
                for index in new:
                    yield page.items[index]

    async def _raw_items_of_all(self, parallel: int) -> AsyncGenerator[bytes, None]:
        async with aclosing(self._pages_with_new(parallel)) as pages:
            async for page, new in pages:
                raw = page.raw_items
                for index in new:
                    yield raw[index]

    def _pages_with_new(
        self, parallel: int
    ) -> "AsyncGenerator[tuple[AsyncPage[ItemT], list[int]], None]":
        return self._one_ahead() if parallel == 1 else self._many_ahead(parallel)

    async def _one_ahead(self) -> "AsyncGenerator[tuple[AsyncPage[ItemT], list[int]], None]":
        import asyncio

        cursor, page = self._cursor(), self
        new = cursor.advance(page._keys, page.total_size)
        while cursor.next is not None:
            ahead = asyncio.create_task(self._page(cursor.next))
            try:
                yield page, new
                page = await ahead
            finally:
                ahead.cancel()
                await asyncio.gather(ahead, return_exceptions=True)
            new = cursor.advance(page._keys, page.total_size)
        yield page, new

    async def _many_ahead(
        self, parallel: int
    ) -> "AsyncGenerator[tuple[AsyncPage[ItemT], list[int]], None]":
        from .prefetch import AsyncPrefetcher

        cursor = self._cursor()
        yield self, cursor.advance(self._keys, self.total_size)
        prefetcher = AsyncPrefetcher(self._page, parallel, self.page_size)
        try:
            while cursor.next is not None:
                page = await prefetcher.read(cursor.next, cursor.total)
                yield page, cursor.advance(page._keys, page.total_size)
        finally:
            await prefetcher.close()


class AsyncListing(Generic[ItemT]):
    """A listing that has not been called yet: `await` returns its first page, `async for` yields all items."""

    def __init__(self, pagination: Pagination, index: int, size: int, fetch: AsyncFetch) -> None:
        self._pagination = pagination
        self._index = index
        self._size = size
        self._fetch = fetch

    async def _first(self) -> AsyncPage[ItemT]:
        result = await self._fetch(self._index)
        return AsyncPage(self._pagination, self._index, self._size, result, self._fetch)

    def __await__(self) -> Generator[object, None, AsyncPage[ItemT]]:
        return self._first().__await__()

    def __aiter__(self) -> AsyncIterator[ItemT]:
        return self.iterate()

    def iterate(self, *, parallel: int = 1) -> AsyncGenerator[ItemT, None]:
        """Read the first page and yield the items of its `iterate`."""
        return self._items(check_parallel(parallel))

    async def _items(self, parallel: int) -> AsyncGenerator[ItemT, None]:
        page = await self._first()
        async with aclosing(page.iterate(parallel=parallel)) as items:
            async for item in items:
                yield item
