"""The API application: the guards of a request in order, then the service.

Before the guards, the generated server assigns a request id and finds the operation; after them, it
reads the parameters, calls the service and writes the envelope. The service checks the owner of the
workspace with every read.
"""

from collections.abc import Callable, Sequence

from flinkjobs.contract import SIGNER
from flinkjobs.server import App, Guard, Limits, Observer, RequestRecord, build_app, new_request_id

from .auth.keyring import Keyring
from .auth.permission_guard import PermissionGuard
from .auth.rate_limit_guard import RateLimitGuard
from .auth.signature_guard import SignatureGuard
from .clock import Clock, utc_now
from .services.jobs import JobService
from .store.jobs import JobStore
from .store.nonces.interface import ReplayCache
from .unavailable import unavailable_refusal

__all__ = ["create_app"]

_LIMITS = Limits()


def create_app(
    *,
    jobs: JobStore,
    keyring: Keyring,
    nonces: ReplayCache,
    clock: Clock = utc_now,
    new_request_id: Callable[[], str] = new_request_id,
    rate_limit: RateLimitGuard | None = None,
    limits: Limits = _LIMITS,
    observers: Sequence[Observer] = (),
) -> App:
    """Build the ASGI application of the API on these stores."""
    signature = SignatureGuard(keyring, nonces, rules=SIGNER, clock=clock)
    permission = PermissionGuard(keyring, clock=clock)
    guards: tuple[Guard, ...] = (signature, permission)
    if rate_limit is not None:
        guards = (signature, rate_limit, permission)
    return build_app(
        jobs=JobService(jobs),
        guards=guards,
        new_request_id=new_request_id,
        limits=limits,
        observer=_combined(observers),
        map_error=unavailable_refusal,
    )


def _combined(observers: Sequence[Observer]) -> Observer | None:
    if len(observers) < 2:
        return observers[0] if observers else None

    def observe(record: RequestRecord) -> None:
        for observer in observers:
            observer(record)

    return observe
