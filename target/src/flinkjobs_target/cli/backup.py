"""The subcommands `flinkjobs-target backup` and `flinkjobs-target restore`."""

import argparse
from pathlib import Path

from ..backups import back_up, restore
from ..clock import utc_now
from ..errors import TargetError
from ..storage import open_storage
from ..store.connect import redact_password
from .argument_types import Commands, counted

__all__ = ["register"]


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add both commands to the command line."""
    parser = commands.add_parser(
        "backup",
        parents=[common],
        help="copy all data while the server runs",
        description="Copy jobs, accounts and keys into a new directory, which --data accepts. "
        "The copy is a snapshot, whatever others write meanwhile. It contains secrets. "
        "Back up data in PostgreSQL with pg_dump.",
    )
    parser.add_argument("directory", metavar="DIR", type=Path, help="directory to create")
    parser.set_defaults(run=_back_up)
    restoring = commands.add_parser(
        "restore",
        parents=[common],
        help="copy a backup back, while no server runs",
        description="Check a directory that `backup` has made, and copy its jobs, accounts and keys "
        "into the storage location. Programs that use the location, such as serve and observe, have "
        "to be stopped. Restore data in PostgreSQL with pg_restore.",
    )
    restoring.add_argument("directory", metavar="DIR", type=Path, help="directory of the backup")
    restoring.add_argument(
        "--replace",
        action="store_true",
        help="move data that are there into a subdirectory, replaced-TIME, instead of refusing",
    )
    restoring.set_defaults(run=_restore)


def _restore(options: argparse.Namespace) -> None:
    if not isinstance(options.data, Path):
        raise TargetError(
            f"{redact_password(options.data)}: PostgreSQL has its own backups; use pg_restore"
        )
    restored = restore(options.directory, options.data, replace=options.replace, now=utc_now())
    content = f"{counted(restored.jobs, 'job')} and {counted(restored.keys, 'access key')}"
    print(f"restored {content} from {options.directory} to {options.data}")
    if restored.former is not None:
        print(f"the former data are in {restored.former}")


def _back_up(options: argparse.Namespace) -> None:
    with open_storage(options.data) as storage:
        back_up(storage, options.directory)
    print(f"backed up to {options.directory}")
