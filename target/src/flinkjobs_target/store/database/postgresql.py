"""A database in PostgreSQL; the connection is opened again after a restart of the server."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar, cast

from ...errors import TargetError
from .connect_errors import first_connection
from .interface import Migration, Query, Row, UnavailableError, check_version, upsert_clause
from .postgresql_connection import connection_string, explain, open_connection, psycopg

__all__ = ["PostgresqlDatabase"]

T = TypeVar("T")

_MIGRATION_LOCK = 0x666C696E6B
"""The advisory lock that lets one program at a time migrate."""
_WRITE_UNCERTAIN = (
    "the connection was lost, and it is unknown whether the data were written; try again"
)
_TRANSIENT = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)
_VERSIONS = """CREATE TABLE IF NOT EXISTS schema_versions (
    name TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
)"""


class PostgresqlDatabase:
    """A connection to a PostgreSQL database; `name` is that of the migrated schema.

    `location` names it in messages and contains no password. Without `durable`, a write does not
    wait for the disk: the last ones may be lost when the server crashes.
    """

    for_update = " FOR UPDATE"
    skip_locked = " FOR UPDATE SKIP LOCKED"

    def __init__(
        self,
        url: str,
        location: str,
        name: str,
        migrations: Sequence[Migration],
        *,
        durable: bool = True,
    ) -> None:
        self._conninfo = connection_string(url, location)
        self._location = location
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
        """Run a statement and return its rows."""
        return self._retried(lambda: self._execute(statement, values).fetchall())

    def all_of(self, queries: Sequence[Query]) -> Sequence[list[Row] | UnavailableError]:
        """Run statements in one round trip, each a transaction of its own.

        Returns the rows or the error of each. When the round trip fails, each statement is run
        again by itself, so all of them must be repeatable.
        """
        if len(queries) > 1 and not self._connection.closed:
            with suppress(UnavailableError):
                return self._pipelined(queries)
        return list(self._one_by_one(queries))

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement and return the number of rows that it changed."""
        return self._retried(
            lambda: self._execute(statement, values).rowcount,
            lambda: self._run_again(statement, values),
        )

    def run_each(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each of the values."""
        with self._errors_translated(), self._connection.cursor() as cursor:
            cursor.executemany(_translate(statement), values)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[bytes]]) -> None:
        """Insert many rows whose columns are all bytes."""
        copy_statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
        with (
            self._errors_translated(),
            self._connection.cursor() as cursor,
            cursor.copy(_query(copy_statement)) as copy,
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
        """Upsert rows whose columns are all bytes.

        One statement for all of them. Conflicts are found by the key's unique index, whatever the
        planner assumes about the table.
        """
        arrays = ", ".join(["%b::bytea[]"] * len(columns))
        statement = (
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT * FROM unnest({arrays}) "
            f"{upsert_clause(key, columns)}"
        )
        values = [list(column) for column in zip(*rows, strict=True)]
        with self._errors_translated():
            self._connection.execute(_query(statement), values)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Run the statements of a `with` block on one snapshot."""
        with self._lock, self._rolled_back_on_error():
            self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the statements of a `with` block in one transaction; roll back on any error."""
        with self._lock, self._rolled_back_on_error():
            self.run("BEGIN")
            yield
            self.run("COMMIT")

    def version(self) -> None:
        """Return None: reading a version would be a round trip, like the query that it saves."""

    def check(self) -> None:
        """Do nothing: the server has the data, and a statement fails when they are gone."""

    def backup(self, path: Path) -> None:
        """Raise TargetError: PostgreSQL has a tool for backups."""
        raise TargetError(f"{self._location}: PostgreSQL has its own backups; use pg_dump")

    def _execute(self, statement: str, values: Sequence[object]) -> "psycopg.Cursor[Row]":
        return self._connection.execute(_translate(statement), values or None)

    def _pipelined(self, queries: Sequence[Query]) -> list[list[Row]]:
        with self._errors_translated():
            with self._connection.pipeline() as pipeline:
                cursors = []
                for statement, values in queries:
                    cursors.append(self._execute(statement, values))
                    pipeline.sync()  # ends the transaction
            return [cursor.fetchall() for cursor in cursors]

    def _one_by_one(self, queries: Sequence[Query]) -> Iterator[list[Row] | UnavailableError]:
        """Yield the rows or the error of each statement; without a server, one attempt is enough."""
        lost: UnavailableError | None = None
        for statement, values in queries:
            if lost is None:
                try:
                    yield self.all(statement, values)
                    continue
                except UnavailableError as error:
                    outcome = error
                    lost = error if self._connection.closed else None
            else:
                outcome = lost
            yield outcome

    def _run_again(self, statement: str, values: Sequence[object]) -> int:
        """Run a write again whose response was lost, so that it may have been executed already.

        When it changes nothing now, its first execution, or another program, may have made the change.
        """
        changed = self._execute(statement, values).rowcount
        if changed == 0:
            raise UnavailableError(f"{self._location}: {_WRITE_UNCERTAIN}", transient=True)
        return changed

    def _retried(self, call: Callable[[], T], again: Callable[[], T] | None = None) -> T:
        """Call; when the connection turns out to be lost, call `again` (or `call`) on a new one.

        Never inside a transaction, since the server has lost its earlier statements.
        """
        with self._errors_translated():
            outside_transaction = (
                self._connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
            )
            if self._connection.closed:
                self._connection = self._connect()
            try:
                return call()
            except psycopg.OperationalError:
                if not (outside_transaction and self._connection.closed):
                    raise
            self._connection = self._connect()
            return (again or call)()

    @contextmanager
    def _rolled_back_on_error(self) -> Iterator[None]:
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

    def _connect(self) -> "psycopg.Connection[Row]":
        return open_connection(self._conninfo, self._location, durable=self._durable)

    @contextmanager
    def _errors_translated(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except psycopg.Error as error:
            transient = self._connection.closed or isinstance(error, _TRANSIENT)
            message = f"{self._location}: {explain(error)}"
            raise UnavailableError(message, transient=transient) from error

    def _migrate(self, name: str, migrations: Sequence[Migration]) -> None:
        if self._version(name) == len(migrations):
            return
        with self.transaction():
            self.run("SELECT pg_advisory_xact_lock(?)", (_MIGRATION_LOCK,))
            self.run(_VERSIONS)
            version = self._version(name)
            check_version(self._location, version, len(migrations))
            for migration in migrations[version:]:
                for step in migration:
                    if isinstance(step, str):
                        self.run(_schema_statement(step))
                    else:
                        step(self)
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


def _translate(statement: str) -> Any:
    return _query(statement.replace("?", "%s"))


def _schema_statement(statement: str) -> str:
    return statement.replace("BLOB", "BYTEA").replace(" WITHOUT ROWID", "")


def _query(statement: str) -> Any:
    return cast(Any, statement)  # psycopg accepts only literals; ours are composed of literals
