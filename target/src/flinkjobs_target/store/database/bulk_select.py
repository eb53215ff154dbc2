"""Bulk selects: the rows of many ids, in few statements.

A statement selects from `requested (id)`, with a subquery for each id that uses the whole primary
key. For `job_id IN (…)` a planner without statistics may read all rows that share the rest of the
key.
"""

from collections.abc import Iterator, Sequence

from .interface import Database, Row

__all__ = ["select_by_ids"]

_CHUNK = 500
"""Ids in one statement."""


def select_by_ids(
    database: Database, select: str, ids: Sequence[bytes], values: Sequence[object]
) -> Iterator[Row]:
    """Yield the rows of a `SELECT … FROM requested` with these parameter values, for all ids."""
    for begin in range(0, len(ids), _CHUNK):
        chunk = ids[begin : begin + _CHUNK]
        rows = ", ".join(["(?)"] * len(chunk))
        yield from database.all(
            f"WITH requested (id) AS (VALUES {rows}) {select}", (*chunk, *values)
        )
