"""A cache of values read from a database, valid until the database changes."""

from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["VersionedCache"]

ValueT = TypeVar("ValueT")
_MAX_ENTRIES = 1024


class VersionedCache(Generic[ValueT]):
    """Values by key; a change by any process invalidates them at once.

    `version` returns a value that differs after every change, or None to disable the cache.
    """

    def __init__(self, version: Callable[[], object]) -> None:
        self._version = version
        self._entries: dict[Hashable, tuple[object, ValueT]] = {}

    async def get(self, key: Hashable, read: Callable[[], Awaitable[ValueT]]) -> ValueT:
        """Return the value of a key, reading it when it is not cached or stale."""
        version = self._version()
        if version is None:
            return await read()
        entry = self._entries.get(key)
        if entry is not None and entry[0] == version:
            return entry[1]
        value = await read()
        if len(self._entries) >= _MAX_ENTRIES:
            self._entries = {}
        self._entries[key] = version, value
        return value
