"""Connections to a storage location: files in a directory, three of them SQLite's, or PostgreSQL.

Keys have a file of their own since it holds secrets. So have nonces and token buckets: they are
written with every request, and need not wait for the disk.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from .database.interface import Database, Migration
from .database.migrations import BUCKETS, JOBS, KEYS, NONCES
from .database.sqlite import SqliteDatabase
from .keys import require_private
from .nonces.file import NonceFile
from .nonces.interface import ReplayCache
from .nonces.table import NonceTable
from .token_buckets import BucketStore

__all__ = [
    "JOBS_FILE",
    "KEYS_FILE",
    "NONCES_FILE",
    "open_jobs_database",
    "open_keys_database",
    "open_nonces_and_buckets",
    "open_nonces_database",
    "redact_password",
]

JOBS_FILE, KEYS_FILE = "jobs.sqlite3", "keys.sqlite3"
BUCKETS_FILE, NONCES_FILE = "buckets.sqlite3", "nonces"


def open_jobs_database(location: Path | str) -> Database:
    """Open the database of jobs, creating missing tables."""
    if isinstance(location, Path):
        return SqliteDatabase(location / JOBS_FILE, JOBS)
    return _postgresql(location, "jobs", JOBS)


def open_keys_database(location: Path | str) -> Database:
    """Open the database of accounts and keys, which only its owner may read."""
    if isinstance(location, Path):
        require_private(location / KEYS_FILE)
        return SqliteDatabase(location / KEYS_FILE, KEYS)
    return _postgresql(location, "keys", KEYS)


@contextmanager
def open_nonces_and_buckets(location: Path | str) -> Iterator[tuple[ReplayCache, BucketStore]]:
    """Open nonces and token buckets; close them on exit."""
    with ExitStack() as stack:
        if isinstance(location, Path):
            require_private(location / NONCES_FILE)
            nonces: ReplayCache = stack.enter_context(closing(NonceFile(location / NONCES_FILE)))
            database: Database = SqliteDatabase(
                location / BUCKETS_FILE, BUCKETS, synchronous="NORMAL"
            )
        else:
            database = open_nonces_database(location)
            nonces = NonceTable(database)
        stack.enter_context(closing(database))
        yield nonces, BucketStore(database)


def open_nonces_database(url: str) -> Database:
    """Open the tables of nonces and token buckets, creating missing ones."""
    return _postgresql(url, "nonces", NONCES, durable=False)


def redact_password(location: Path | str) -> str:
    """Return a directory or URL as text, without the password."""
    if isinstance(location, Path):
        return str(location)
    without_userinfo = re.sub(r"(?<=//)([^/@:]*):[^/@]*@", r"\1@", location)
    return re.sub(r"([?&])password=[^&]*&?", r"\1", without_userinfo).rstrip("?&")


def _postgresql(
    url: str, name: str, migrations: Sequence[Migration], *, durable: bool = True
) -> Database:
    from .database.postgresql import PostgresqlDatabase

    return PostgresqlDatabase(url, redact_password(url), name, migrations, durable=durable)
