"""Where data are kept: in a directory that only its owner may enter, or in PostgreSQL."""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from .errors import TargetError
from .store.connect import (
    JOBS_FILE,
    KEYS_FILE,
    open_jobs,
    open_keys,
    open_nonces_and_buckets,
    shown,
)
from .store.jobs import JobStore
from .store.keys import KeyStore
from .store.nonces.interface import Nonces
from .store.observed import ObservedStore
from .store.token_buckets import BucketStore

__all__ = [
    "DATA_VARIABLE",
    "Data",
    "back_up",
    "default_data_directory",
    "is_url",
    "open_data",
    "read_place",
]

DATA_VARIABLE = "FLINKJOBS_TARGET_DATA"
_URL = re.compile("postgres(ql)?://")


class Data(Struct, frozen=True, kw_only=True):
    """Everything that outlives a run of the server. Its place has no password in it."""

    place: str
    jobs: JobStore
    observed: ObservedStore
    keys: KeyStore
    nonces: Nonces
    buckets: BucketStore

    @property
    def path(self) -> Path:
        """The directory, where it is one."""
        return Path(self.place)


def default_data_directory(environ: Mapping[str, str]) -> Path | str:
    """Say where data are kept unless asked otherwise: in the user's own data directory.

    Never in the working directory, from where a secret is easily committed.
    """
    named = environ.get(DATA_VARIABLE)
    if named:
        return read_place(named)
    home = environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "flinkjobs-target"


def is_url(place: Path | str) -> bool:
    """Tell whether data are in PostgreSQL."""
    return isinstance(place, str) and _URL.match(place) is not None


def read_place(text: str) -> Path | str:
    """Read what a person says: a directory, or the URL of a PostgreSQL database.

    Raises TargetError for another URL, which would silently become the name of a directory.
    """
    if is_url(text):
        return text
    if "://" in text:
        raise TargetError(
            f"{shown(text)}: data are kept in a directory or in postgresql://…; name one of them"
        )
    return Path(text)


@contextmanager
def open_data(place: Path | str) -> Iterator[Data]:
    """Open a directory or database, making what it lacks; close it in the end."""
    where = read_place(place) if isinstance(place, str) else place
    if isinstance(where, Path):
        _make_private_directory(where)
    with ExitStack() as stack:
        jobs = stack.enter_context(closing(open_jobs(where)))
        keys = stack.enter_context(closing(open_keys(where)))
        nonces, buckets = stack.enter_context(open_nonces_and_buckets(where))
        yield Data(
            place=shown(where),
            jobs=JobStore(jobs),
            observed=ObservedStore(jobs),
            keys=KeyStore(keys),
            nonces=nonces,
            buckets=buckets,
        )


def back_up(data: Data, directory: Path) -> None:
    """Copy jobs and keys into a new directory that can be opened like the first one.

    What is copied is one state of each, while others read and write; the directory appears when
    it is complete. Nonces are left behind: a copy that is opened later has no use for them.
    """
    if directory.exists():
        raise TargetError(f"{directory}: exists already; name a directory that is to be made")
    try:
        with TemporaryDirectory(dir=directory.parent, prefix=f".{directory.name}-") as folder:
            copy = Path(folder) / "copy"
            copy.mkdir(mode=0o700)
            data.jobs.backup(copy / JOBS_FILE)
            data.keys.backup(copy / KEYS_FILE)
            copy.rename(directory)
    except OSError as error:
        raise TargetError(f"{directory}: cannot be made: {error.strerror}") from error


def _make_private_directory(path: Path) -> None:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise TargetError(f"{path}: is no directory; pass one with --data") from error
    except OSError as error:
        raise TargetError(f"{path}: {error.strerror}; pass a directory with --data") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise TargetError(f"{path}: is not writable for you; pass another directory with --data")
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise TargetError(
            f"{path}: others may put files there, keys among them (mode {mode:04o}); "
            f"run: chmod go-w {path}"
        )
