"""From settings to a server that is ready to run: data, guards, observers, listeners."""

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
from .auth.rate_limit_guard import ThrottleGuard
from .clock import utc_now
from .errors import TargetError
from .explorer.app import Application, ExplorerApp
from .explorer.local_key import LocalKey
from .fault_injection import Faults, FaultyApp
from .granian_server import Listener, Port, Tls, reserve_port
from .settings import Settings
from .storage import Data, default_data_directory, open_data

__all__ = ["Running", "assemble"]


class Running(Struct, kw_only=True):
    """A server, ready to run. The first listener is the one of the API."""

    data: Data
    listeners: Sequence[Listener]
    faults_on: bool
    explorer_on: bool
    stopping: bool = False

    @property
    def url(self) -> str:
        """Where the API is."""
        return self.listeners[0].url

    @property
    def admin_url(self) -> str | None:
        """Where health and metrics are."""
        return self.listeners[1].url if len(self.listeners) > 1 else None

    def stop(self, event: asyncio.Event) -> None:
        """Let the server stop; until it has, its health says so."""
        self.stopping = True
        event.set()

    def check(self) -> None:
        """Raise when callers cannot be answered."""
        if self.stopping:
            raise TargetError("the target is stopping")
        self.data.keys.first_account()
        self.data.nonces.check(int(utc_now().timestamp()))


@contextmanager
def assemble(settings: Settings) -> Iterator[Running]:
    """Make a server of settings; raise TargetError where they do not fit together."""
    tls = _tls(settings)
    with ExitStack() as stack:
        port = stack.enter_context(reserve_port(settings.host, settings.port))
        _require_tls(port, tls, settings, "--tls-certificate and --tls-key")
        data = stack.enter_context(open_data(settings.data or default_data_directory(os.environ)))
        faults = Faults() if settings.faults else None
        running = Running(
            data=data,
            listeners=(),
            faults_on=settings.faults,
            explorer_on=not settings.no_explorer,
        )
        observers: list[Observer] = []
        if log := stack.enter_context(_log(settings.access_log)):
            observers.append(AccessLog(log, clock=utc_now))
        admin = _admin(settings, running, observers, faults, stack)
        api = _app(settings, data, observers)
        app = api if faults is None else FaultyApp(api, faults)
        running.listeners = (
            Listener(
                app=_with_explorer(app, settings, data, port),
                port=port,
                tls=tls,
                connections=settings.connections,
                idle_seconds=settings.idle_seconds,
            ),
            *admin,
        )
        yield running


def _app(settings: Settings, data: Data, observers: Sequence[Observer]) -> App:
    throttle = (
        ThrottleGuard(data.buckets, settings.rate, settings.burst, clock=utc_now)
        if settings.rate
        else None
    )
    return create_app(
        jobs=data.jobs,
        keyring=Keyring(data.keys),
        nonces=data.nonces,
        throttle=throttle,
        limits=Limits(
            url=settings.largest_url,
            headers=settings.largest_headers,
            body_seconds=settings.idle_seconds,
        ),
        observers=observers,
    )


def _with_explorer(app: Application, settings: Settings, data: Data, port: Port) -> Application:
    """Put the explorer before the API, and before its faults, unless it is not wanted."""
    if settings.no_explorer:
        if settings.explorer_key is not None:
            raise TargetError("--explorer-key and --no-explorer contradict each other")
        return app
    if settings.explorer_key is None:
        return ExplorerApp(app)
    key = LocalKey(Keyring(data.keys), settings.explorer_key, port.host)
    return ExplorerApp(app, key)


def _admin(
    settings: Settings,
    running: Running,
    observers: list[Observer],
    faults: Faults | None,
    stack: ExitStack,
) -> Sequence[Listener]:
    """Make the admin listener, whose figures become one of the observers."""
    if settings.admin is None:
        if faults is not None:
            raise TargetError("--faults needs --admin HOST:PORT, where faults are ordered")
        return ()
    from .admin import Admin  # and with it prometheus_client, which takes its time
    from .metrics import Metrics

    port = stack.enter_context(reserve_port(*_host_and_port(settings.admin), "--admin"))
    _require_tls(port, None, settings, "an --admin address of this machine")
    metrics = Metrics()
    observers.append(metrics)
    return (Listener(app=Admin(metrics, running.check, faults), port=port, connections=64),)


def _host_and_port(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise TargetError(f"--admin must be HOST:PORT, not {text}")
    return host.strip("[]"), int(port)


def _tls(settings: Settings) -> Tls | None:
    if settings.tls_certificate is None and settings.tls_key is None:
        return None
    if settings.tls_certificate is None or settings.tls_key is None:
        raise TargetError("--tls-certificate and --tls-key go together; one is missing")
    tls = Tls(Path(settings.tls_certificate), Path(settings.tls_key))
    for file in (tls.certificate, tls.key):
        try:
            file.open("rb").close()
        except OSError as error:
            raise TargetError(f"{file}: {error.strerror}") from error
    return tls


def _require_tls(port: Port, tls: Tls | None, settings: Settings, remedy: str) -> None:
    address = ipaddress.ip_address(port.host.partition("%")[0])
    if tls or settings.allow_plaintext or address.is_loopback:
        return
    raise TargetError(
        f"{port.host} is reached by other machines, and everything would go there in plain text; "
        f"use {remedy}, or say --allow-plaintext"
    )


@contextmanager
def _log(where: str) -> Iterator[TextIO | None]:
    if where in ("-", "none"):
        yield sys.stderr if where == "-" else None
        return
    try:
        stream = Path(where).open("a", encoding="utf-8")  # noqa: SIM115 (errors while it is used are not about opening)
    except OSError as error:
        raise TargetError(f"{where}: {error.strerror}") from error
    with stream:
        yield stream
