"""The life of a request, step by step: who calls, whether they may, what is answered.

Before these steps the emitted server gives a request its id and its operation; after them it
reads the parameters, calls the service and writes the envelope. Whose workspace it is, the
service asks with every read.
"""

from collections.abc import Callable, Sequence

from flinkjobs.contract import SIGNER
from flinkjobs.server import App, Guard, Limits, Observer, Outcome, build_app, new_request_id

from .auth.keyring import Keyring
from .auth.permission_guard import PermissionGuard
from .auth.rate_limit_guard import ThrottleGuard
from .auth.signature_guard import SignatureGuard
from .clock import Clock, utc_now
from .services.jobs import JobService
from .store.jobs import JobStore
from .store.nonces.interface import Nonces
from .unavailable import refusal_while_away

__all__ = ["create_app"]

_LIMITS = Limits()


def create_app(
    *,
    jobs: JobStore,
    keyring: Keyring,
    nonces: Nonces,
    clock: Clock = utc_now,
    new_request_id: Callable[[], str] = new_request_id,
    throttle: ThrottleGuard | None = None,
    limits: Limits = _LIMITS,
    observers: Sequence[Observer] = (),
) -> App:
    """Make the ASGI application that answers from these stores."""
    signature = SignatureGuard(keyring, nonces, rules=SIGNER, clock=clock)
    permission = PermissionGuard(keyring, clock=clock)
    guards: tuple[Guard, ...] = (signature, permission)
    if throttle is not None:
        guards = (signature, throttle, permission)
    return build_app(
        jobs=JobService(jobs),
        guards=guards,
        new_request_id=new_request_id,
        limits=limits,
        observer=_together(observers),
        refusal_of=refusal_while_away,
    )


def _together(observers: Sequence[Observer]) -> Observer | None:
    if len(observers) < 2:
        return observers[0] if observers else None

    def observe(outcome: Outcome) -> None:
        for observer in observers:
            observer(outcome)

    return observe
