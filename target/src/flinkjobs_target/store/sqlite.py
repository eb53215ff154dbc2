"""SQLite files: made private, opened, brought to the program's schema, used in transactions.

The one place that knows which database it is; the SQL of the other modules is plain.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias

from ..errors import TargetError

__all__ = ["Migration", "open_database", "snapshot", "transaction"]

Migration: TypeAlias = Sequence[str]
"""The statements that lead from one version of a schema to the next."""


def open_database(
    path: Path,
    migrations: Sequence[Migration],
    *,
    synchronous: Literal["FULL", "NORMAL"] = "FULL",
) -> sqlite3.Connection:
    """Open a database file, readable by its owner only when it is made here.

    With NORMAL, the last transactions may be lost when the machine (not the program) stops.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise TargetError(f"{path}: cannot be opened: {error}") from error
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA foreign_keys = ON")
        _migrate(connection, path, migrations)
    except sqlite3.Error as error:
        connection.close()
        raise TargetError(f"{path}: {error}; move it away, or use another --data") from error
    except TargetError:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all or nothing; raise TargetError when the database cannot be written."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise TargetError(
            f"the data were not changed: {error}; "
            "is the disk full, or another flinkjobs-target writing?"
        ) from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Read one state of the database in several statements."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]) -> None:
    if _version(connection) == len(migrations):
        return
    with transaction(connection):
        version = _version(connection)
        if version > len(migrations):
            raise TargetError(
                f"{path}: has schema version {version}, but this program knows only up to "
                f"{len(migrations)}; use a newer flinkjobs-target"
            )
        for migration in migrations[version:]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
