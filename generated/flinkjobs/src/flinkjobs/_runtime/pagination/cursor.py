"""Which page to read next, and which items of it are new: a walk through pages that shift.

Newest first, new items enter at the front and push the others back; what was read then comes
again and is left out. A deletion pulls the others forward, and the total falls: as many items
as it fell by may have slipped in front of the reading point, so the walk goes back that far,
and gives nothing of the page that it turned back from: order is kept. A page that begins with
an item already given shows that nothing slipped.
"""

from collections.abc import Iterable

from .seen import Given

__all__ = ["Walk"]

_PATIENCE = 1000


class Walk:
    """The state of one walk: the page to read, the last total, the keys already given.

    A walk turns back at most `_PATIENCE` times, and an empty page is its last: it ends even when
    the total never rests.
    """

    def __init__(self, *, first: int, size: int) -> None:
        self._first = first
        self._size = size
        self._patience = _PATIENCE
        self._given = Given()
        self.total = 0
        self.next: int | None = first

    def take(self, keys: Iterable[object], total: int) -> list[int]:
        """Take in the keys of the page that `next` named; give the places of the new ones."""
        found = list(keys)
        page = self.next or self._first
        lost, self.total = self.total - total, total
        if lost > 0 and page > self._first and self._patience and not self._joins(found):
            self._patience -= 1
            self.next = max(self._first, page + lost // -self._size)
            return []
        self.next = page + 1 if found and page * self._size < total else None
        return [place for place, key in enumerate(found) if self._is_new(key)]

    def _joins(self, keys: list[object]) -> bool:
        return bool(keys) and keys[0] in self._given

    def _is_new(self, key: object) -> bool:
        return key is None or self._given.add(key)
