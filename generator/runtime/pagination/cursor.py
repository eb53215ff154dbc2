"""Offset pagination over a list that changes: which page to read next, and which items are new.

Newest first, new items enter at the front and push the others back; those that were read come
again and are skipped. A deletion pulls the others forward, and the total drops: as many items as
it dropped by may have moved in front of the reading position, so the cursor goes back that far,
and yields nothing of the page that it went back from: order is kept. A page that begins with
an item already seen shows that nothing moved.
"""

from collections.abc import Iterable

from .seen import SeenKeys

__all__ = ["PageCursor"]

_MAX_STEPS_BACK = 1000


class PageCursor:
    """The next page to read, the last total, and the keys already seen.

    It goes back at most `_MAX_STEPS_BACK` times, and an empty page is its last: it ends even when
    the total never settles.
    """

    def __init__(self, *, first: int, size: int) -> None:
        self._first = first
        self._size = size
        self._steps_back = _MAX_STEPS_BACK
        self._seen = SeenKeys()
        self.total = 0
        self.next: int | None = first

    def advance(self, keys: Iterable[object], total: int) -> list[int]:
        """Record the keys of the page that `next` named; return the indexes of the new ones."""
        page_keys = list(keys)
        page = self.next or self._first
        removed, self.total = self.total - total, total
        if removed > 0 and page > self._first and self._steps_back and not self._joins(page_keys):
            self._steps_back -= 1
            self.next = max(self._first, page + removed // -self._size)
            return []
        self.next = page + 1 if page_keys and page * self._size < total else None
        return [index for index, key in enumerate(page_keys) if self._is_new(key)]

    def _joins(self, keys: list[object]) -> bool:
        """Whether a page begins with an item already seen."""
        return bool(keys) and keys[0] in self._seen

    def _is_new(self, key: object) -> bool:
        return key is None or self._seen.add(key)
