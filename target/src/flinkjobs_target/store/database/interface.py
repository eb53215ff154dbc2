"""The interface of a database; the store's SQL is the same for all of them.

In that SQL a parameter is a `?`, bytes are BLOBs and integers BIGINTs; a database translates its
own dialect. No other module of the store depends on which database is used.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

from ...errors import TargetError

__all__ = [
    "AsyncDatabase",
    "Database",
    "Migration",
    "Query",
    "Row",
    "UnavailableError",
    "check_version",
    "upsert_clause",
]

Migration: TypeAlias = "Sequence[str | Callable[[Database], None]]"
"""The steps from one version of a schema to the next: statements, and what statements cannot say."""
Row: TypeAlias = tuple[Any, ...]
Query: TypeAlias = tuple[str, Sequence[object]]
"""A statement and its values."""
ResultT = TypeVar("ResultT")


class UnavailableError(TargetError):
    """The data cannot be read or written now; nothing was lost.

    `transient` errors may pass by themselves: trying again can help.
    """

    def __init__(self, message: str, *, transient: bool = False) -> None:
        super().__init__(message)
        self.transient = transient


class Database(Protocol):
    """A connection that is opened again when it was lost.

    A statement outside `snapshot` and `transaction` is a transaction of its own. Every method raises
    UnavailableError when the database cannot execute it.
    """

    for_update: str
    """The suffix of a SELECT that locks its rows until the transaction ends."""
    skip_locked: str
    """The suffix of a SELECT that locks its rows and skips those that others have locked."""

    def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Run a statement and return its rows."""

    def all_of(self, queries: "Sequence[Query]") -> "Sequence[list[Row] | UnavailableError]":
        """Run statements, each a transaction of its own; return the rows, or the error, of each."""

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement and return the number of rows that it changed."""

    def run_each(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each of the values."""

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[bytes]]) -> None:
        """Insert many rows whose columns are all bytes."""

    def replace(
        self,
        table: str,
        key: Sequence[str],
        columns: Sequence[str],
        rows: Sequence[Sequence[bytes]],
    ) -> None:
        """Upsert rows whose columns are all bytes."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Run the statements of a `with` block on one snapshot."""

    def transaction(self) -> AbstractContextManager[None]:
        """Run the statements of a `with` block in one transaction; roll back on any error."""

    def version(self) -> object:
        """Return a value that differs after every change; None where reading it costs as much as a query."""

    def check(self) -> None:
        """Raise UnavailableError when the data were removed or replaced since they were opened."""

    def backup(self, path: Path) -> None:
        """Copy one snapshot to a new file, while others read and write."""

    def close(self) -> None:
        """Close the connection."""


class AsyncDatabase(Protocol):
    """A database as requests use it: waiting for it does not block the event loop.

    Statements are those of `Database`. Every method raises UnavailableError when the database cannot
    execute them.
    """

    skip_locked: str
    """As in `Database`."""

    def all(self, statement: str, values: Sequence[object] = ()) -> Awaitable[list[Row]]:
        """Run a statement that may be repeated when its response is lost; return its rows."""

    def call(self, work: Callable[[Database], ResultT]) -> Awaitable[ResultT]:
        """Call `work` with a connection of its own, for statements that depend on each other."""

    def version(self) -> object:
        """Return a value that differs after every change; None where reading it is a round trip."""

    def delay(self) -> float:
        """Return the seconds that the oldest statement has waited for a connection; 0 without a queue."""

    def close(self) -> None:
        """Close the connections that this object has opened."""


def upsert_clause(key: Sequence[str], columns: Sequence[str]) -> str:
    """Return the ON CONFLICT clause that makes an INSERT replace rows with the same key."""
    assignments = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    return f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {assignments}"


def check_version(location: str, version: int, supported: int) -> None:
    """Raise TargetError for data that a newer program has written."""
    if version > supported:
        raise TargetError(
            f"{location}: has schema version {version}, but this program supports only up to {supported}; "
            "use a newer flinkjobs-target"
        )
