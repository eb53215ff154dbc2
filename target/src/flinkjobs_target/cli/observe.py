"""`flinkjobs-target observe`."""

import argparse
import asyncio
import logging
import os
import signal
from contextlib import ExitStack, suppress
from pathlib import Path

from ..auth.keys import Keyring
from ..data import Data, default_data_directory, open_data
from ..settings import ObserveSettings, read_settings
from ..store.database import UnavailableError
from .commands import Commands, count
from .keys import introduce_first_key
from .setting_flags import add_settings

__all__ = ["add_to"]

_log = logging.getLogger("flinkjobs_target.observe")
_PAUSE = 1.0
"""Seconds between two attempts to open data that are away."""

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
    asyncio.run(_run_until_stopped(settings))


async def _run_until_stopped(settings: ObserveSettings) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    with ExitStack() as stack:
        place = settings.data or default_data_directory(os.environ)
        data = await _opened(place, stack, stop)
        if data is not None:
            await _observe(data, settings, stop)


async def _opened(place: Path | str, stack: ExitStack, stop: asyncio.Event) -> Data | None:
    """Open the data, however long their database is away; None when told to stop meanwhile.

    An observer runs beside its database, and one of the two is started first.
    """
    told = ""
    while not stop.is_set():
        try:
            return stack.enter_context(open_data(place))
        except UnavailableError as error:
            if not error.passing:
                raise
            if str(error) != told:
                _log.warning("%s; nothing is observed until it can be", error)
            told = str(error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _PAUSE)
    return None


async def _observe(data: Data, settings: ObserveSettings, stop: asyncio.Event) -> None:
    from ..observe.configuration import observing
    from ..observe.observer import observe

    keyring, how = Keyring(data.keys), observing(settings)
    introduce_first_key(keyring)
    account = settings.account or keyring.first_account()
    keyring.require_account(account)
    print(f"observing {count(len(how.clusters), 'cluster')} for account {account}", flush=True)
    await observe(how, data.observed, account, stop)
