"""One request on its way through the server, and what may stop it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from ..contract.operation import Operation
from .routing import Match
from .service_api import ANONYMOUS, Call, Principal

__all__ = ["Exchange", "Guard"]


class Exchange(Struct, kw_only=True, eq=False):
    """A request that has found its operation.

    Path and query are percent-encoded as they came over the wire, header names are lower-case. A
    guard that finds out who calls sets `principal` and `access_key_id`. `secure` says whether the
    request came encrypted.
    """

    request_id: str
    method: str
    raw_path: str
    raw_query: str
    headers: Mapping[str, Sequence[str]]
    body: bytes
    client: str | None
    match: Match
    secure: bool = False
    principal: Principal = ANONYMOUS
    access_key_id: str | None = None

    @property
    def operation(self) -> Operation[Any]:
        """The operation that is called."""
        return self.match.route.operation

    @property
    def call(self) -> Call:
        """What the implementation may know of this request."""
        return Call(
            request_id=self.request_id,
            operation=self.operation.name,
            principal=self.principal,
        )

    def header(self, name: str) -> str | None:
        """Give a header by its lower-case name, repeated ones joined by commas; None if absent."""
        values = self.headers.get(name)
        return ",".join(values) if values else None


Guard: TypeAlias = Callable[[Exchange], Awaitable[None]]
"""A step between routing and decoding; it raises Refusal to stop a request."""
