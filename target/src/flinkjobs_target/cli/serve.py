"""`flinkjobs-target serve`."""

import argparse
import asyncio
import gc
import logging
import os
import signal
import sys
from typing import NoReturn

from ..auth.keyring import Keyring
from ..bootstrap import Running, assemble
from ..granian_server import serve
from ..settings import Settings, read_settings
from .argument_types import Commands
from .keys import introduce_first_key
from .setting_flags import add_settings

__all__ = ["add_to"]

_INTRODUCTION = (
    "Answer requests until SIGTERM or ^C, then finish what is under way. Each setting may be a "
    "flag, an environment variable or a key of a TOML file, which count in this order."
)


def add_to(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "serve", help="answer requests until stopped", description=_INTRODUCTION
    )
    add_settings(parser, Settings)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    settings = read_settings(Settings, vars(options), os.environ)
    with assemble(settings) as running:
        introduce_first_key(Keyring(running.data.keys), running.url)
        gc.freeze()  # what is there by now stays; to look through it again and again takes time
        asyncio.run(_serve(running, settings))
    _leave()


def _leave() -> NoReturn:
    """End the process at once; all data are closed.

    A thread of granian may still want Python's lock. Python ends such a thread while it shuts down,
    which Rust cannot bear: the process would abort instead.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


async def _serve(running: Running, settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, running.stop, stop)
    await serve(
        running.listeners,
        stop,
        lambda: _announce(running),
        stop_seconds=settings.stop_seconds,
    )


def _announce(running: Running) -> None:
    if running.admin_url:
        print(f"health and metrics at {running.admin_url}")
    if running.explorer_on:
        print(f"explorer at {running.url}/")
    if running.faults_on:
        warning = "FAULTS ARE ON: anyone may order failures at"
        print(f"{warning} {running.admin_url}/faults; for tests only", file=sys.stderr, flush=True)
    print(f"listening on {running.url}", flush=True)
