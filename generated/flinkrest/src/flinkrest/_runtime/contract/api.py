"""The API that a package was emitted for: what holds for all its operations."""

from msgspec import Struct

from ..aliyun.acs3 import Signer
from ..auth.schemes import Scheme
from .operation import Envelope, ErrorRule, RefusalFields

__all__ = ["Api"]


class Api(Struct, frozen=True, kw_only=True):
    """Facts of the contract that the client needs whatever it calls.

    `package` names the package and, in capitals, begins its environment variables; `server` is
    the URL of an endpoint with `{region}` in it, `regions` those that the contract knows.
    """

    package: str
    package_version: str
    server: str
    regions: tuple[str, ...] = ()
    signer: Signer | None = None
    envelope: Envelope | None = None
    refusal: RefusalFields | None = None
    errors: tuple[ErrorRule, ...] = ()
    schemes: tuple[Scheme, ...] = ()

    def variable(self, name: str) -> str:
        """Name the environment variable of a setting."""
        return f"{self.package}_{name}".upper()
