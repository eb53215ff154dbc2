"""The subcommand `flinkjobs-target observe`."""

import argparse
import asyncio
import logging
import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import TypeVar

from ..auth.keyring import Keyring
from ..settings import ObserveSettings, read_settings
from ..storage import Storage, default_location, open_storage
from ..store.database.interface import UnavailableError
from .argument_types import Commands, counted
from .keys import create_first_key
from .new_store import warn_of_new_store
from .setting_flags import add_settings
from .wait_notices import WaitNotices

__all__ = ["register"]

T = TypeVar("T")

_log = logging.getLogger("flinkjobs_target.observe")
_RETRY_SECONDS = 1.0
"""Pause between two attempts to connect to the database."""

_DESCRIPTION = (
    "Poll Flink clusters (1.20 and 2.x) until SIGTERM or ^C, and store their jobs as job "
    "instances. Jobs are matched with the records of `deployments apply`, or by their labels "
    "flinkjobs.workspace, flinkjobs.namespace and flinkjobs.deployment; `unassigned` lists all "
    "others. Each setting is a flag, an environment variable (several clusters separated by "
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
    from ..observe.configuration import build_observer_config

    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    _log.setLevel(logging.INFO)
    settings = read_settings(ObserveSettings, vars(options), os.environ)
    build_observer_config(settings)  # reports invalid settings before anything is created
    with ExitStack() as stack:
        asyncio.run(_observe(settings, stack))


async def _observe(settings: ObserveSettings, stack: ExitStack) -> None:
    from ..observe.configuration import build_observer_config
    from ..observe.observer import observe

    stop, loop, configuration = (
        asyncio.Event(),
        asyncio.get_running_loop(),
        build_observer_config(settings),
    )
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    opened = await _once_available(lambda: _open(settings, stack), stop)
    if opened is not None:
        storage, account = opened
        clusters = counted(len(configuration.clusters), "cluster")
        print(f"observing {clusters} for account {account}", flush=True)
        await observe(configuration, storage.observed, account, stop)


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
