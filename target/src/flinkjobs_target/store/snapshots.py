"""Snapshots of SQLite files, as backups have them: checked, and copied into a new file."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from ..errors import TargetError
from .connect import JOBS_FILE, KEYS_FILE
from .database.interface import Migration, check_version
from .database.migrations import JOBS, KEYS
from .database.private_files import open_private

__all__ = ["SNAPSHOT_FILES", "copy_snapshot", "count_content", "require_unused"]

SNAPSHOT_FILES = (JOBS_FILE, KEYS_FILE)
_MIGRATIONS: dict[str, tuple[Migration, ...]] = {JOBS_FILE: JOBS, KEYS_FILE: KEYS}
_TABLES = {JOBS_FILE: "jobs", KEYS_FILE: "access_keys"}


def copy_snapshot(source: Path, copy: Path) -> None:
    """Copy a snapshot into a new private file; raise TargetError, before that, unless it is intact."""
    with _open(source) as connection:
        _check(connection, source)
        os.close(open_private(copy))
        try:
            with closing(sqlite3.connect(copy)) as target:
                connection.backup(target)
        except sqlite3.Error as error:
            raise TargetError(f"{copy}: {error}; free space on the disk, or check it") from error


def count_content(directory: Path) -> tuple[int, int]:
    """Return the numbers of jobs and of access keys in a directory of snapshots."""
    jobs, keys = (_count(directory / name) for name in SNAPSHOT_FILES)
    return jobs, keys


def require_unused(file: Path) -> None:
    """Raise TargetError when another program has a file open; a damaged one counts as unused."""
    with suppress(sqlite3.DatabaseError), closing(_connect(file, "rw")) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise TargetError(
                    f"{file}: is in use; stop the programs that use it, such as serve and observe"
                ) from None


def _check(connection: sqlite3.Connection, file: Path) -> None:
    """Raise TargetError unless all pages and indexes are consistent, and the schema is known."""
    [(verdict,)] = connection.execute("PRAGMA integrity_check(1)").fetchall()
    if verdict != "ok":
        raise TargetError(f"{file}: is damaged: {verdict}; use another backup")
    [(version,)] = connection.execute("PRAGMA user_version").fetchall()
    check_version(str(file), version, len(_MIGRATIONS[file.name]))
    if version == 0:
        raise TargetError(
            f"{file}: is not a file of flinkjobs-target; pass a directory of `backup`"
        )


def _count(file: Path) -> int:
    with _open(file) as connection:
        [(count,)] = connection.execute(f"SELECT count(*) FROM {_TABLES[file.name]}").fetchall()
        return int(count)


@contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a file for reading; raise TargetError when it is missing or damaged."""
    if not file.exists():
        raise TargetError(f"{file}: is missing; pass a directory that `backup` has made")
    try:
        with closing(_connect(file, "ro")) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        raise TargetError(f"{file}: is damaged: {error}; use another backup") from error


def _connect(file: Path, mode: str) -> sqlite3.Connection:
    """Connect to a file, which may be on a read-only disk when it has no write-ahead log."""
    log = file.with_name(f"{file.name}-wal")
    immutable = "&immutable=1" if mode == "ro" and not log.exists() else ""
    uri = f"file:{quote(str(file))}?mode={mode}{immutable}"
    return sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None)
