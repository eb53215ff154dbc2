"""Rows of many ids, in few statements.

A statement reads from `wanted (id)`, and asks for the row of each by a subquery: that is found by
the whole primary key. For `job_id IN (…)` a planner without statistics would rather read all rows
that share the rest of the key.
"""

from collections.abc import Iterator, Sequence

from .interface import Database, Row

__all__ = ["rows_of_wanted"]

_AT_ONCE = 500
"""Values in one statement."""


def rows_of_wanted(
    database: Database, select: str, ids: Sequence[bytes], values: Sequence[object]
) -> Iterator[Row]:
    """Give the rows of a `SELECT … FROM wanted` that takes these values, for all ids."""
    for begin in range(0, len(ids), _AT_ONCE):
        some = ids[begin : begin + _AT_ONCE]
        wanted = ", ".join(["(?)"] * len(some))
        yield from database.all(f"WITH wanted (id) AS (VALUES {wanted}) {select}", (*some, *values))
