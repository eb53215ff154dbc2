"""Connections to a storage location: files in a directory, three of them SQLite's, or PostgreSQL.

Keys have a file of their own since it holds secrets. So have nonces and token buckets: they are
written with every request, and need not wait for the disk.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from .adopted_deployments import adopt_deployments
from .database.direct import DirectAccess
from .database.interface import AsyncDatabase, Database, Migration
from .database.migrations import BUCKETS, JOBS, KEYS, NONCES
from .database.pool import ConnectionPool
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
    "open_nonce_table",
    "open_nonces_and_buckets",
    "open_nonces_database",
    "open_pool",
    "open_writes",
    "redact_password",
]

_JOBS = (*JOBS[:2], (*JOBS[2], adopt_deployments), *JOBS[3:])
JOBS_FILE, KEYS_FILE = "jobs.sqlite3", "keys.sqlite3"
BUCKETS_FILE, NONCES_FILE = "buckets.sqlite3", "nonces"


def open_jobs_database(location: Path | str) -> Database:
    """Open the database of jobs, creating missing tables."""
    if isinstance(location, Path):
        return SqliteDatabase(location / JOBS_FILE, _JOBS)
    return _postgresql(location, "jobs", _JOBS)


def open_keys_database(location: Path | str) -> Database:
    """Open the database of accounts and keys, which only its owner may read."""
    if isinstance(location, Path):
        require_private(location / KEYS_FILE)
        return SqliteDatabase(location / KEYS_FILE, KEYS)
    return _postgresql(location, "keys", KEYS)


@contextmanager
def open_nonces_and_buckets(
    location: Path | str, pool: AsyncDatabase | None
) -> Iterator[tuple[ReplayCache, BucketStore]]:
    """Open nonces and token buckets; close them on exit. PostgreSQL's are used through the pool."""
    if pool is not None:
        open_nonces_database(str(location)).close()  # creates missing tables
        yield NonceTable(pool), BucketStore(pool)
        return
    directory = Path(location)
    require_private(directory / NONCES_FILE)
    with ExitStack() as stack:
        nonces = stack.enter_context(closing(NonceFile(directory / NONCES_FILE)))
        buckets = SqliteDatabase(directory / BUCKETS_FILE, BUCKETS, synchronous="NORMAL")
        stack.enter_context(closing(buckets))
        yield nonces, BucketStore(DirectAccess(buckets))


def open_nonce_table(url: str) -> NonceTable:
    """Open the nonces in a PostgreSQL database, with connections of its own."""
    open_nonces_database(url).close()
    return NonceTable(_pool(url))


def open_pool(location: Path | str) -> ConnectionPool | None:
    """Return the pool of connections for requests; None for a directory, which needs none.

    Its writes, of nonces and token buckets, do not wait for the disk.
    """
    return None if isinstance(location, Path) else _pool(location)


def open_writes(location: Path | str) -> ConnectionPool:
    """Return a connection in a thread of its own, for writes that wait for the disk."""
    if isinstance(location, Path):
        return ConnectionPool(
            lambda: SqliteDatabase(location / JOBS_FILE, _JOBS), skip_locked="", connections=1
        )
    from .database.postgresql import PostgresqlDatabase

    return ConnectionPool(
        lambda: PostgresqlDatabase(location, redact_password(location), "writes", ()),
        skip_locked=PostgresqlDatabase.skip_locked,
        connections=1,
    )


def open_nonces_database(url: str) -> Database:
    """Open the tables of nonces and token buckets, creating missing ones."""
    return _postgresql(url, "nonces", NONCES, durable=False)


def redact_password(location: Path | str) -> str:
    """Return a directory or URL as text, without the password."""
    if isinstance(location, Path):
        return str(location)
    without_userinfo = re.sub(r"(?<=//)([^/@:]*):[^/@]*@", r"\1@", location)
    return re.sub(r"([?&])password=[^&]*&?", r"\1", without_userinfo).rstrip("?&")


def _pool(url: str) -> ConnectionPool:
    from .database.postgresql import PostgresqlDatabase

    location = redact_password(url)
    return ConnectionPool(
        lambda: PostgresqlDatabase(url, location, "requests", (), durable=False),
        skip_locked=PostgresqlDatabase.skip_locked,
    )


def _postgresql(
    url: str, name: str, migrations: Sequence[Migration], *, durable: bool = True
) -> Database:
    from .database.postgresql import PostgresqlDatabase

    return PostgresqlDatabase(url, redact_password(url), name, migrations, durable=durable)
