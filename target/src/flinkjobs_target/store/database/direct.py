"""Asynchronous access to a local database, whose statements take microseconds: they run at once."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from .interface import Database, Row

__all__ = ["DirectAccess"]

ResultT = TypeVar("ResultT")


class DirectAccess:
    """Runs statements in the thread of the event loop; handing them over would take longer.

    The caller closes the database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.skip_locked = database.skip_locked

    async def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Run a statement and return its rows."""
        return self._database.all(statement, values)

    async def call(self, work: Callable[[Database], ResultT]) -> ResultT:
        """Call `work` with the database."""
        return work(self._database)

    def version(self) -> object:
        """Return the version of the database."""
        return self._database.version()

    def delay(self) -> float:
        """Return 0: no statement waits."""
        return 0.0

    def close(self) -> None:
        """Do nothing."""
