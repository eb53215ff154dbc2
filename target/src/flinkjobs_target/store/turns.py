"""What is done once for all requests that are answered in one turn of the event loop."""

import asyncio
from collections.abc import Callable
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
        self._known: tuple[asyncio.AbstractEventLoop, ValueT] | None = None

    def get(self) -> ValueT:
        """Give the value of this turn."""
        if self._known is not None and self._known[0].is_running():
            return self._known[1]
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return self._read()
        loop.call_soon(self._forget)  # first: what arrives while it is read, reads it anew
        value = self._read()
        self._known = loop, value
        return value

    def _forget(self) -> None:
        self._known = None
