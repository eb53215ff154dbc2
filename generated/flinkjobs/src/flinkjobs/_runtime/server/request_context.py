"""The context of one request: the request itself, its route and its principal."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from ..contract.operation import Operation
from .routing import Match
from .service_api import ANONYMOUS, Principal, ServiceCall

__all__ = ["Guard", "RequestContext"]


class RequestContext(Struct, kw_only=True, eq=False):
    """A request that has been routed to an operation.

    Path and query are percent-encoded as received; header names are lower-case. A guard that
    authenticates the caller sets `principal` and `credential_id`. `secure` is true for HTTPS.
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
    credential_id: str | None = None

    @property
    def operation(self) -> Operation[Any]:
        """The requested operation."""
        return self.match.route.operation

    @property
    def call(self) -> ServiceCall:
        """The call as the service method receives it."""
        return ServiceCall(
            request_id=self.request_id,
            operation=self.operation.name,
            principal=self.principal,
        )

    def header(self, name: str) -> str | None:
        """Return a header by its lower-case name, repeated ones joined by commas, or None."""
        values = self.headers.get(name)
        return ",".join(values) if values else None


Guard: TypeAlias = Callable[[RequestContext], Awaitable[None]]
"""A check between routing and parameter decoding; it rejects a request by raising ErrorResponse."""
