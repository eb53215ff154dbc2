"""The composition root of `serve`: builds storage, guards, observers and listeners from settings."""

import asyncio
import ipaddress
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from msgspec import Struct

from flinkjobs.server import App, Limits, Observer

from .access_log import AccessLog
from .app import create_app
from .auth.keyring import Keyring
from .auth.rate_limit_guard import RateLimitGuard
from .clock import utc_now
from .errors import TargetError
from .explorer.app import Application, ExplorerApp
from .explorer.assets import load_assets
from .explorer.local_key import LocalKey
from .explorer.own_page import is_loopback
from .explorer.sample import SampleJobs, sample_document
from .fault_injection import FaultMiddleware, Faults
from .granian_server import Listener, ReservedPort, Tls, reserve_port
from .load_shedding import LoadShedder
from .settings import Settings
from .storage import Storage, default_location, open_storage

__all__ = ["TargetServer", "build_server"]

_CHECK_SECONDS = 5.0


class TargetServer(Struct, kw_only=True):
    """A server that is ready to run. The first listener is that of the API."""

    storage: Storage
    listeners: Sequence[Listener]
    faults_enabled: bool
    explorer_enabled: bool
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

    async def check(self) -> None:
        """Raise when requests cannot be handled."""
        if self.stopping:
            raise TargetError("the target is stopping")
        try:
            now = int(utc_now().timestamp())
            await asyncio.wait_for(self.storage.check(now), _CHECK_SECONDS)
        except TimeoutError:
            raise TargetError(
                f"{self.storage.location}: did not respond within {_CHECK_SECONDS:g} s"
            ) from None


@contextmanager
def build_server(settings: Settings) -> Iterator[TargetServer]:
    """Build a server from settings; raise TargetError when they contradict each other."""
    tls = _tls(settings)
    with ExitStack() as stack:
        port = stack.enter_context(reserve_port(settings.host, settings.port))
        _require_tls(port, tls, settings, "--tls-certificate and --tls-key")
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
        if log := stack.enter_context(_log(settings.access_log)):
            observers.append(AccessLog(log, clock=utc_now))
        admin = _admin(settings, server, observers, faults, stack)
        api = _app(settings, storage, observers)
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


def _app(settings: Settings, storage: Storage, observers: Sequence[Observer]) -> App:
    rate_limit = (
        RateLimitGuard(storage.buckets, settings.rate, settings.burst, clock=utc_now)
        if settings.rate
        else None
    )
    return create_app(
        jobs=storage.jobs,
        keyring=Keyring(storage.keys),
        nonces=storage.nonces,
        rate_limit=rate_limit,
        load_shedder=LoadShedder(storage.jobs.delay),
        limits=Limits(
            url=settings.largest_url,
            headers=settings.largest_headers,
            body_seconds=settings.idle_seconds,
        ),
        observers=observers,
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
    observers: list[Observer],
    faults: Faults | None,
    stack: ExitStack,
) -> Sequence[Listener]:
    """Build the admin listener, and add its metrics to the observers."""
    if settings.admin is None:
        if faults is not None:
            raise TargetError("--faults requires --admin HOST:PORT, where faults are added")
        return ()
    from .admin import AdminApp  # imports prometheus_client, which is slow
    from .metrics import Metrics

    port = stack.enter_context(reserve_port(*_host_and_port(settings.admin), "--admin"))
    _require_tls(port, None, settings, "a loopback address for --admin")
    metrics = Metrics()
    observers.append(metrics)
    return (Listener(app=AdminApp(metrics, server.check, faults), port=port, connections=64),)


def _host_and_port(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise TargetError(f"--admin must be HOST:PORT, not {text}")
    return host.strip("[]"), int(port)


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


def _require_tls(port: ReservedPort, tls: Tls | None, settings: Settings, remedy: str) -> None:
    address = ipaddress.ip_address(port.host.partition("%")[0])
    if tls or settings.allow_plaintext or address.is_loopback:
        return
    raise TargetError(
        f"{port.host} can be reached by other machines, and traffic would be in plain text; "
        f"use {remedy}, or pass --allow-plaintext"
    )


@contextmanager
def _log(destination: str) -> Iterator[TextIO | None]:
    if destination in ("-", "none"):
        yield sys.stderr if destination == "-" else None
        return
    try:
        stream = Path(destination).open("a", encoding="utf-8")  # noqa: SIM115 (errors of its use are not errors of opening)
    except OSError as error:
        raise TargetError(f"{destination}: {error.strerror}") from error
    with stream:
        yield stream
