"""How a request ended, for whoever keeps a log or counts."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from .request_context import Exchange

__all__ = ["Observer", "Outcome"]


class Outcome(Struct, kw_only=True, eq=False):
    """One request, when it is over.

    `code` is empty when the call succeeded, and `ClientGone` with status 0 when nobody was there
    to be answered. `operation` and `exchange` are None when the request did not find its way.
    """

    request_id: str
    method: str
    client: str | None = None
    operation: str | None = None
    exchange: Exchange | None = None
    status: int = 0
    code: str = ""
    size: int = 0
    seconds: float = 0.0


Observer: TypeAlias = Callable[[Outcome], None]
"""What is told of every request when it is over; it may not wait."""
