"""The command `flinkjobs-target`, with one module per subcommand."""

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from flinkjobs import __version__

from ..errors import TargetError
from ..storage import DATA_VARIABLE, default_location, parse_location
from ..store.connect import redact_password
from . import (
    backup,
    delete,
    deployments,
    export,
    keys,
    load,
    notify,
    observe,
    serve,
    unassigned,
    users,
)
from .parser import Parser
from .streams import discard_output, prepare_output

__all__ = ["main"]

_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    prepare_output()
    try:
        options = _parser().parse_args(arguments)
        options.run(options)
        sys.stdout.flush()
    except TargetError as error:
        print(f"flinkjobs-target: {error}", file=sys.stderr)
        return 1
    except UnicodeEncodeError as error:
        print(
            f"flinkjobs-target: {error.object!r} is not valid text; encode it in UTF-8",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        discard_output()
        return 1
    except OSError as error:
        message = f"{error.filename or 'output'}: {error.strerror or error}"
        if error.errno in _UNWRITABLE:
            message += "; it was not written completely"
        print(f"flinkjobs-target: {message}", file=sys.stderr)
        discard_output()
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
        version=f"flinkjobs-target {__version__}",  # all packages share one version
        help="show the version and exit",
    )
    common = argparse.ArgumentParser(add_help=False)
    default = default_location(os.environ)
    common.add_argument(
        "--data",
        metavar="LOCATION",
        type=_location,
        default=default,
        help="storage location: a directory, or postgresql://… "
        f"(default: {redact_password(default)}; {DATA_VARIABLE} changes it)".replace("%", "%%"),
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (
        serve,
        observe,
        notify,
        deployments,
        unassigned,
        load,
        export,
        delete,
        backup,
        keys,
        users,
    ):
        command.register(commands, common)
    return parser


def _location(text: str) -> Path | str:
    try:
        return parse_location(text)
    except TargetError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
