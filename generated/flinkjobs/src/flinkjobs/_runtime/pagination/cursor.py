"""Pagination over a list that changes: which page to read next, and which items are new.

Newest first, new items enter at the front and push the others back; those that were read come
again and are skipped. A deletion pulls the others forward, and the total drops: as many items as
it dropped by may have moved in front of the reading position, so the cursor goes back that far,
and yields nothing of the page that it went back from: order is kept. A page that begins with
an item already seen shows that nothing moved.

Where a response has no total, the first empty page is the last one. Where it names the next page,
by a cursor or a link, that is read until none is named.
"""

from collections.abc import Iterable

from ..errors import InvalidResponseError
from ..messages import Message
from .seen import SeenKeys

__all__ = ["PageCursor", "TokenCursor"]

_MAX_STEPS_BACK = 1000
_MAX_REPEATED_PAGES = 100


class PageCursor:
    """The next page to read, the last total, and the keys already seen.

    A position is the number of a page or, `in_items`, the number of items before it. It goes back at most `_MAX_STEPS_BACK` times, and an empty page is its last: it ends even when
    the total never settles.
    """

    def __init__(self, *, first: int, size: int, in_items: bool = False) -> None:
        self._first = first
        self._size = size
        self._in_items = in_items
        self._steps_back = _MAX_STEPS_BACK
        self._repeated_pages = 0
        self._seen = SeenKeys()
        self.total = 0
        self.next: int | None = first

    def advance(self, keys: Iterable[object], total: int | None) -> list[int]:
        """Record the keys of the page that `next` named; return the indexes of the new ones.

        Raises InvalidResponseError when a listing without total repeats its items without end.
        """
        page_keys = list(keys)
        position = self._first if self.next is None else self.next
        if total is not None:
            removed, self.total = self.total - total, total
            if removed > 0 and self._may_go_back(position, page_keys):
                self._steps_back -= 1
                back = removed if self._in_items else -(removed // -self._size)
                self.next = max(self._first, position - back)
                return []
        self.next = self._after(position, len(page_keys), total)
        new = [index for index, key in enumerate(page_keys) if self._is_new(key)]
        if total is None:
            self._repeated_pages = 0 if new or not page_keys else self._repeated_pages + 1
            if self._repeated_pages > _MAX_REPEATED_PAGES:
                raise _endless()
        return new

    def _after(self, position: int, count: int, total: int | None) -> int | None:
        """Return the position after a page of some items; None when it is the last."""
        following = position + (count if self._in_items else 1)
        start = following if self._in_items else (following - 1) * self._size
        return following if count and (total is None or start < total) else None

    def _may_go_back(self, position: int, keys: list[object]) -> bool:
        return position > self._first and self._steps_back > 0 and not self._joins(keys)

    def _joins(self, keys: list[object]) -> bool:
        """Whether a page begins with an item already seen."""
        return bool(keys) and keys[0] in self._seen

    def _is_new(self, key: object) -> bool:
        return key is None or self._seen.add(key)


class TokenCursor:
    """The next page to read, where each response names it, and the keys already seen."""

    def __init__(self, first: str | None) -> None:
        self._seen = SeenKeys()
        self._read = SeenKeys()
        self.next = first

    def advance(self, keys: Iterable[object], following: str | None) -> list[int]:
        """Record the keys of the page that `next` named; return the indexes of the new ones.

        Raises InvalidResponseError when a page is named that was read already.
        """
        if self.next is not None:
            self._read.add(self.next)
        if following is not None and following in self._read:
            raise _endless()
        self.next = following
        return [index for index, key in enumerate(keys) if key is None or self._seen.add(key)]


def _endless() -> InvalidResponseError:
    return InvalidResponseError(
        Message("the listing does not end: the service names pages that were read already")
    )
