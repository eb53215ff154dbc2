"""`flinkjobs-target load`."""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO

from ..auth.keyring import Keyring
from ..errors import TargetError
from ..job_files import read_jobs
from ..storage import open_data
from ..store.database.interface import UnavailableError
from ..store.jobs import JobStore, Stored, StoredJob, batches
from .argument_types import Commands, count
from .keys import introduce_first_key
from .progress import Progress, progress_of

__all__ = ["add_to"]

_PATIENCE = 30.0
"""Seconds in which a database that went away may come back."""


def add_to(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "load",
        parents=[common],
        help="add jobs from a file",
        description="Add jobs: one, an array, a ListJobs answer, or one of these on each line. "
        "A job takes the place of the one with its id. They are added in batches, each of which "
        "is added whole or not at all; so it does no harm to load a file again.",
    )
    parser.add_argument("file", metavar="FILE", help="JSON or JSON lines; - is standard input")
    parser.add_argument(
        "--account", help="whose workspaces they are (default: the account made first)"
    )
    parser.add_argument(
        "--atomic",
        action="store_true",
        help="add all of the file or, when anything in it is wrong, nothing",
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    with _open(options.file) as stream, open_data(options.data) as data:
        keyring = Keyring(data.keys)
        introduce_first_key(keyring)
        account = options.account or keyring.first_account()
        keyring.require_account(account)
        put = _put_all if options.atomic else _put_batches
        with progress_of(stream) as progress:
            stored = put(data.jobs, account, read_jobs(stream, options.file), progress)
        print(f"{_summary(stored)}, for account {account}, in {data.place}")


def _put_all(
    store: JobStore, account: str, jobs: Iterable[StoredJob], progress: Progress
) -> Stored:
    return store.put(account, _counted(jobs, progress))


def _put_batches(
    store: JobStore, account: str, jobs: Iterable[StoredJob], progress: Progress
) -> Stored:
    """Add batch by batch; an error says how much was added before it."""
    stored = Stored(jobs=0, new=0)
    try:
        for batch in batches(jobs):
            stored += _insist(partial(store.put_batch, account, batch))
            progress(stored.jobs)
    except TargetError as error:
        if stored.jobs:
            raise TargetError(f"{error}; {_summary(stored)} before that") from error
        raise
    return stored


def _insist(put: Callable[[], Stored], wait: Callable[[float], None] = time.sleep) -> Stored:
    """Try again while the database is away; to put a batch twice is to put it once."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return put()
        except UnavailableError as error:
            if not error.passing or time.monotonic() > deadline:
                raise
            wait(0.2)


def _counted(jobs: Iterable[StoredJob], progress: Progress) -> Iterator[StoredJob]:
    for number, job in enumerate(jobs, start=1):
        yield job
        if number % 1000 == 0:
            progress(number)


def _summary(stored: Stored) -> str:
    replaced = stored.jobs - stored.new
    return (
        f"loaded {count(stored.jobs, 'job')} of {count(len(stored.deployments), 'deployment')} "
        f"({stored.new} new, {replaced} replaced)"
    )


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
