"""The keys that a walk has given, remembered in few bytes each."""

from array import array

__all__ = ["Given"]

_FIRST_SIZE = 256


class Given:
    """A set that only grows and keeps 128 bits of each key: 24 to 48 bytes, however long the key.

    Two keys are taken for one with a chance of 1 in 2**128. (A set of the keys themselves takes
    120 to 150 bytes for each id of 36 characters.) Two tables side by side hold the two halves;
    an empty place is 0, and what is in the way moves on to the next place.
    """

    def __init__(self) -> None:
        self._count = 0
        self._clear(_FIRST_SIZE)

    def _clear(self, size: int) -> None:
        self._mask = size - 1
        self._halves = array("q", bytes(8 * size))
        self._others = array("q", bytes(8 * size))

    def __len__(self) -> int:
        return self._count

    def __contains__(self, key: object) -> bool:
        half, other = _hashes(key)
        return self._halves[self._place(half, other)] == half

    def add(self, key: object) -> bool:
        """Take in a key; tell whether it is new."""
        half, other = _hashes(key)
        place = self._place(half, other)
        if self._halves[place]:
            return False
        self._halves[place], self._others[place] = half, other
        self._count += 1
        if 3 * self._count > 2 * self._mask:
            self._grow()
        return True

    def _place(self, half: int, other: int) -> int:
        """Find where a key is, or where it would be."""
        halves, others, mask = self._halves, self._others, self._mask
        place = half & mask
        while (found := halves[place]) and (found != half or others[place] != other):
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        halves, others = self._halves, self._others
        self._clear(2 * len(halves))
        for half, other in zip(halves, others, strict=True):
            if half:
                place = self._place(half, other)
                self._halves[place], self._others[place] = half, other


def _hashes(key: object) -> tuple[int, int]:
    """Hash a key twice, with the process's own secret: no server can make keys collide."""
    text = key if isinstance(key, str) else repr(key)
    return hash(text) or 1, hash(f"{text}\0")
