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
from .load_shedding import LoadShedder
from .services.jobs import JobService
from .storage_outages import StorageOutages
from .store.jobs import JobStore
from .store.nonces.interface import ReplayCache

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
    load_shedder: LoadShedder | None = None,
    limits: Limits = _LIMITS,
    observers: Sequence[Observer] = (),
) -> App:
    """Build the ASGI application of the API on these stores."""
    signature = SignatureGuard(keyring, nonces, rules=SIGNER, clock=clock)
    permission = PermissionGuard(clock=clock)
    guards: Sequence[Guard | None] = (load_shedder, signature, rate_limit, permission)
    outages = StorageOutages()
    return build_app(
        jobs=JobService(jobs),
        guards=[guard for guard in guards if guard is not None],
        new_request_id=new_request_id,
        limits=limits,
        observer=_combined((*observers, outages)),
        map_error=outages.refusal,
    )


def _combined(observers: Sequence[Observer]) -> Observer:
    if len(observers) == 1:
        return observers[0]

    def observe(record: RequestRecord) -> None:
        for observer in observers:
            observer(record)

    return observe
