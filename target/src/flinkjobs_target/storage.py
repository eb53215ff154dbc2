"""The storage of a target: a directory that only its owner may enter, or PostgreSQL."""

import asyncio
import os
import re
import stat
from collections.abc import Awaitable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from msgspec import Struct

from .errors import TargetError
from .store.connect import (
    JOBS_FILE,
    KEYS_FILE,
    NONCES_FILE,
    open_jobs_database,
    open_keys_database,
    open_nonces_and_buckets,
    open_pool,
    open_writes,
    redact_password,
)
from .store.database.direct import DirectAccess
from .store.database.interface import UnavailableError
from .store.jobs import JobStore
from .store.keys import KeyStore
from .store.nonces.interface import ReplayCache
from .store.observed import ObservedStore
from .store.outbox import OutboxStore
from .store.tables import DeployStore
from .store.token_buckets import BucketStore

__all__ = [
    "DATA_VARIABLE",
    "RESTORING",
    "Storage",
    "answered",
    "default_location",
    "is_postgresql_url",
    "make_private_directory",
    "open_storage",
    "parse_location",
]

DATA_VARIABLE = "FLINKJOBS_TARGET_DATA"
RESTORING = "restoring"
"""The subdirectory that exists while a backup is being restored."""
_CHECK_SECONDS = 5.0
_URL = re.compile("postgres(ql)?://")


class Storage(Struct, frozen=True, kw_only=True):
    """The stores that outlive a run of the server. `location` contains no password."""

    location: str
    jobs: JobStore
    deploying: DeployStore
    observed: ObservedStore
    outbox: OutboxStore
    keys: KeyStore
    nonces: ReplayCache
    buckets: BucketStore

    @property
    def path(self) -> Path:
        """The directory, unless the location is a URL."""
        return Path(self.location)

    async def check(self, now: int) -> None:
        """Raise UnavailableError when requests cannot be handled; time is in seconds."""
        await self.keys.check()
        await self.jobs.check()
        await self.nonces.check(now)


async def answered(check: Awaitable[object], location: str) -> None:
    """Await a check of a storage location; raise UnavailableError when it does not end in time."""
    try:
        await asyncio.wait_for(check, _CHECK_SECONDS)
    except TimeoutError:
        raise UnavailableError(
            f"{location}: did not respond within {_CHECK_SECONDS:g} s", transient=True
        ) from None


def default_location(environ: Mapping[str, str]) -> Path | str:
    """Return the default storage location: the environment variable, else the user's data directory.

    Never the working directory, from where secrets are easily committed.
    """
    variable = environ.get(DATA_VARIABLE)
    if variable:
        return parse_location(variable)
    home = environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "flinkjobs-target"


def is_postgresql_url(location: Path | str) -> bool:
    """Whether a location is the URL of a PostgreSQL database."""
    return isinstance(location, str) and _URL.match(location) is not None


def parse_location(text: str) -> Path | str:
    """Parse a storage location: a directory, or the URL of a PostgreSQL database.

    Raises TargetError for any other URL, which would silently become the name of a directory, and
    for an empty text, which would be the working directory.
    """
    if not text.strip():
        raise TargetError(
            "the storage location is empty; pass a directory or postgresql://…, or omit --data"
        )
    if is_postgresql_url(text):
        return text
    if "://" in text:
        raise TargetError(
            f"{redact_password(text)}: a storage location is a directory or postgresql://…; pass one of them"
        )
    return Path(text)


@contextmanager
def open_storage(location: Path | str) -> Iterator[Storage]:
    """Open a directory or database, creating what is missing; close it on exit."""
    location = parse_location(location) if isinstance(location, str) else location
    if isinstance(location, Path):
        make_private_directory(location)
        _require_complete(location)
    with ExitStack() as stack:
        jobs = stack.enter_context(closing(open_jobs_database(location)))
        keys = stack.enter_context(closing(open_keys_database(location)))
        pool = open_pool(location)
        if pool is not None:
            stack.callback(pool.close)
        writes = open_writes(location)
        stack.callback(writes.close)
        nonces, buckets = stack.enter_context(open_nonces_and_buckets(location, pool))
        yield Storage(
            location=redact_password(location),
            jobs=JobStore(jobs, pool),
            deploying=DeployStore(pool or DirectAccess(jobs), writes),
            observed=ObservedStore(jobs),
            outbox=OutboxStore(jobs),
            keys=KeyStore(keys, pool),
            nonces=nonces,
            buckets=buckets,
        )


def _require_complete(directory: Path) -> None:
    """Raise TargetError when jobs or keys are missing or empty though the directory was in use."""
    if (directory / RESTORING).exists():
        raise TargetError(
            f"{directory}: a backup is being restored, or that was interrupted; "
            "in this case, run flinkjobs-target restore again"
        )
    if not _has_content(directory / NONCES_FILE):  # which is created after the others
        return
    for file in (directory / JOBS_FILE, directory / KEYS_FILE):
        if not _has_content(file):
            state = "is empty" if file.exists() else "is missing"
            raise TargetError(
                f"{file}: {state}, but {directory} was in use; restore it from a backup, "
                f"or move {directory} away to begin anew"
            )


def _has_content(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def make_private_directory(path: Path) -> None:
    """Create a directory unless it exists; raise TargetError when others can write to it."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise TargetError(f"{path}: is not a directory; pass one with --data") from error
    except OSError as error:
        raise TargetError(f"{path}: {error.strerror}; pass a directory with --data") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise TargetError(
            f"{path}: is not writable for this user; pass another directory with --data"
        )
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise TargetError(
            f"{path}: other users can create files there, even key files (mode {mode:04o}); "
            f"run: chmod go-w {path}"
        )
