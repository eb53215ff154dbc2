"""What was read from a database, kept for as long as nothing there was changed."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["Remembered"]

ValueT = TypeVar("ValueT")
_MOST = 1024


class Remembered(Generic[ValueT]):
    """Values by what was asked for; a change by anyone, in any process, counts at once.

    `version` gives what is another one after every change, or None where to ask is of no use.
    """

    def __init__(self, version: Callable[[], object]) -> None:
        self._version = version
        self._kept: dict[Hashable, tuple[object, ValueT]] = {}

    def get(self, asked: Hashable, read: Callable[[], ValueT]) -> ValueT:
        """Give a value, reading it when it is not known or no longer true."""
        version = self._version()
        if version is None:
            return read()
        kept = self._kept.get(asked)
        if kept is not None and kept[0] == version:
            return kept[1]
        value = read()
        if len(self._kept) >= _MOST:
            self._kept = {}
        self._kept[asked] = version, value
        return value
