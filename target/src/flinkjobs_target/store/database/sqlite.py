"""SQLite files: made private, opened, brought to the program's schema, used in transactions."""

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock
from typing import Literal

from ...errors import TargetError
from ..loop_tick_cache import OncePerTurn
from .interface import Migration, Row, UnavailableError, check_version, instead
from .private_files import LET_WRITE, MAKE_ROOM, open_private

__all__ = ["SqliteDatabase"]

_CACHE_KIB = 32 * 1024
"""What a connection keeps of its file; loading at random places is a third slower with 2 MiB."""

_CHECKPOINT_PAGES = 4000
"""What is gathered in the log, 16 MiB, before it is copied into the file. With SQLite's own 1000 pages
loading takes a tenth longer: those that random keys touch are copied for fewer jobs."""


class SqliteDatabase:
    """A database file, readable by its owner only when it is made here.

    With `synchronous` NORMAL, the last transactions may be lost when the machine (not the
    program) stops.
    """

    for_update = ""  # a transaction that writes is alone
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
        self._changes_of_others = OncePerTurn(self._read_changes_of_others)
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
        """Run a statement and give its rows."""
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self._unavailable(error) from error

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement and give the number of rows that it changed."""
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
        self.run_each(_inserting(table, columns), rows)

    def replace(
        self,
        table: str,
        key: Sequence[str],
        columns: Sequence[str],
        rows: Sequence[Sequence[bytes]],
    ) -> None:
        """Write rows in place of those with the same key; their columns are all bytes."""
        self.run_each(f"{_inserting(table, columns)} {instead(key, columns)}", rows)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let several statements read one state."""
        with self._lock, self._ended():
            self.run("BEGIN")
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all or nothing."""
        with self._lock, self._ended():
            self.run("BEGIN IMMEDIATE")
            yield
            self.run("COMMIT")

    def backup(self, path: Path) -> None:
        """Copy one state to a new file, while others read and write."""
        try:
            with closing(_connect(path)) as copy, self._lock:
                self._connection.backup(copy)
        except sqlite3.Error as error:
            raise self._unavailable(error) from error

    def version(self) -> object:
        """Tell this state from those before it, by whomever they were changed."""
        return self._changes_of_others.get(), self._connection.total_changes

    def _read_changes_of_others(self) -> int:
        [(version,)] = self.all("PRAGMA data_version")
        return int(version)

    @contextmanager
    def _ended(self) -> Iterator[None]:
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

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
                for statement in migration:
                    self.run(statement)
            self.run(f"PRAGMA user_version = {len(migrations)}")

    def _version(self) -> int:
        version: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return version


def _inserting(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _connect(path: Path) -> sqlite3.Connection:
    os.close(open_private(path))
    try:
        return sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise TargetError(f"{path}: cannot be opened: {error}") from error


_LEAST_ROOM = 64 * 1024
"""What SQLite may need to begin with; without it, it speaks of an I/O error."""
_REMEDIES = {
    sqlite3.SQLITE_BUSY: "another program is writing them; try again when it has finished",
    sqlite3.SQLITE_FULL: MAKE_ROOM,
    sqlite3.SQLITE_IOERR: "make room on the disk, or see why it fails",
    sqlite3.SQLITE_READONLY: "let the user of this program write there",
    sqlite3.SQLITE_CANTOPEN: "let the user of this program write there",
    sqlite3.SQLITE_NOTADB: "move it away, or use another --data",
}


def _remedy(error: sqlite3.Error, path: Path) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    known = _REMEDIES.get(code, "move it away, or use another --data")
    return (_remedy_of_disk(path) or known) if code == sqlite3.SQLITE_IOERR else known


def _remedy_of_disk(path: Path) -> str | None:
    """Find out what SQLite does not tell of an I/O error."""
    try:
        os.utime(path)
        disk = os.statvfs(path)
    except OSError as error:
        return f"the disk is read-only; {LET_WRITE}" if error.errno == errno.EROFS else None
    full = disk.f_bavail * disk.f_frsize < _LEAST_ROOM
    return f"the disk is full; {MAKE_ROOM}" if full else None
