"""A memory-efficient set of the keys that an iteration has already yielded."""

from array import array

__all__ = ["SeenKeys"]

_INITIAL_SIZE = 256


class SeenKeys:
    """An append-only set that keeps 128 bits of each key: 24 to 48 bytes, however long the key.

    Two keys are mistaken for one with a probability of 1 in 2**128. (A set of the keys themselves
    takes 120 to 150 bytes for each id of 36 characters.) It is a hash table with open addressing
    and linear probing; two parallel arrays hold the two halves of each hash, and 0 marks a free slot.
    """

    def __init__(self) -> None:
        self._count = 0
        self._allocate(_INITIAL_SIZE)

    def _allocate(self, size: int) -> None:
        self._mask = size - 1
        self._first = array("q", bytes(8 * size))
        self._second = array("q", bytes(8 * size))

    def __len__(self) -> int:
        return self._count

    def __contains__(self, key: object) -> bool:
        first, second = _hashes(key)
        return self._first[self._slot(first, second)] == first

    def add(self, key: object) -> bool:
        """Add a key; return whether it is new."""
        first, second = _hashes(key)
        slot = self._slot(first, second)
        if self._first[slot]:
            return False
        self._first[slot], self._second[slot] = first, second
        self._count += 1
        if 3 * self._count > 2 * self._mask:
            self._grow()
        return True

    def _slot(self, first: int, second: int) -> int:
        """Return the slot of a key, or the free slot for it."""
        firsts, seconds, mask = self._first, self._second, self._mask
        slot = first & mask
        while (entry := firsts[slot]) and (entry != first or seconds[slot] != second):
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        firsts, seconds = self._first, self._second
        self._allocate(2 * len(firsts))
        for first, second in zip(firsts, seconds, strict=True):
            if first:
                slot = self._slot(first, second)
                self._first[slot], self._second[slot] = first, second


def _hashes(key: object) -> tuple[int, int]:
    """Hash a key twice, with the process's secret seed: a server cannot make keys collide."""
    text = key if isinstance(key, str) else repr(key)
    return hash(text) or 1, hash(f"{text}\0")
