"""What the store asks of a database, so that everything above it is the same SQL for each.

In that SQL a value is a `?`, bytes are BLOBs and whole numbers BIGINTs; a database translates
what it calls otherwise. No other module of the store knows which one it talks to.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from ...errors import TargetError

__all__ = ["Database", "Migration", "Row", "UnavailableError", "check_version", "instead"]

Migration: TypeAlias = Sequence[str]
"""The statements that lead from one version of a schema to the next."""
Row: TypeAlias = tuple[Any, ...]


class UnavailableError(TargetError):
    """The data cannot be read or written for now, and nothing was lost.

    `passing` says that it may pass by itself, and that trying again is worth the while.
    """

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


class Database(Protocol):
    """A connection that comes back by itself when it was lost.

    A statement outside `snapshot` and `transaction` stands by itself. Every method raises
    UnavailableError when the database does not do what it is asked.
    """

    for_update: str
    """What a SELECT ends with to hold its rows until the transaction ends."""
    skip_locked: str
    """What a SELECT ends with to hold its rows, and leave out those that others hold."""

    def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Run a statement and give its rows."""

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement and give the number of rows that it changed."""

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
        """Write rows in place of those with the same key; their columns are all bytes."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Let several statements read one state."""

    def transaction(self) -> AbstractContextManager[None]:
        """Write all or nothing."""

    def version(self) -> object:
        """Give what is another one after every change; None where to ask costs as much as to read."""

    def backup(self, path: Path) -> None:
        """Copy one state to a new file, while others read and write."""

    def close(self) -> None:
        """Let go of it."""


def instead(key: Sequence[str], columns: Sequence[str]) -> str:
    """Give what an INSERT ends with to write rows in place of those with the same key."""
    written = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    return f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {written}"


def check_version(place: str, version: int, known: int) -> None:
    """Refuse data that a newer program has written."""
    if version > known:
        raise TargetError(
            f"{place}: has schema version {version}, but this program knows only up to {known}; "
            "use a newer flinkjobs-target"
        )
