"""Opens the databases of a place: three SQLite files in a directory, or one PostgreSQL database.

Nonces, and what is left of each key's measure of requests, have a file of their own since they need
not wait for the disk, and keys since their file holds secrets.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from .database import Database, Migration
from .keys import require_private
from .schema import JOBS, KEYS, NONCES
from .sqlite import SqliteDatabase

__all__ = ["JOBS_FILE", "KEYS_FILE", "open_jobs", "open_keys", "open_nonces", "shown"]

JOBS_FILE, KEYS_FILE, NONCES_FILE = "jobs.sqlite3", "keys.sqlite3", "nonces.sqlite3"


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


def open_nonces(place: Path | str) -> Database:
    """Open the database with what is written for every request: nonces and measures."""
    if isinstance(place, Path):
        return SqliteDatabase(place / NONCES_FILE, NONCES, synchronous="NORMAL")
    return _postgresql(place, "nonces", NONCES, durable=False)


def shown(place: Path | str) -> str:
    """Write a directory or URL so that it can be shown: without a password."""
    if isinstance(place, Path):
        return str(place)
    bare = re.sub(r"(?<=//)([^/@:]*):[^/@]*@", r"\1@", place)
    return re.sub(r"([?&])password=[^&]*&?", r"\1", bare).rstrip("?&")


def _postgresql(
    url: str, name: str, migrations: Sequence[Migration], *, durable: bool = True
) -> Database:
    from .postgresql import PostgresqlDatabase

    return PostgresqlDatabase(url, shown(url), name, migrations, durable=durable)
