"""The pages that are read ahead, and those of a shrinking listing that are read again."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from flinkjobs._runtime.pagination.cursor import PageCursor
from flinkjobs._runtime.pagination.prefetch import AsyncPrefetcher, Prefetcher


@dataclass(frozen=True)
class Page:
    """A page of a listing: its position, and the total that it states."""

    position: int
    total_size: int


@dataclass
class Listing:
    """A listing of 20 items, which records the positions of the pages that are read."""

    total: int = 20
    read: list[int] = field(default_factory=list)

    def page(self, position: int) -> Page:
        self.read.append(position)
        return Page(position, self.total)

    async def page_later(self, position: int) -> Page:
        return self.page(position)


Reader = Callable[[Listing, list[int], bool], list[int]]


def read_all(listing: Listing, positions: list[int], in_items: bool) -> list[int]:
    prefetcher = Prefetcher(listing.page, 2, 5, in_items)
    try:
        return [prefetcher.read(position, 20).position for position in positions]
    finally:
        prefetcher.close()


def read_all_async(listing: Listing, positions: list[int], in_items: bool) -> list[int]:
    async def read() -> list[int]:
        prefetcher = AsyncPrefetcher(listing.page_later, 2, 5, in_items)
        try:
            return [(await prefetcher.read(position, 20)).position for position in positions]
        finally:
            await prefetcher.close()

    return asyncio.run(read())


@pytest.mark.parametrize("read", [read_all, read_all_async], ids=["sync", "async"])
@pytest.mark.parametrize(
    ("positions", "in_items"),
    [([1, 2, 3, 4], False), ([0, 5, 10, 15], True)],
    ids=["pages", "items"],
)
@pytest.mark.parametrize("total", [20, 21], ids=["same total", "another total"])
def test_no_page_twice(read: Reader, positions: list[int], in_items: bool, total: int) -> None:
    """Each position is given its page; pages that agree on the total are read once."""
    listing = Listing(total)

    assert read(listing, positions, in_items) == positions
    assert set(listing.read) == set(positions)
    assert (len(listing.read) == 4) is (total == 20)


def test_a_page_that_joins_is_not_read_again() -> None:
    """Items went, but the next page begins with one that was seen: none was missed."""
    cursor = PageCursor(first=1, size=2)
    cursor.advance(["a", "b"], 6)
    cursor.advance(["c", "d"], 6)

    assert cursor.advance(["d", "e"], 5) == [1]
    assert cursor.next is None


@pytest.mark.parametrize(
    ("in_items", "positions"), [(False, [1, 2, 3, 2]), (True, [0, 2, 4, 3])], ids=["pages", "items"]
)
def test_a_page_with_a_gap_before_it_is_read_again(in_items: bool, positions: list[int]) -> None:
    """The cursor goes back by as many items as have gone."""
    cursor = PageCursor(first=positions[0], size=2, in_items=in_items)
    read = [cursor.next]
    for keys, total in ((["a", "b"], 7), (["c", "d"], 7), (["f", "g"], 6)):
        cursor.advance(keys, total)
        read.append(cursor.next)

    assert read == positions
