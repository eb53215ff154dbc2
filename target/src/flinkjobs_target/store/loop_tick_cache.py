"""What is done once for all requests that are answered in one turn of the event loop."""

import asyncio
from collections.abc import Callable
from threading import get_ident
from typing import Generic, TypeVar

__all__ = ["OncePerTurn"]

ValueT = TypeVar("ValueT")


class OncePerTurn(Generic[ValueT]):
    """A value that is read once in a turn of the event loop.

    A request that is taken up in a turn had arrived before the turn began: what was changed
    before it was sent is seen. Where no loop runs, the value is read every time.
    """

    def __init__(self, read: Callable[[], ValueT]) -> None:
        self._read = read
        self._known: tuple[asyncio.AbstractEventLoop, int, ValueT] | None = None

    def get(self) -> ValueT:
        """Give the value of this turn."""
        known = self._known
        if known is not None and known[0].is_running() and known[1] == get_ident():
            return known[2]
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return self._read()
        loop.call_soon(self._forget)  # first: what arrives while it is read, reads it anew
        value = self._read()
        self._known = loop, get_ident(), value
        return value

    def _forget(self) -> None:
        self._known = None
