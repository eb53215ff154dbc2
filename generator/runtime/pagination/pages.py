"""Pages of an answer, and walks over all of them."""

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
from typing import Any, Generic, TypeVar

import msgspec

from ..client.response import Answer
from ..contract.operation import Pagination
from ..errors import UsageError
from .cursor import Walk

__all__ = ["AsyncListing", "AsyncPage", "Page", "first_page", "items_as_received"]

ItemT = TypeVar("ItemT")
Fetch = Callable[[int], Answer[Any]]
AsyncFetch = Callable[[int], Awaitable[Answer[Any]]]
_MOST_AT_ONCE = 100


def first_page(pagination: Pagination, values: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in where to begin: the first page, as large as the contract allows, unless said otherwise."""
    given = {name: value for name, value in values.items() if value is not None}
    return {pagination.page: 1, pagination.size: pagination.largest, **given}


def checked_parallel(parallel: int) -> int:
    """Give back how many pages to read at once; raise UsageError when that is no sensible number."""
    if type(parallel) is int and 1 <= parallel <= _MOST_AT_ONCE:
        return parallel
    raise UsageError(f"parallel must be an integer from 1 to {_MOST_AT_ONCE}, not {parallel!r}")


def items_as_received(raw: bytes, wire: str) -> list[bytes]:
    """Take the items out of an answer, where they are under the name `wire`, byte for byte."""
    items = msgspec.json.decode(raw, type=dict[str, msgspec.Raw]).get(wire, b"null")
    return [bytes(part) for part in msgspec.json.decode(items, type=list[msgspec.Raw] | None) or []]


class _PageFacts(Generic[ItemT]):
    """What a page says, however the next one is read.

    `items` holds this page alone; `total_size` counts the items of all pages; `raw` is the
    answer as it came, byte for byte.
    """

    def __init__(self, pagination: Pagination, index: int, size: int, answer: Answer[Any]) -> None:
        self._pagination = pagination
        self.page_index = index
        self.page_size = size
        self.items: list[ItemT] = getattr(answer.value, pagination.items) or []
        self.total_size: int = getattr(answer.value, pagination.total) or 0
        self.request_id = answer.request_id
        self.raw = answer.raw

    @property
    def has_next(self) -> bool:
        """Whether there are items after this page."""
        return self.page_index * self.page_size < self.total_size

    @property
    def raw_items(self) -> list[bytes]:
        """The items of this page as they came, byte for byte, fields unknown here included."""
        return items_as_received(self.raw, self._pagination.items_wire)

    @property
    def _keys(self) -> list[object]:
        return [getattr(item, self._pagination.key) for item in self.items]

    def _walk(self) -> Walk:
        return Walk(first=self.page_index, size=self.page_size)

    def __repr__(self) -> str:
        return f"<page {self.page_index}: {len(self.items)} of {self.total_size} items, request {self.request_id}>"


class Page(_PageFacts[ItemT]):
    """One page; iterating over it goes on to all pages after it, giving each item once.

    Pages are read one after the other. Where new items enter at the front, as newest first, each
    item that exists during the whole loop is given, none twice and none out of order, whatever
    comes and goes meanwhile. In any other order none comes twice, but all come only while nothing
    changes. What was given is remembered in 24 to 48 bytes an item; items are not kept.
    """

    def __init__(
        self, pagination: Pagination, index: int, size: int, answer: Answer[Any], fetch: Fetch
    ) -> None:
        super().__init__(pagination, index, size, answer)
        self._fetch = fetch

    def _page(self, index: int) -> "Page[ItemT]":
        return Page(self._pagination, index, self.page_size, self._fetch(index), self._fetch)

    def next_page(self) -> "Page[ItemT] | None":
        """Read the page after this one; None when this is the last."""
        return self._page(self.page_index + 1) if self.has_next else None

    def __iter__(self) -> Iterator[ItemT]:
        return self.iterate()

    def iterate(self, *, parallel: int = 1) -> Iterator[ItemT]:
        """Give each item of this page and of all after it once, in order.

        With `parallel`, so many pages are read at once, for bulk export. Where their totals
        differ, they are read again one by one; what leaves the total as it was, one item more and
        one less in the same moment, is not seen and may cost an item. Nothing comes twice.

        Args:
            parallel: How many pages to read at once. An integer from 1 to 100.

        Raises:
            UsageError: `parallel` is something else; nothing was sent.
        """
        return self._items(checked_parallel(parallel))

    def iterate_raw(self, *, parallel: int = 1) -> Iterator[bytes]:
        """Give what `iterate` gives as it came, byte for byte."""
        return self._raw_items_of_all(checked_parallel(parallel))

    def _items(self, parallel: int) -> Iterator[ItemT]:
        with closing(self._new_places(parallel)) as pages:
            for page, new in pages:
                yield from (page.items[place] for place in new)

    def _raw_items_of_all(self, parallel: int) -> Iterator[bytes]:
        with closing(self._new_places(parallel)) as pages:
            for page, new in pages:
                raw = page.raw_items
                yield from (raw[place] for place in new)

    def _entries(self, parallel: int) -> Iterator[tuple[ItemT, bytes]]:
        """Give what `iterate` gives, each item with the bytes it came as: for the command line."""
        with closing(self._new_places(parallel)) as pages:
            for page, new in pages:
                raw = page.raw_items
                yield from ((page.items[place], raw[place]) for place in new)

    def _new_places(self, parallel: int) -> "Generator[tuple[Page[ItemT], list[int]], None, None]":
        walk = self._walk()
        yield self, walk.take(self._keys, self.total_size)
        if parallel == 1:
            while walk.next is not None:
                page = self._page(walk.next)
                yield page, walk.take(page._keys, page.total_size)
            return
        from .prefetch import Windows

        with closing(Windows(self._page, parallel, self.page_size)) as windows:
            while walk.next is not None:
                page = windows.read(walk.next, walk.total)
                yield page, walk.take(page._keys, page.total_size)


class AsyncPage(_PageFacts[ItemT]):
    """One page; iterating over it goes on to all pages after it, giving each item once.

    Pages are read one after the other, the next one while this one is being used. Where new items
    enter at the front, as newest first, each item that exists during the whole loop is given,
    none twice and none out of order, whatever comes and goes meanwhile. In any other order none
    comes twice, but all come only while nothing changes. What was given is remembered in 24 to 48
    bytes an item; items are not kept.
    """

    def __init__(
        self, pagination: Pagination, index: int, size: int, answer: Answer[Any], fetch: AsyncFetch
    ) -> None:
        super().__init__(pagination, index, size, answer)
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
        """Give each item of this page and of all after it once, in order.

        With `parallel`, so many pages are read at once, for bulk export. Where their totals
        differ, they are read again one by one; what leaves the total as it was, one item more and
        one less in the same moment, is not seen and may cost an item. Nothing comes twice.
        Leaving the loop cancels what is under way.

        Args:
            parallel: How many pages to read at once. An integer from 1 to 100.

        Raises:
            UsageError: `parallel` is something else; nothing was sent.
        """
        return self._items(checked_parallel(parallel))

    def iterate_raw(self, *, parallel: int = 1) -> AsyncGenerator[bytes, None]:
        """Give what `iterate` gives as it came, byte for byte."""
        return self._raw_items_of_all(checked_parallel(parallel))

    async def _items(self, parallel: int) -> AsyncGenerator[ItemT, None]:
        async with aclosing(self._new_places(parallel)) as pages:
            async for page, new in pages:
                for place in new:
                    yield page.items[place]

    async def _raw_items_of_all(self, parallel: int) -> AsyncGenerator[bytes, None]:
        async with aclosing(self._new_places(parallel)) as pages:
            async for page, new in pages:
                raw = page.raw_items
                for place in new:
                    yield raw[place]

    def _new_places(
        self, parallel: int
    ) -> "AsyncGenerator[tuple[AsyncPage[ItemT], list[int]], None]":
        return self._one_ahead() if parallel == 1 else self._many_ahead(parallel)

    async def _one_ahead(self) -> "AsyncGenerator[tuple[AsyncPage[ItemT], list[int]], None]":
        import asyncio

        walk, page = self._walk(), self
        new = walk.take(page._keys, page.total_size)
        while walk.next is not None:
            ahead = asyncio.create_task(self._page(walk.next))
            try:
                yield page, new
                page = await ahead
            finally:
                ahead.cancel()
                await asyncio.gather(ahead, return_exceptions=True)
            new = walk.take(page._keys, page.total_size)
        yield page, new

    async def _many_ahead(
        self, parallel: int
    ) -> "AsyncGenerator[tuple[AsyncPage[ItemT], list[int]], None]":
        from .prefetch import AsyncWindows

        walk = self._walk()
        yield self, walk.take(self._keys, self.total_size)
        windows = AsyncWindows(self._page, parallel, self.page_size)
        try:
            while walk.next is not None:
                page = await windows.read(walk.next, walk.total)
                yield page, walk.take(page._keys, page.total_size)
        finally:
            await windows.close()


class AsyncListing(Generic[ItemT]):
    """A listing not yet begun: `await` gives its first page, `async for` all its items."""

    def __init__(self, pagination: Pagination, index: int, size: int, fetch: AsyncFetch) -> None:
        self._pagination = pagination
        self._index = index
        self._size = size
        self._fetch = fetch

    async def _first(self) -> AsyncPage[ItemT]:
        answer = await self._fetch(self._index)
        return AsyncPage(self._pagination, self._index, self._size, answer, self._fetch)

    def __await__(self) -> Generator[object, None, AsyncPage[ItemT]]:
        return self._first().__await__()

    def __aiter__(self) -> AsyncIterator[ItemT]:
        return self.iterate()

    def iterate(self, *, parallel: int = 1) -> AsyncGenerator[ItemT, None]:
        """Read the first page and give what its `iterate` gives."""
        return self._items(checked_parallel(parallel))

    async def _items(self, parallel: int) -> AsyncGenerator[ItemT, None]:
        page = await self._first()
        async with aclosing(page.iterate(parallel=parallel)) as items:
            async for item in items:
                yield item
