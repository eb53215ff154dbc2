"""Pages of a listing, and iteration over all of them."""

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterator,
)
from contextlib import aclosing, closing
from typing import Any, Generic, TypeVar

from ..client.response import Result
from ..contract.operation import Operation
from .cursor import TokenCursor
from .page_base import PageBase, Position, check_parallel, index_of

__all__ = ["AsyncListing", "AsyncPage", "Page"]

ItemT = TypeVar("ItemT")
Fetch = Callable[[Position], Result[Any]]
AsyncFetch = Callable[[Position], Awaitable[Result[Any]]]


class Page(PageBase[ItemT]):
    """One page; iterating over it continues with all pages after it, yielding each item once.

    Pages are read one after the other. Where new items enter at the front, as newest first, each
    item that exists during the whole loop is yielded, none twice and none out of order, whatever
    is added or removed meanwhile. In any other order none is yielded twice, but all are yielded
    only while nothing changes. Keys already seen take 24 to 48 bytes each; items are not kept.
    """

    def __init__(
        self,
        operation: Operation[Any],
        position: Position,
        index: int,
        size: int,
        result: Result[Any],
        fetch: Fetch,
    ) -> None:
        super().__init__(operation, position, index, size, result)
        self._fetch = fetch

    def _page(self, position: Position) -> "Page[ItemT]":
        index, result = (
            index_of(self._pagination, position, self.page_size, self.page_index + 1),
            self._fetch(position),
        )
        return Page(self._operation, position, index, self.page_size, result, self._fetch)

    def next_page(self) -> "Page[ItemT] | None":
        """Read the page after this one; None when this is the last."""
        position = self._next_position
        return None if position is None else self._page(position)

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
        return self._items(check_parallel(self._operation, parallel))

    def iterate_raw(self, *, parallel: int = 1) -> Iterator[bytes]:
        """Yield the items of `iterate` as received, byte for byte."""
        return self._raw_items_of_all(check_parallel(self._operation, parallel))

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
        cursor, page = self._cursor(), self
        yield page, page._advance(cursor)
        if parallel == 1 or isinstance(cursor, TokenCursor):
            while cursor.next is not None:
                page = page._page(cursor.next)
                yield page, page._advance(cursor)
            return
        from .prefetch import Prefetcher

        in_items = self._pagination.style == "offset"
        with closing(Prefetcher(self._page, parallel, self.page_size, in_items)) as prefetcher:
            while cursor.next is not None:
                page = prefetcher.read(cursor.next, cursor.total)
                yield page, page._advance(cursor)


class AsyncPage(PageBase[ItemT]):
    """One page; iterating over it continues with all pages after it, yielding each item once.

    Pages are read one after the other, the next one while this one is being used. Where new items
    enter at the front, as newest first, each item that exists during the whole loop is yielded,
    none twice and none out of order, whatever is added or removed meanwhile. In any other order
    none is yielded twice, but all are yielded only while nothing changes. Keys already seen take
    24 to 48 bytes each; items are not kept.
    """

    def __init__(
        self,
        operation: Operation[Any],
        position: Position,
        index: int,
        size: int,
        result: Result[Any],
        fetch: AsyncFetch,
    ) -> None:
        super().__init__(operation, position, index, size, result)
        self._fetch = fetch

    async def _page(self, position: Position) -> "AsyncPage[ItemT]":
        index, result = (
            index_of(self._pagination, position, self.page_size, self.page_index + 1),
            await self._fetch(position),
        )
        return AsyncPage(self._operation, position, index, self.page_size, result, self._fetch)

    async def next_page(self) -> "AsyncPage[ItemT] | None":
        """Read the page after this one; None when this is the last."""
        position = self._next_position
        return None if position is None else await self._page(position)

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
        return self._items(check_parallel(self._operation, parallel))

    def iterate_raw(self, *, parallel: int = 1) -> AsyncGenerator[bytes, None]:
        """Yield the items of `iterate` as received, byte for byte."""
        return self._raw_items_of_all(check_parallel(self._operation, parallel))

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
        new = page._advance(cursor)
        while cursor.next is not None:
            ahead = asyncio.create_task(page._page(cursor.next))
            try:
                yield page, new
                page = await ahead
            finally:
                ahead.cancel()
                await asyncio.gather(ahead, return_exceptions=True)
            new = page._advance(cursor)
        yield page, new

    async def _many_ahead(
        self, parallel: int
    ) -> "AsyncGenerator[tuple[AsyncPage[ItemT], list[int]], None]":
        from .prefetch import AsyncPrefetcher

        cursor = self._cursor()
        yield self, self._advance(cursor)
        if isinstance(cursor, TokenCursor):
            return  # refused by check_parallel
        in_items = self._pagination.style == "offset"
        prefetcher = AsyncPrefetcher(self._page, parallel, self.page_size, in_items)
        try:
            while cursor.next is not None:
                page = await prefetcher.read(cursor.next, cursor.total)
                yield page, page._advance(cursor)
        finally:
            await prefetcher.close()


class AsyncListing(Generic[ItemT]):
    """A listing that has not been called yet: `await` returns its first page, `async for` yields all items."""

    def __init__(
        self, operation: Operation[Any], position: Position, size: int, fetch: AsyncFetch
    ) -> None:
        self._operation = operation
        self._position = position
        self._size = size
        self._fetch = fetch

    async def _first(self) -> AsyncPage[ItemT]:
        result, position = await self._fetch(self._position), self._position
        index = index_of(self._operation.required_pagination, position, self._size)
        return AsyncPage(self._operation, position, index, self._size, result, self._fetch)

    def __await__(self) -> Generator[object, None, AsyncPage[ItemT]]:
        return self._first().__await__()

    def __aiter__(self) -> AsyncIterator[ItemT]:
        return self.iterate()

    def iterate(self, *, parallel: int = 1) -> AsyncGenerator[ItemT, None]:
        """Read the first page and yield the items of its `iterate`."""
        return self._items(check_parallel(self._operation, parallel))

    async def _items(self, parallel: int) -> AsyncGenerator[ItemT, None]:
        page = await self._first()
        async with aclosing(page.iterate(parallel=parallel)) as items:
            async for item in items:
                yield item
