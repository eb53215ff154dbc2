"""The subcommand `flinkjobs-target serve`."""

import argparse
import asyncio
import gc
import logging
import os
import signal

from ..auth.keyring import Keyring
from ..bootstrap import TargetServer, build_server
from ..logs import open_error_log
from ..serving import serve
from ..settings import Settings, read_settings
from .argument_types import Commands
from .hangup import ignore_hangup, on_hangup
from .keys import create_first_key
from .new_store import warn_of_new_store
from .process_exit import exit_immediately
from .setting_flags import add_settings

__all__ = ["register"]

_logger = logging.getLogger(__name__)

_DESCRIPTION = (
    "Serve requests until SIGTERM or ^C, then finish those in progress. SIGHUP opens log files and "
    "reads certificates again. Jobs are simulated; with --cluster they run on Flink, and who may start "
    "jobs runs code there. Each setting is a flag, an "
    "environment variable or a key of a TOML file, in this order of precedence."
)


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "serve", help="serve requests until stopped", description=_DESCRIPTION
    )
    add_settings(parser, Settings)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    ignore_hangup()
    settings = read_settings(Settings, vars(options), os.environ)
    with (
        open_error_log(settings.error_log) as error_log,
        build_server(settings, error_log) as server,
    ):
        warn_of_new_store(server.storage, os.environ)
        create_first_key(Keyring(server.storage.keys), server.url)
        gc.freeze()  # excludes the permanent objects from garbage collection, which is faster
        asyncio.run(_serve(server, settings))
    exit_immediately()


async def _serve(server: TargetServer, settings: Settings) -> None:
    stop, reload = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, server.stop, stop)
    on_hangup(lambda: server.reload(reload), lambda: server.stop(stop))
    await serve(
        server.listeners,
        stop,
        lambda: _announce(server),
        stop_seconds=settings.stop_seconds,
        reload=reload,
    )


def _announce(server: TargetServer) -> None:
    if server.admin_url:
        print(f"health and metrics at {server.admin_url}")
    if server.explorer_enabled:
        print(f"explorer at {server.url}/")
    if server.faults_enabled:
        warning = "FAULT INJECTION IS ON: anyone can add faults at %s/faults; for tests only"
        _logger.warning(warning, server.admin_url)
    print(f"listening on {server.url}", flush=True)
