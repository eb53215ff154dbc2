"""A database in a SQLite file that only its owner may read."""

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Literal

from ...errors import TargetError
from .interface import Migration, Query, Row, UnavailableError, check_version, upsert_clause
from .private_files import REMEDY_DISK_FULL, REMEDY_READ_ONLY, open_private

__all__ = ["SqliteDatabase"]

_CACHE_KIB = 32 * 1024
"""The page cache of a connection; loading in random order is a third slower with 2 MiB."""

_CHECKPOINT_PAGES = 4000
"""Pages in the write-ahead log, 16 MiB, before a checkpoint. With SQLite's default of 1000 pages,
loading takes a tenth longer: pages that random keys touch are copied for fewer jobs."""


_LARGE_LOG = 1024 * 1024


class SqliteDatabase:
    """A database file; a new one is readable by its owner only.

    With `synchronous` NORMAL, the last transactions may be lost when the machine (not the
    program) stops.
    """

    for_update = ""  # BEGIN IMMEDIATE locks the whole file
    skip_locked = ""

    def __init__(
        self,
        path: Path,
        migrations: Sequence[Migration],
        *,
        synchronous: Literal["FULL", "NORMAL"] = "FULL",
    ) -> None:
        self._path = path
        self._lock = RLock()
        self._connection = _connect(path)
        self._identity = _identity(path)
        try:
            self._set_up(synchronous)
            self._migrate(migrations)
        except sqlite3.Error as error:
            self.close()
            raise TargetError(f"{path}: {error}; {_remedy(error, path)}") from error
        except TargetError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Run a statement and return its rows."""
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self._unavailable(error) from error

    def all_of(self, queries: Sequence[Query]) -> Sequence[list[Row] | UnavailableError]:
        """Run statements, each a transaction of its own; return the rows, or the error, of each."""
        return [self._rows_or_error(query) for query in queries]

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement and return the number of rows that it changed."""
        try:
            with self._lock:
                return self._connection.execute(statement, values).rowcount
        except sqlite3.Error as error:
            raise self._unavailable(error) from error

    def run_each(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each of the values."""
        try:
            with self._lock:
                self._connection.executemany(statement, values)
        except sqlite3.Error as error:
            raise self._unavailable(error) from error

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[bytes]]) -> None:
        """Insert many rows whose columns are all bytes."""
        self.run_each(_insert_statement(table, columns), rows)

    def replace(
        self,
        table: str,
        key: Sequence[str],
        columns: Sequence[str],
        rows: Sequence[Sequence[bytes]],
    ) -> None:
        """Upsert rows whose columns are all bytes."""
        self.run_each(f"{_insert_statement(table, columns)} {upsert_clause(key, columns)}", rows)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Run the statements of a `with` block on one snapshot."""
        with self._lock, self._rolled_back_on_error():
            self.run("BEGIN")
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the statements of a `with` block in one transaction; roll back on any error.

        What a failed one has written to the log is given back to the disk.
        """
        with self._lock:
            try:
                with self._rolled_back_on_error():
                    self.run("BEGIN IMMEDIATE")
                    yield
                    self.run("COMMIT")
            except BaseException:
                self._truncate_log()
                raise

    def check(self) -> None:
        """Raise UnavailableError when the file was removed or replaced: this one is read no more."""
        if _identity(self._path) != self._identity:
            raise UnavailableError(
                f"{self._path}: was removed or replaced while in use; "
                "put the original back, or restart this program"
            )

    def backup(self, path: Path) -> None:
        """Copy one snapshot to a new file, while others read and write."""
        try:
            with closing(_connect(path)) as copy, self._lock:
                self._connection.backup(copy)
        except sqlite3.Error as error:
            raise self._unavailable(error) from error

    def version(self) -> object:
        """Return a value that differs after every change, by this connection or another."""
        self.check()
        [(version,)] = self.all("PRAGMA data_version")
        return version, self._connection.total_changes

    def _rows_or_error(self, query: Query) -> list[Row] | UnavailableError:
        try:
            return self.all(*query)
        except UnavailableError as error:
            return error

    @contextmanager
    def _rolled_back_on_error(self) -> Iterator[None]:
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _truncate_log(self) -> None:
        """Truncate the write-ahead log when it is large and no other program needs it."""
        log = self._path.with_name(f"{self._path.name}-wal")
        with suppress(OSError, sqlite3.Error):
            if log.stat().st_size > _LARGE_LOG:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _unavailable(self, error: sqlite3.Error) -> UnavailableError:
        return UnavailableError(
            f"{self._path}: {error}; the data were not changed: {_remedy(error, self._path)}"
        )

    def _set_up(self, synchronous: str) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute(f"PRAGMA synchronous = {synchronous}")
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")

    def _migrate(self, migrations: Sequence[Migration]) -> None:
        if self._version() == len(migrations):
            return
        with self.transaction():
            version = self._version()
            check_version(str(self._path), version, len(migrations))
            for migration in migrations[version:]:
                for step in migration:
                    if isinstance(step, str):
                        self.run(step)
                    else:
                        step(self)
            self.run(f"PRAGMA user_version = {len(migrations)}")

    def _version(self) -> int:
        version: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return version


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what distinguishes a file from another one at the same path; None when it is missing."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _insert_statement(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _connect(path: Path) -> sqlite3.Connection:
    os.close(open_private(path))
    try:
        return sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise TargetError(f"{path}: cannot be opened: {error}") from error


_MIN_FREE_BYTES = 64 * 1024
"""Free space below which SQLite reports an I/O error instead of a full disk."""
_REMEDIES = {
    sqlite3.SQLITE_BUSY: "another program is writing to it; try again when that has finished",
    sqlite3.SQLITE_FULL: REMEDY_DISK_FULL,
    sqlite3.SQLITE_IOERR: "free space on the disk, or check the disk",
    sqlite3.SQLITE_READONLY: "make it writable for the user of this program",
    sqlite3.SQLITE_CANTOPEN: "make it writable for the user of this program",
    sqlite3.SQLITE_NOTADB: "move it away, or use another --data",
}


def _remedy(error: sqlite3.Error, path: Path) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    remedy = _REMEDIES.get(code, "move it away, or use another --data")
    return (_disk_remedy(path) or remedy) if code == sqlite3.SQLITE_IOERR else remedy


def _disk_remedy(path: Path) -> str | None:
    """Return the remedy for a read-only or full disk, which SQLite reports as an I/O error."""
    try:
        os.utime(path)
        disk = os.statvfs(path)
    except OSError as error:
        return f"the disk is read-only; {REMEDY_READ_ONLY}" if error.errno == errno.EROFS else None
    full = disk.f_bavail * disk.f_frsize < _MIN_FREE_BYTES
    return f"the disk is full; {REMEDY_DISK_FULL}" if full else None
