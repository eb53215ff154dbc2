"""Opens the data of a place: files in a directory, three of them SQLite's, or a PostgreSQL database.

Keys have a file of their own since it holds secrets, and so has what is written with every request,
which need not wait for the disk: nonces, and what is left of each key's measure.
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
from .nonces.interface import Nonces
from .nonces.table import NonceTable
from .token_buckets import BucketStore

__all__ = [
    "JOBS_FILE",
    "KEYS_FILE",
    "NONCES_FILE",
    "open_jobs",
    "open_keys",
    "open_nonces",
    "open_nonces_and_buckets",
    "shown",
]

JOBS_FILE, KEYS_FILE = "jobs.sqlite3", "keys.sqlite3"
BUCKETS_FILE, NONCES_FILE = "buckets.sqlite3", "nonces"


def open_jobs(place: Path | str) -> Database:
    """Open the database with the jobs, making its tables if need be."""
    if isinstance(place, Path):
        return SqliteDatabase(place / JOBS_FILE, JOBS)
    return _postgresql(place, "jobs", JOBS)


def open_keys(place: Path | str) -> Database:
    """Open the database with accounts and keys, which only its owner may read."""
    if isinstance(place, Path):
        require_private(place / KEYS_FILE)
        return SqliteDatabase(place / KEYS_FILE, KEYS)
    return _postgresql(place, "keys", KEYS)


@contextmanager
def open_nonces_and_buckets(place: Path | str) -> Iterator[tuple[Nonces, BucketStore]]:
    """Open what is written with every request; close it in the end."""
    with ExitStack() as stack:
        if isinstance(place, Path):
            require_private(place / NONCES_FILE)
            nonces: Nonces = stack.enter_context(closing(NonceFile(place / NONCES_FILE)))
            database: Database = SqliteDatabase(place / BUCKETS_FILE, BUCKETS, synchronous="NORMAL")
        else:
            database = open_nonces(place)
            nonces = NonceTable(database)
        stack.enter_context(closing(database))
        yield nonces, BucketStore(database)


def open_nonces(url: str) -> Database:
    """Open the tables with nonces and buckets, making them if need be."""
    return _postgresql(url, "nonces", NONCES, durable=False)


def shown(place: Path | str) -> str:
    """Write a directory or URL so that it can be shown: without a password."""
    if isinstance(place, Path):
        return str(place)
    bare = re.sub(r"(?<=//)([^/@:]*):[^/@]*@", r"\1@", place)
    return re.sub(r"([?&])password=[^&]*&?", r"\1", bare).rstrip("?&")


def _postgresql(
    url: str, name: str, migrations: Sequence[Migration], *, durable: bool = True
) -> Database:
    from .database.postgresql import PostgresqlDatabase

    return PostgresqlDatabase(url, shown(url), name, migrations, durable=durable)
