"""A value that is read once per iteration of the event loop, for all requests handled in it."""

import asyncio
from collections.abc import Callable
from threading import get_ident
from typing import Generic, TypeVar

__all__ = ["LoopTickCache"]

ValueT = TypeVar("ValueT")


class LoopTickCache(Generic[ValueT]):
    """A value cached for one iteration of the event loop.

    A request handled in an iteration arrived before the iteration began, so it sees every change
    made before it was sent. Without a running loop, the value is read every time.
    """

    def __init__(self, read: Callable[[], ValueT]) -> None:
        self._read = read
        self._cached: tuple[asyncio.AbstractEventLoop, int, ValueT] | None = None

    def get(self) -> ValueT:
        """Return the value of this iteration."""
        cached = self._cached
        if cached is not None and cached[0].is_running() and cached[1] == get_ident():
            return cached[2]
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return self._read()
        loop.call_soon(self._clear)  # before reading: later requests must read again
        value = self._read()
        self._cached = loop, get_ident(), value
        return value

    def _clear(self) -> None:
        self._cached = None
