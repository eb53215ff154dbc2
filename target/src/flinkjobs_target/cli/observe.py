"""`flinkjobs-target observe`."""

import argparse
import asyncio
import logging
import os
import signal

from ..auth.keys import Keyring
from ..data import Data, default_data_directory, open_data
from ..settings import ObserveSettings, read_settings
from .commands import Commands, count
from .keys import introduce_first_key
from .setting_flags import add_settings

__all__ = ["add_to"]

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
    logging.getLogger("flinkjobs_target.observe").setLevel(logging.INFO)
    settings = read_settings(ObserveSettings, vars(options), os.environ)
    observing(settings)  # a mistake is told before anything is made
    with open_data(settings.data or default_data_directory(os.environ)) as data:
        introduce_first_key(Keyring(data.keys))
        asyncio.run(_observe(data, settings))


async def _observe(data: Data, settings: ObserveSettings) -> None:
    from ..observe.configuration import observing
    from ..observe.observer import observe

    keyring = Keyring(data.keys)
    account = settings.account or keyring.first_account()
    keyring.require_account(account)
    stop, loop, how = asyncio.Event(), asyncio.get_running_loop(), observing(settings)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    print(f"observing {count(len(how.clusters), 'cluster')} for account {account}", flush=True)
    await observe(how, data.observed, account, stop)
