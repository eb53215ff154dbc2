"""The subcommand `flinkjobs-target observe`."""

import argparse
import asyncio
import logging
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from ..admin_port import reserve_admin_port
from ..auth.keyring import Keyring
from ..granian_server import Listener, ReservedPort
from ..logs import ErrorLog, open_error_log, reopen_logs
from ..serving import serve
from ..settings import ObserveSettings, read_settings
from ..storage import Storage, default_location, open_storage
from ..store.database.interface import UnavailableError
from .argument_types import Commands, counted
from .hangup import ignore_hangup, on_hangup
from .keys import create_first_key
from .new_store import warn_of_new_store
from .process_exit import exit_immediately
from .setting_flags import add_settings
from .wait_notices import WaitNotices

if TYPE_CHECKING:
    from ..observe.status import ObserverStatus

__all__ = ["register"]

T = TypeVar("T")

_log = logging.getLogger("flinkjobs_target.observe")
_RETRY_SECONDS = 1.0
"""Pause between two attempts to connect to the database."""

_DESCRIPTION = (
    "Poll Flink clusters (1.20 and 2.x) until SIGTERM or ^C, and store their jobs as job "
    "instances. Jobs are matched with the records of `deployments apply`, or by their labels "
    "flinkjobs.workspace, flinkjobs.namespace and flinkjobs.deployment; `unassigned` lists all "
    "others. SIGHUP opens the log file again. Each setting is a flag, an environment variable (several clusters separated by "
    "spaces) or a key of a TOML file, in this order of precedence."
)


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "observe",
        help="store the jobs of Flink clusters as job instances",
        description=_DESCRIPTION,
    )
    add_settings(parser, ObserveSettings)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    from ..notices.setup import build_notices
    from ..observe.configuration import build_observer_config

    ignore_hangup()
    settings = read_settings(ObserveSettings, vars(options), os.environ)
    build_observer_config(settings)  # reports invalid settings before anything is created
    build_notices(settings.notices)
    with open_error_log(settings.error_log) as error_log, ExitStack() as stack:
        _log.setLevel(logging.INFO)
        listener = _admin_port(settings, stack)
        asyncio.run(_observe(settings, stack, error_log, listener))
    if settings.observer_admin:
        exit_immediately()


def _admin_port(settings: ObserveSettings, stack: ExitStack) -> ReservedPort | None:
    if settings.observer_admin is None:
        return None
    return stack.enter_context(
        reserve_admin_port(
            settings.observer_admin,
            "--observer-admin",
            allow_plaintext=settings.allow_plaintext,
        )
    )


async def _observe(
    settings: ObserveSettings,
    stack: ExitStack,
    error_log: ErrorLog | None,
    port: ReservedPort | None,
) -> None:
    from ..notices.setup import build_notices
    from ..observe.configuration import build_observer_config
    from ..observe.observer import observe
    from ..observe.status import ObserverStatus

    notices = build_notices(settings.notices)
    configuration = build_observer_config(settings, notices.routing if notices else None)
    status = ObserverStatus(
        [cluster.name for cluster in configuration.clusters],
        interval=settings.interval,
        unhealthy_after=settings.unhealthy_after,
    )
    stop = _stop_event(error_log)
    async with _serving_status(port, status, stop):
        opened = await _once_available(lambda: _open(settings, stack), stop)
        if opened is not None:
            status.storage, account = opened
            clusters = counted(len(configuration.clusters), "cluster")
            print(f"observing {clusters} for account {account}", flush=True)
            await asyncio.gather(
                observe(configuration, status.storage.observed, account, stop, status),
                *([] if notices is None else [notices.deliver(status.storage, account, stop)]),
            )


def _stop_event(error_log: ErrorLog | None) -> asyncio.Event:
    """Return an event that signals set; SIGHUP opens the log file again."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    on_hangup(lambda: reopen_logs([error_log] if error_log else []), stop.set)
    return stop


@asynccontextmanager
async def _serving_status(
    port: ReservedPort | None, status: "ObserverStatus", stop: asyncio.Event
) -> AsyncIterator[None]:
    """Serve /health and /metrics, if there is a port, during the block."""
    if port is None:
        yield
        return
    from ..admin import AdminApp
    from ..observe.metrics import ObserverMetrics

    listener = Listener(
        app=AdminApp(ObserverMetrics(status).text, status.check), port=port, connections=64
    )
    announcement = f"health and metrics at {listener.url}"
    serving = asyncio.create_task(
        serve([listener], stop, lambda: print(announcement, flush=True), stop_seconds=1.0)
    )
    serving.add_done_callback(lambda _: stop.set())
    try:
        yield
    finally:
        stop.set()
        await serving


def _open(settings: ObserveSettings, stack: ExitStack) -> tuple[Storage, str]:
    """Open the storage; return it with the account that owns the observed jobs."""
    with ExitStack() as opening:
        location = settings.data or default_location(os.environ)
        storage = opening.enter_context(open_storage(location))
        keyring = Keyring(storage.keys)
        warn_of_new_store(storage, os.environ)
        create_first_key(keyring)
        account = settings.account or keyring.first_account()
        keyring.require_account(account)
        stack.push(opening.pop_all())
    return storage, account


async def _once_available(call: Callable[[], T], stop: asyncio.Event) -> T | None:
    """Call until the database is available, logging the wait; None when stopped before."""
    notices = WaitNotices(time.monotonic)
    while not stop.is_set():
        try:
            result = call()
        except UnavailableError as error:
            if not error.transient:
                raise
            if notices.is_due(str(error)):
                _log.warning("%s; retrying every second", error)
        else:
            if notices.any_sent:
                _log.info("the database is available")
            return result
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _RETRY_SECONDS)
    return None
