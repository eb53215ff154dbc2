"""The composition root of `serve`: builds storage, guards, observers and listeners from settings."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from flinkjobs.server import App, Limits, Observer

from .access_log import AccessLog
from .admin_port import require_loopback, reserve_admin_port
from .app import create_app
from .auth.keyring import Keyring
from .auth.rate_limit_guard import RateLimitGuard
from .clock import utc_now
from .engine.interface import Engine
from .engine.reconciler import StepObserver
from .engine.simulated.counters import read_counters
from .engine.simulated.engine import SimulatedEngine
from .engine.simulated.script import Script, parse_scripts
from .errors import TargetError
from .explorer.app import Application, ExplorerApp
from .explorer.assets import load_assets
from .explorer.local_key import LocalKey
from .explorer.own_page import is_loopback
from .explorer.sample import SampleJobs, sample_document
from .fault_injection import FaultMiddleware, Faults
from .granian_server import Listener, ReservedPort, Tls, reserve_port
from .load_shedding import LoadShedder
from .logs import ErrorLog, LogFile, open_access_log, reopen_logs
from .settings import Settings
from .storage import Storage, answered, default_location, open_storage
from .store.database.interface import UnavailableError
from .value_cipher import ValueCipher, open_cipher

if TYPE_CHECKING:
    from .metrics import Metrics

__all__ = ["TargetServer", "build_server"]


class TargetServer(Struct, kw_only=True):
    """A server that is ready to run. The first listener is that of the API."""

    storage: Storage
    listeners: Sequence[Listener]
    faults_enabled: bool
    explorer_enabled: bool
    logs: Sequence[ErrorLog | LogFile] = ()
    stopping: bool = False

    @property
    def url(self) -> str:
        """The URL of the API."""
        return self.listeners[0].url

    @property
    def admin_url(self) -> str | None:
        """The URL of health and metrics."""
        return self.listeners[1].url if len(self.listeners) > 1 else None

    def stop(self, event: asyncio.Event) -> None:
        """Stop the server; until it has stopped, its health check fails."""
        self.stopping = True
        event.set()

    def reload(self, event: asyncio.Event) -> None:
        """Open the log files again, as after a rotation; certificates are read by those who wait."""
        reopen_logs(self.logs)
        event.set()

    async def check(self) -> None:
        """Raise when requests cannot be handled."""
        if self.stopping:
            raise TargetError("the target is stopping")
        now = int(utc_now().timestamp())
        await answered(self.storage.check(now), self.storage.location)


@contextmanager
def build_server(settings: Settings, error_log: ErrorLog | None = None) -> Iterator[TargetServer]:
    """Build a server from settings; raise TargetError when they contradict each other."""
    tls, cipher = _tls(settings), open_cipher(settings.variables_key)
    engine = _engine(settings, cipher)
    with ExitStack() as stack:
        port = stack.enter_context(reserve_port(settings.host, settings.port))
        if tls is None and not settings.allow_plaintext:
            require_loopback(port, "--tls-certificate and --tls-key")
        storage = stack.enter_context(
            open_storage(default_location(os.environ) if settings.data is None else settings.data)
        )
        faults = Faults() if settings.faults else None
        server = TargetServer(
            storage=storage,
            listeners=(),
            faults_enabled=settings.faults,
            explorer_enabled=not settings.no_explorer,
        )
        observers: list[Observer] = []
        access_log = stack.enter_context(open_access_log(settings.access_log))
        if access_log is not None:
            observers.append(AccessLog(access_log, clock=utc_now))
        logs = (error_log, access_log)
        server.logs = [log for log in logs if isinstance(log, LogFile | ErrorLog)]
        admin, metrics = _admin(settings, server, engine, faults, stack)
        if metrics is not None:
            observers.append(metrics)
        on_step = (lambda engine, succeeded: None) if metrics is None else metrics.count_step
        api = _app(settings, storage, engine, cipher, observers, on_step)
        app = api if faults is None else FaultMiddleware(api, faults)
        server.listeners = (
            Listener(
                app=_with_explorer(app, settings, storage, port),
                port=port,
                tls=tls,
                connections=settings.connections,
                idle_seconds=settings.idle_seconds,
            ),
            *admin,
        )
        yield server


def _engine(settings: Settings, cipher: ValueCipher) -> Engine:
    """Build the engine of the clusters; one that simulates jobs without a cluster."""
    stated = (settings.run_cluster, settings.cluster_auth, settings.jars, settings.savepoints)
    if not any(stated):
        return SimulatedEngine(_scripts(settings))
    from .engine.flink.configuration import build_flink_engine  # imports aiohttp, which is slow

    return build_flink_engine(settings, cipher)


def _app(
    settings: Settings,
    storage: Storage,
    engine: Engine,
    cipher: ValueCipher,
    observers: Sequence[Observer],
    on_step: StepObserver,
) -> App:
    rate_limit = (
        RateLimitGuard(storage.buckets, settings.rate, settings.burst, clock=utc_now)
        if settings.rate
        else None
    )
    return create_app(
        storage,
        engine=engine,
        cipher=cipher,
        keyring=Keyring(storage.keys),
        rate_limit=rate_limit,
        load_shedder=LoadShedder(storage.jobs.delay),
        limits=Limits(
            url=settings.largest_url,
            headers=settings.largest_headers,
            body_seconds=settings.idle_seconds,
        ),
        observers=observers,
        on_step=on_step,
    )


def _with_explorer(
    app: Application, settings: Settings, storage: Storage, port: ReservedPort
) -> Application:
    """Wrap the API, and its fault injection, in the explorer, unless that is turned off."""
    if settings.no_explorer:
        if settings.explorer_key is not None:
            raise TargetError("--explorer-key and --no-explorer contradict each other")
        return app
    document = sample_document(utc_now())
    sample = SampleJobs(storage.jobs, document)
    return ExplorerApp(app, sample, load_assets(document), _local_key(settings, storage, port.host))


def _local_key(settings: Settings, storage: Storage, host: str) -> LocalKey | None:
    """Return the key that the explorer may use; None at an address that other machines reach."""
    if settings.no_explorer_key:
        if settings.explorer_key is not None:
            raise TargetError("--explorer-key and --no-explorer-key contradict each other")
        return None
    if settings.explorer_key is None and not is_loopback(host):
        return None
    return LocalKey(Keyring(storage.keys), host, settings.explorer_key)


def _admin(
    settings: Settings,
    server: TargetServer,
    engine: Engine,
    faults: Faults | None,
    stack: ExitStack,
) -> "tuple[Sequence[Listener], Metrics | None]":
    """Build the admin listener, and the metrics that it shows."""
    if settings.admin is None:
        if faults is not None:
            raise TargetError("--faults requires --admin HOST:PORT, where faults are added")
        return (), None
    from .admin import AdminApp, Simulation  # imports prometheus_client, which is slow
    from .metrics import Metrics

    port = stack.enter_context(
        reserve_admin_port(settings.admin, "--admin", allow_plaintext=settings.allow_plaintext)
    )
    metrics = Metrics()
    deploying, simulation = server.storage.deploying, None
    if faults is not None and isinstance(engine, SimulatedEngine):
        simulation = Simulation(
            engine=engine,
            counters=lambda: deploying.read(lambda tables: read_counters(tables, _milliseconds())),
        )

    async def refresh() -> None:
        try:
            metrics.set_runs(await deploying.read(lambda tables: tables.live_states()))
        except UnavailableError:
            metrics.set_runs({})

    app = AdminApp(metrics.text, server.check, faults, simulation, refresh)
    return (Listener(app=app, port=port, connections=64),), metrics


def _milliseconds() -> int:
    """Return the time in milliseconds."""
    return int(utc_now().timestamp() * 1000)


def _scripts(settings: Settings) -> Sequence[Script]:
    """Read the scripts of simulated jobs; none without `--script`."""
    if settings.script is None:
        return ()
    try:
        content = Path(settings.script).read_bytes()
    except OSError as error:
        raise TargetError(f"{settings.script}: {error.strerror}; pass a file to --script") from None
    return parse_scripts(content, settings.script)


def _tls(settings: Settings) -> Tls | None:
    if settings.tls_certificate is None and settings.tls_key is None:
        return None
    if settings.tls_certificate is None or settings.tls_key is None:
        raise TargetError("--tls-certificate and --tls-key must both be set; one is missing")
    tls = Tls(Path(settings.tls_certificate), Path(settings.tls_key))
    for file in (tls.certificate, tls.key):
        try:
            file.open("rb").close()
        except OSError as error:
            raise TargetError(f"{file}: {error.strerror}") from error
    return tls
