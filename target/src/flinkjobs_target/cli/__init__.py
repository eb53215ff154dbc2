"""The command `flinkjobs-target`: what it is told becomes a call of one module each."""

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from flinkjobs import __version__

from ..errors import TargetError
from ..storage import DATA_VARIABLE, default_data_directory, read_place
from ..store.connect import shown
from . import backup, delete, deployments, export, keys, load, observe, serve, unassigned, users
from .parser import Parser
from .streams import forget_output, prepare_output

__all__ = ["main"]

_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; give its exit code."""
    prepare_output()
    try:
        options = _parser().parse_args(arguments)
        options.run(options)
        sys.stdout.flush()
    except TargetError as error:
        print(f"flinkjobs-target: {error}", file=sys.stderr)
        return 1
    except UnicodeEncodeError as error:
        print(f"flinkjobs-target: {error.object!r} is not text; write it in UTF-8", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        forget_output()
        return 1
    except OSError as error:
        what = f"{error.filename or 'output'}: {error.strerror or error}"
        if error.errno in _UNWRITABLE:
            what += "; not all of it was written"
        print(f"flinkjobs-target: {what}", file=sys.stderr)
        forget_output()
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="flinkjobs-target",
        description="A server for the job instances API of Realtime Compute for Apache Flink.",
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"flinkjobs-target {__version__}",  # the one release of all packages
        help="show the version and exit",
    )
    common = argparse.ArgumentParser(add_help=False)
    default = default_data_directory(os.environ)
    common.add_argument(
        "--data",
        metavar="PLACE",
        type=_place,
        default=default,
        help="where data are kept: a directory, or postgresql://… "
        f"(default: {shown(default)}; {DATA_VARIABLE} changes it)".replace("%", "%%"),
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (
        serve,
        observe,
        deployments,
        unassigned,
        load,
        export,
        delete,
        backup,
        keys,
        users,
    ):
        command.add_to(commands, common)
    return parser


def _place(text: str) -> Path | str:
    try:
        return read_place(text)
    except TargetError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
