"""`flinkjobs-target load`."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from ..auth.keys import Keyring
from ..data import open_data
from ..errors import TargetError
from ..loading import read_jobs
from ..store.jobs import Stored
from .commands import Commands
from .keys import introduce_first_key

__all__ = ["add_to"]


def add_to(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "load",
        parents=[common],
        help="add jobs from a file",
        description="Add jobs: one, an array, a ListJobs answer, or one of these on each line. "
        "A job takes the place of the one with its id. All of a file is added or, when anything "
        "in it is wrong, nothing.",
    )
    parser.add_argument("file", metavar="FILE", help="JSON or JSON lines; - is standard input")
    parser.add_argument(
        "--account", help="whose workspaces they are (default: the account made first)"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    with _open(options.file) as stream, open_data(options.data) as data:
        keyring = Keyring(data.keys)
        introduce_first_key(keyring)
        account = options.account or keyring.first_account()
        keyring.require_account(account)
        stored = data.jobs.put(account, read_jobs(stream, options.file))
        print(f"{_summary(stored)}, for account {account}, in {data.path}")


def _summary(stored: Stored) -> str:
    replaced = stored.jobs - stored.new
    return (
        f"loaded {_count(stored.jobs, 'job')} of {_count(stored.deployments, 'deployment')} "
        f"({stored.new} new, {replaced} replaced)"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@contextmanager
def _open(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = open(file, "rb")  # noqa: SIM115 (errors while it is used are not about opening)
    except OSError as error:
        raise TargetError(f"{file}: {error.strerror}") from error
    with stream:
        yield stream
