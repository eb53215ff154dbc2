"""The record of a finished request, for access logs and metrics."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from .request_context import RequestContext

__all__ = ["Observer", "RequestRecord"]


class RequestRecord(Struct, kw_only=True, eq=False):
    """The record of one request.

    `code` is the error code, empty after success; it is `ClientDisconnected`, with status 0, when
    the client closed the connection first. `path` is as it was received, without the query.
    `operation` and `context` are None when no route matched.
    """

    request_id: str
    method: str
    client: str | None = None
    operation: str | None = None
    context: RequestContext | None = None
    status: int = 0
    code: str = ""
    path: str = ""
    size: int = 0
    seconds: float = 0.0


Observer: TypeAlias = Callable[[RequestRecord], None]
"""Called with the record of each finished request; it must not block."""
