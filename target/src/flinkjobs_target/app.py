"""The life of a request, step by step: who calls, whether they may, what is answered.

Before these steps the emitted server gives a request its id and its operation; after them it
reads the parameters, calls the service and writes the envelope. Whose workspace it is, the
service asks with every read.
"""

from collections.abc import Callable

from flinkjobs.contract import SIGNER
from flinkjobs.server import App, build_app, new_request_id

from .auth.keys import Keyring
from .auth.permissions import PermissionGuard
from .auth.signatures import SignatureGuard
from .clock import Clock, utc_now
from .services.jobs import JobService
from .store.jobs import JobStore
from .store.nonces import NonceStore

__all__ = ["create_app"]


def create_app(
    *,
    jobs: JobStore,
    keyring: Keyring,
    nonces: NonceStore,
    clock: Clock = utc_now,
    new_request_id: Callable[[], str] = new_request_id,
) -> App:
    """Make the ASGI application that answers from these stores."""
    return build_app(
        jobs=JobService(jobs),
        guards=(
            SignatureGuard(keyring, nonces, rules=SIGNER, clock=clock),
            PermissionGuard(keyring),
        ),
        new_request_id=new_request_id,
    )
