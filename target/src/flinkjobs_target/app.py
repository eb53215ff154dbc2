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
from .engine.interface import Engine
from .engine.poll_counter import PollCounter
from .engine.reconciler import Reconciler, StepObserver
from .engine.simulated.engine import SimulatedEngine
from .load_shedding import LoadShedder
from .services.deployments import DeploymentService
from .services.engines import EngineService, TargetService
from .services.events import EventService
from .services.flink import FlinkService
from .services.jobs import JobService
from .services.savepoints import SavepointService
from .services.sql import SqlService
from .services.variables import VariableService
from .storage import Storage
from .storage_outages import StorageOutages
from .store.nonces.interface import ReplayCache
from .value_cipher import NoCipher, ValueCipher

__all__ = ["create_app"]

_LIMITS = Limits()
_NO_CIPHER = NoCipher()


def create_app(
    storage: Storage,
    *,
    engine: Engine | None = None,
    cipher: ValueCipher = _NO_CIPHER,
    keyring: Keyring | None = None,
    nonces: ReplayCache | None = None,
    clock: Clock = utc_now,
    new_request_id: Callable[[], str] = new_request_id,
    rate_limit: RateLimitGuard | None = None,
    load_shedder: LoadShedder | None = None,
    limits: Limits = _LIMITS,
    observers: Sequence[Observer] = (),
    on_step: StepObserver = lambda engine, succeeded: None,
) -> App:
    """Build the ASGI application of the API on a storage, and on an engine: by default a simulated one.

    The runs of the engine are reconciled while it serves.
    """
    engine = engine or SimulatedEngine()
    keyring = keyring or Keyring(storage.keys, clock=clock)
    outages = StorageOutages()
    reconciler = Reconciler(storage.deploying, engine, clock, on_step, outages)
    guards: Sequence[Guard | None] = (
        load_shedder,
        SignatureGuard(keyring, nonces or storage.nonces, rules=SIGNER, clock=clock),
        rate_limit,
        PermissionGuard(clock=clock),
        PollCounter(reconciler),
    )
    return build_app(
        deployments=DeploymentService(storage.deploying, engine, clock),
        jobs=JobService(storage.jobs, storage.deploying, engine, reconciler, cipher),
        savepoints=SavepointService(storage.deploying, reconciler),
        sql=SqlService(storage.deploying, engine),
        events=EventService(storage.deploying),
        variables=VariableService(storage.deploying, cipher, clock),
        targets=TargetService(storage.deploying, engine),
        engines=EngineService(storage.deploying, engine),
        flink=FlinkService(storage.deploying, engine),
        lifespan=reconciler.running,
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
