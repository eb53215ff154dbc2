"""`flinkjobs-target serve`."""

import argparse
import logging

from ..app import create_app
from ..auth.keys import Keyring
from ..data import open_data
from ..serving import endpoint_of, reserve_port, serve
from .commands import Commands
from .keys import introduce_first_key

__all__ = ["DEFAULT_PORT", "add_to"]

DEFAULT_PORT = 8080


def add_to(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("serve", parents=[common], help="answer requests until stopped")
    parser.add_argument("--host", default="127.0.0.1", help="address (default: %(default)s)")
    parser.add_argument(
        "--port",
        type=_port,
        default=DEFAULT_PORT,
        help="port, 0 for any free one (default: %(default)s)",
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    with reserve_port(options.host, options.port) as reserved, open_data(options.data) as data:
        endpoint = endpoint_of(reserved)
        keyring = Keyring(data.keys)
        introduce_first_key(keyring, endpoint)
        app = create_app(jobs=data.jobs, keyring=keyring, nonces=data.nonces)
        serve(app, reserved, lambda: print(f"listening on {endpoint}", flush=True))


def _port(text: str) -> int:
    largest = 65535
    if not text.isdecimal() or int(text) > largest:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to {largest}, not {text!r}")
    return int(text)
