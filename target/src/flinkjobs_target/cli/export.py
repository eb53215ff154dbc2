"""The subcommand `flinkjobs-target export`."""

import argparse
import sys

from ..auth.keyring import Keyring
from ..storage import open_storage
from .argument_types import Commands

__all__ = ["register"]


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "export",
        parents=[common],
        help="write all data of an account to standard output, one object per line",
        description="Write a snapshot of the jobs of an account as they are stored, one per line, "
        "by deployment and creation time; and of what was deployed here, as objects with one "
        "property: deployment, run, savepoint, event or variable. An encrypted variable is written as it is stored, as ciphertext. `load` reads the output.",
    )
    parser.add_argument("--account", help="account of the jobs (default: the first account)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    with open_storage(options.data) as storage:
        keyring = Keyring(storage.keys)
        account = options.account or keyring.first_account()
        keyring.require_account(account)
        for line in storage.jobs.documents(account):
            sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()
