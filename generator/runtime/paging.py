"""Pages of an answer, and walks over all of them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping
from typing import Any, Generic, TypeVar

import msgspec

from .answers import Answer
from .operation import Pagination
from .walk import Walk

__all__ = ["AsyncListing", "AsyncPage", "Page", "first_page"]

ItemT = TypeVar("ItemT")
Fetch = Callable[[int], Answer[Any]]
AsyncFetch = Callable[[int], Awaitable[Answer[Any]]]


def first_page(pagination: Pagination, values: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in where to begin: the first page, as large as the contract allows, unless said otherwise."""
    given = {name: value for name, value in values.items() if value is not None}
    return {pagination.page: 1, pagination.size: pagination.largest, **given}


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
        whole = msgspec.json.decode(self.raw, type=dict[str, msgspec.Raw])
        items = whole.get(self._pagination.items_wire, b"null")
        parts = msgspec.json.decode(items, type=list[msgspec.Raw] | None)
        return [bytes(part) for part in parts or []]

    @property
    def _keys(self) -> list[object]:
        return [getattr(item, self._pagination.key) for item in self.items]

    def _walk(self) -> Walk:
        return Walk(first=self.page_index, size=self.page_size)

    def __repr__(self) -> str:
        return f"<page {self.page_index}: {len(self.items)} of {self.total_size} items, request {self.request_id}>"


class Page(_PageFacts[ItemT]):
    """One page; iterating over it goes on to all pages after it, giving each item once."""

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
        for page, new in self._new_places():
            yield from (page.items[place] for place in new)

    def iterate_raw(self) -> Iterator[bytes]:
        """Give each item of this page and all after it once, as it came, byte for byte."""
        for page, new in self._new_places():
            raw = page.raw_items
            yield from (raw[place] for place in new)

    def _new_places(self) -> "Iterator[tuple[Page[ItemT], list[int]]]":
        walk, page = self._walk(), self
        while True:
            yield page, walk.take(page._keys, page.total_size)
            if walk.next is None:
                return
            page = self._page(walk.next)


class AsyncPage(_PageFacts[ItemT]):
    """One page; iterating over it goes on to all pages after it, giving each item once."""

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

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        async for page, new in self._new_places():
            for place in new:
                yield page.items[place]

    async def iterate_raw(self) -> AsyncIterator[bytes]:
        """Give each item of this page and all after it once, as it came, byte for byte."""
        async for page, new in self._new_places():
            raw = page.raw_items
            for place in new:
                yield raw[place]

    async def _new_places(self) -> "AsyncIterator[tuple[AsyncPage[ItemT], list[int]]]":
        walk, page = self._walk(), self
        while True:
            yield page, walk.take(page._keys, page.total_size)
            if walk.next is None:
                return
            page = await self._page(walk.next)


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

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        async for item in await self._first():
            yield item
