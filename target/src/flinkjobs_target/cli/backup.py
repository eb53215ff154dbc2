"""`flinkjobs-target backup`."""

import argparse
from pathlib import Path

from ..storage import back_up, open_data
from .argument_types import Commands

__all__ = ["add_to"]


def add_to(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "backup",
        parents=[common],
        help="copy all data while the server runs",
        description="Copy jobs, accounts and keys into a new directory, which --data can name. "
        "Others may read and write meanwhile; the copy is of one moment. It holds secrets. "
        "Data in PostgreSQL are backed up by pg_dump.",
    )
    parser.add_argument("directory", metavar="DIR", type=Path, help="directory that is to be made")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    with open_data(options.data) as data:
        back_up(data, options.directory)
    print(f"backed up to {options.directory}")
