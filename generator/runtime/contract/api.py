"""The facts of an API that hold for all its operations."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from ..auth.schemes import Scheme
from .operation import Envelope, ErrorBodyFields, ErrorRule

__all__ = ["Api"]


class Api(Struct, frozen=True, kw_only=True):
    """Facts of a contract that the client needs for every call.

    `package` names the package and, in capitals, begins its environment variables; `server` is
    the URL of the default endpoint, empty when there is none. `signed` says whether requests are
    signed: a signature covers the path, so that an endpoint cannot have a path of its own.
    `request_id_header` is the response header that carries the request id; `retry_delay_header`
    the one that asks callers to wait for some milliseconds, beside Retry-After. `error_body` names
    the fields of the bodies of errors, where the contract does. `load_error_bodies` returns their types, by
    operation and by status, which may be a range such as `4XX` or `default`.
    """

    package: str
    package_version: str
    server: str
    signed: bool = False
    envelope: Envelope | None = None
    error_body: ErrorBodyFields | None = None
    errors: tuple[ErrorRule, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    request_id_header: str = "x-request-id"
    retry_delay_header: str | None = None
    load_error_bodies: Callable[[], Mapping[str, Mapping[str, Any]]] | None = None

    def variable(self, name: str) -> str:
        """Return the name of a setting's environment variable."""
        return f"{self.package}_{name}".upper()
