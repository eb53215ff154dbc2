"""The subcommand `flinkjobs-target backup`."""

import argparse
from pathlib import Path

from ..storage import back_up, open_storage
from .argument_types import Commands

__all__ = ["register"]


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "backup",
        parents=[common],
        help="copy all data while the server runs",
        description="Copy jobs, accounts and keys into a new directory, which --data accepts. "
        "The copy is a snapshot, whatever others write meanwhile. It contains secrets. "
        "Back up data in PostgreSQL with pg_dump.",
    )
    parser.add_argument("directory", metavar="DIR", type=Path, help="directory to create")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    with open_storage(options.data) as storage:
        back_up(storage, options.directory)
    print(f"backed up to {options.directory}")
