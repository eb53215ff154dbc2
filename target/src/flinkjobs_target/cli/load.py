"""The subcommand `flinkjobs-target load`."""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO

from ..auth.keyring import Keyring
from ..errors import TargetError
from ..job_files import read_items
from ..storage import open_storage
from ..store.database.interface import UnavailableError
from ..store.exports import Entry
from ..store.jobs import JobStore, StoredJob, WriteSummary, batches
from .argument_types import Commands, counted
from .keys import create_first_key
from .progress import Progress, show_progress

__all__ = ["register"]

_RETRY_SECONDS = 30.0
"""Time for an unavailable database to come back."""


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "load",
        parents=[common],
        help="add jobs from a file",
        description="Add jobs: one, an array, a ListJobs response, or one of these per line; "
        "and the other lines that `export` writes. "
        "A job replaces the one with the same id. Jobs are added in batches, each in one "
        "transaction; loading a file again is idempotent.",
    )
    parser.add_argument("file", metavar="FILE", help="JSON or JSON lines; - is standard input")
    parser.add_argument(
        "--account", help="account that owns their workspaces (default: the first account)"
    )
    parser.add_argument(
        "--atomic",
        action="store_true",
        help="add all jobs of the file or, on any error, none",
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    with _open(options.file) as stream, open_storage(options.data) as storage:
        keyring = Keyring(storage.keys)
        create_first_key(keyring)
        account = options.account or keyring.first_account()
        keyring.require_account(account)
        put = _put_all if options.atomic else _put_batches
        with show_progress(stream) as progress:
            summary = put(storage.jobs, account, read_items(stream, options.file), progress)
        print(f"{_summary(summary)}, for account {account}, in {storage.location}")


def _put_all(
    store: JobStore, account: str, jobs: Iterable[StoredJob | Entry], progress: Progress
) -> WriteSummary:
    return store.put(account, _reporting(jobs, progress))


def _put_batches(
    store: JobStore, account: str, jobs: Iterable[StoredJob | Entry], progress: Progress
) -> WriteSummary:
    """Add batch by batch; an error message includes the number of jobs added before."""
    summary = WriteSummary(jobs=0, new=0)
    try:
        for batch in batches(jobs):
            summary += _retried(partial(store.put_batch, account, batch))
            progress(summary.jobs)
    except TargetError as error:
        if summary.jobs:
            raise TargetError(f"{error}; {_summary(summary)} before that") from error
        raise
    return summary


def _retried(
    put: Callable[[], WriteSummary], wait: Callable[[float], None] = time.sleep
) -> WriteSummary:
    """Retry while the database is unavailable; putting a batch is idempotent."""
    deadline = time.monotonic() + _RETRY_SECONDS
    while True:
        try:
            return put()
        except UnavailableError as error:
            if not error.transient or time.monotonic() > deadline:
                raise
            wait(0.2)


def _reporting(
    jobs: Iterable[StoredJob | Entry], progress: Progress
) -> Iterator[StoredJob | Entry]:
    for number, job in enumerate(jobs, start=1):
        yield job
        if number % 1000 == 0:
            progress(number)


def _summary(summary: WriteSummary) -> str:
    replaced = summary.jobs - summary.new
    others = f", {counted(summary.entries, 'other line')}" if summary.entries else ""
    return (
        f"loaded {counted(summary.jobs, 'job')} of {counted(len(summary.deployments), 'deployment')} "
        f"({summary.new} new, {replaced} replaced){others}"
    )


@contextmanager
def _open(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = open(file, "rb")  # noqa: SIM115 (errors of its use are not errors of opening)
    except OSError as error:
        raise TargetError(f"{file}: {error.strerror}") from error
    with stream:
        yield stream
