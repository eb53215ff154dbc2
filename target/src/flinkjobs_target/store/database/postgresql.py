"""PostgreSQL: reached by URL, shared by any number of programs, found again after a restart."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar, cast

from ...errors import TargetError
from .connect_errors import first_connection
from .interface import Migration, Row, UnavailableError, check_version, instead

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo
except ImportError as error:
    raise TargetError(
        "PostgreSQL needs a driver; install it with: pip install 'flinkjobs-target[postgresql]'"
    ) from error

__all__ = ["PostgresqlDatabase"]

T = TypeVar("T")

logging.getLogger("psycopg").setLevel(logging.ERROR)  # what it warns of, we raise

_MIGRATING = 0x666C696E6B
"""The number of the advisory lock under which one program at a time migrates."""
_SETTINGS = (
    # Each statement has one right plan, along an index. Before the first ANALYZE the planner
    # may think otherwise, and sort millions of rows for one page. To plan each time anew
    # would be a fifth of what a first page takes, at least.
    "SET enable_sort = off; SET enable_bitmapscan = off; SET enable_seqscan = off; SET jit = off; "
    "SET plan_cache_mode = force_generic_plan; "
    # Compressing is most of what writing a document costs, and lz4 is the cheaper one.
    "SELECT set_config(name, 'lz4', false) FROM pg_settings "
    "WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)"
)
_UNKNOWN = (
    "the connection was lost, and whether what was to be written is there is not known; try again"
)
_PASSING = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)
_REMEDIES: dict[type[Exception], str] = {
    psycopg.errors.DiskFull: "make room on the disk of the server",
    psycopg.errors.ReadOnlySqlTransaction: "use a server that may be written",
    psycopg.errors.InsufficientPrivilege: "let this user read, write and make tables there, or use another",
    psycopg.errors.InvalidSchemaName: "make the schema that search_path names",
}
_VERSIONS = """CREATE TABLE IF NOT EXISTS schema_versions (
    name TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
)"""


class PostgresqlDatabase:
    """A connection to a PostgreSQL database, in which a schema of ours has a name.

    Messages call it by `place`, which has no password in it.
    Without `durable` a write does not wait for the disk: the last ones may be lost when the
    server crashes.
    """

    for_update = " FOR UPDATE"
    skip_locked = " FOR UPDATE SKIP LOCKED"

    def __init__(
        self,
        url: str,
        place: str,
        name: str,
        migrations: Sequence[Migration],
        *,
        durable: bool = True,
    ) -> None:
        self._conninfo = _conninfo(url, place)
        self._place = place
        self._durable = durable
        self._lock = RLock()
        self._connection = first_connection(self._connect, self._conninfo)
        try:
            self._migrate(name, migrations)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Run a statement and give its rows."""
        return self._try(lambda: self._execute(statement, values).fetchall())

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement and give the number of rows that it changed."""
        return self._try(
            lambda: self._execute(statement, values).rowcount,
            lambda: self._repeat(statement, values),
        )

    def run_each(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each of the values."""
        with self._translated(), self._connection.cursor() as cursor:
            cursor.executemany(_translate(statement), values)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[bytes]]) -> None:
        """Insert many rows whose columns are all bytes."""
        copying = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
        with (
            self._translated(),
            self._connection.cursor() as cursor,
            cursor.copy(_query(copying)) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def replace(
        self,
        table: str,
        key: Sequence[str],
        columns: Sequence[str],
        rows: Sequence[Sequence[bytes]],
    ) -> None:
        """Write rows in place of those with the same key; their columns are all bytes.

        All of them in one statement. A conflict is found by the key's own index, whatever the
        planner takes the table to be.
        """
        arrays = ", ".join(["%b::bytea[]"] * len(columns))
        statement = (
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT * FROM unnest({arrays}) "
            f"{instead(key, columns)}"
        )
        values = [list(column) for column in zip(*rows, strict=True)]
        with self._translated():
            self._connection.execute(_query(statement), values)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let several statements read one state."""
        with self._lock, self._ended():
            self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all or nothing."""
        with self._lock, self._ended():
            self.run("BEGIN")
            yield
            self.run("COMMIT")

    def version(self) -> None:
        """Have none: to ask would be a round trip, as to read is."""

    def backup(self, path: Path) -> None:
        """Leave it to PostgreSQL's own tool."""
        raise TargetError(f"{self._place}: is backed up by PostgreSQL itself; use pg_dump")

    def _execute(self, statement: str, values: Sequence[object]) -> "psycopg.Cursor[Row]":
        return self._connection.execute(_translate(statement), values or None)

    def _repeat(self, statement: str, values: Sequence[object]) -> int:
        """Run a statement that may have been run already: the answer to it was lost.

        One that changes nothing now may find its own work done, or somebody else's.
        """
        changed = self._execute(statement, values).rowcount
        if changed == 0:
            raise UnavailableError(f"{self._place}: {_UNKNOWN}", passing=True)
        return changed

    def _try(self, call: Callable[[], T], again: Callable[[], T] | None = None) -> T:
        """Call once more, or `again`, on a new connection when the old one turns out to be lost.

        Never inside a transaction, of which the server has forgotten the beginning.
        """
        with self._translated():
            alone = self._connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
            if self._connection.closed:
                self._connection = self._connect()
            try:
                return call()
            except psycopg.OperationalError:
                if not (alone and self._connection.closed):
                    raise
            self._connection = self._connect()
            return (again or call)()

    @contextmanager
    def _ended(self) -> Iterator[None]:
        try:
            yield
        finally:
            status = self._connection.info.transaction_status
            if status not in (
                psycopg.pq.TransactionStatus.IDLE,
                psycopg.pq.TransactionStatus.UNKNOWN,
            ):
                self._roll_back()

    def _roll_back(self) -> None:
        try:
            self._connection.execute("ROLLBACK")
        except psycopg.Error:
            self._connection.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except psycopg.Error as error:
            passing = self._connection.closed or isinstance(error, _PASSING)
            message = f"{self._place}: {_reason(error)}{_remedy(error)}"
            raise UnavailableError(message, passing=passing) from error

    def _connect(self) -> "psycopg.Connection[Row]":
        try:
            connection = psycopg.connect(self._conninfo, autocommit=True)
            connection.execute(_SETTINGS)
            if not self._durable:
                connection.execute("SET synchronous_commit = off")
        except psycopg.Error as error:
            raise UnavailableError(
                f"{self._place}: cannot be reached: {_reason(error)}", passing=True
            ) from error
        return connection

    def _migrate(self, name: str, migrations: Sequence[Migration]) -> None:
        if self._version(name) == len(migrations):
            return
        with self.transaction():
            self.run("SELECT pg_advisory_xact_lock(?)", (_MIGRATING,))
            self.run(_VERSIONS)
            version = self._version(name)
            check_version(self._place, version, len(migrations))
            for migration in migrations[version:]:
                for statement in migration:
                    self.run(_define(statement))
            self.run(
                "INSERT INTO schema_versions (name, version) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET version = excluded.version",
                (name, len(migrations)),
            )

    def _version(self, name: str) -> int:
        if self.all("SELECT to_regclass('schema_versions')") == [(None,)]:
            return 0
        rows = self.all("SELECT version FROM schema_versions WHERE name = ?", (name,))
        return int(rows[0][0]) if rows else 0


def _conninfo(url: str, place: str) -> str:
    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise TargetError(f"{place}: {_reason(error)}") from error
    port = str(given.get("port") or "")
    if not re.fullmatch(r"([0-9]*,)*[0-9]*", port):
        raise TargetError(f"{place}: port {port} is no number; write one, or leave it out")
    defaults: dict[str, int | str] = {"connect_timeout": 5, "application_name": "flinkjobs-target"}
    return make_conninfo(url, **{k: v for k, v in defaults.items() if k not in given})


@lru_cache(maxsize=256)
def _translate(statement: str) -> Any:
    return _query(statement.replace("?", "%s"))


def _define(statement: str) -> str:
    return statement.replace("BLOB", "BYTEA").replace(" WITHOUT ROWID", "")


def _query(statement: str) -> Any:
    return cast(Any, statement)  # psycopg wants literals; ours are put together from literals


def _remedy(error: Exception) -> str:
    """Say what to do, where the reason alone does not."""
    return f"; {_REMEDIES[type(error)]}" if type(error) in _REMEDIES else ""


def _reason(error: Exception) -> str:
    """Give the line of an error that says what happened; further ones guess or quote."""
    lines = str(error).strip().splitlines()
    return lines[0].removeprefix("connection failed: ") if lines else type(error).__name__
