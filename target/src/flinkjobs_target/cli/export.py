"""`flinkjobs-target export`."""

import argparse
import sys

from ..auth.keyring import Keyring
from ..storage import open_data
from .argument_types import Commands

__all__ = ["add_to"]


def add_to(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "export",
        parents=[common],
        help="write all jobs to standard output, one a line",
        description="Write the jobs of an account as they are stored at this moment, one a line, "
        "by deployment and creation time. What is written can be loaded.",
    )
    parser.add_argument("--account", help="whose jobs (default: the account made first)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    with open_data(options.data) as data:
        keyring = Keyring(data.keys)
        account = options.account or keyring.first_account()
        keyring.require_account(account)
        for document in data.jobs.documents(account):
            sys.stdout.buffer.write(document + b"\n")
        sys.stdout.buffer.flush()
