"""`flinkjobs-target observe`."""

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
from ..storage import Data, default_data_directory, open_data
from ..store.database.interface import UnavailableError
from .argument_types import Commands, count
from .keys import introduce_first_key
from .setting_flags import add_settings
from .wait_notices import Waiting

__all__ = ["add_to"]

T = TypeVar("T")

_log = logging.getLogger("flinkjobs_target.observe")
_AGAIN = 1.0
"""Seconds until a database that is away is asked again."""

_INTRODUCTION = (
    "Watch Flink clusters (1.20 and 2.x) until SIGTERM or ^C, and keep their jobs as job "
    "instances. Jobs are recognised by the records of `deployments apply`, or by their labels "
    "flinkjobs.workspace, flinkjobs.namespace and flinkjobs.deployment; all others are listed by "
    "`unassigned`. Each setting may be a flag, an environment variable (several clusters with "
    "blanks between them) or a key of a TOML file, which count in this order."
)


def add_to(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "observe", help="keep the jobs of Flink clusters", description=_INTRODUCTION
    )
    add_settings(parser, ObserveSettings)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    from ..observe.configuration import observing

    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    _log.setLevel(logging.INFO)
    settings = read_settings(ObserveSettings, vars(options), os.environ)
    observing(settings)  # a mistake is told before anything is made
    with ExitStack() as stack:
        asyncio.run(_observe(settings, stack))


async def _observe(settings: ObserveSettings, stack: ExitStack) -> None:
    from ..observe.configuration import observing
    from ..observe.observer import observe

    stop, loop, how = asyncio.Event(), asyncio.get_running_loop(), observing(settings)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    found = await _once_there(lambda: _open(settings, stack), stop)
    if found is not None:
        data, account = found
        print(f"observing {count(len(how.clusters), 'cluster')} for account {account}", flush=True)
        await observe(how, data.observed, account, stop)


def _open(settings: ObserveSettings, stack: ExitStack) -> tuple[Data, str]:
    """Open the data; find out whose jobs are observed."""
    with ExitStack() as opening:
        place = settings.data or default_data_directory(os.environ)
        data = opening.enter_context(open_data(place))
        keyring = Keyring(data.keys)
        introduce_first_key(keyring)
        account = settings.account or keyring.first_account()
        keyring.require_account(account)
        stack.push(opening.pop_all())
    return data, account


async def _once_there(call: Callable[[], T], stop: asyncio.Event) -> T | None:
    """Call until a database that is away is there, and say so; None when told to stop before."""
    waiting = Waiting(time.monotonic)
    while not stop.is_set():
        try:
            given = call()
        except UnavailableError as error:
            if not error.passing:
                raise
            if waiting.is_to_be_told(str(error)):
                _log.warning("%s; it is asked again every second until it answers", error)
        else:
            if waiting.told:
                _log.info("the database answers")
            return given
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _AGAIN)
    return None
