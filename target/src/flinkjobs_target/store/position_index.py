"""An order-statistics tree of two levels in a table: finds the n-th job of a sort order.

For each sort order of a deployment, the sort keys are divided into leaves of at most LEAF jobs, and
the leaves into groups of at most FANOUT (see `TreeParameters`). A row of table `ranges` holds the
first sort key and the number of jobs of a leaf or group; the first range begins at the empty key.
The n-th job is found by adding up some dozen groups and at most FANOUT leaves, then skipping at
most LEAF index entries, for any number of jobs in any order of arrival. A deployment that never had
more jobs than a leaf has no rows.

A transaction that changes jobs locks the deployment and calls `update`.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import TypeAlias

from msgspec import Struct

from .database.interface import Database
from .sort_keys import COLUMNS, SortName

__all__ = ["TREE_PARAMETERS", "PositionIndex", "TreeParameters"]

Range: TypeAlias = tuple[bytes, int]
"""The first sort key of a leaf or group, and its number of jobs."""
_LEAVES, _GROUPS = 0, 1


class TreeParameters(Struct, frozen=True):
    """The most jobs of a leaf, and the most leaves of a group.

    Larger leaves are written less often when jobs arrive in random order, and skipped more slowly:
    about 0.1 µs a job.
    """

    leaf: int = 2048
    fanout: int = 128


TREE_PARAMETERS = TreeParameters()
"""Suitable for ten to some hundred million jobs."""


class PositionIndex(Struct, frozen=True):
    """The position index of one sort order of a deployment."""

    database: Database
    deployment: bytes
    order: SortName
    tree: TreeParameters

    def locate(self, position: int) -> Range:
        """Return a sort key, and the offset from it, of the job at a position (from 0).

        The position must be that of a job, and at least the size of a leaf.
        """
        first, end, position = _find(self._read(_GROUPS), None, position)
        first, _, position = _find(self._read(_LEAVES, first, end), end, position)
        return first, position

    def update(self, added: Collection[bytes], removed: Collection[bytes], total: int) -> None:
        """Count sort keys that were added and removed; `total` is the number of jobs afterwards."""
        groups = self._read(_GROUPS)
        if not groups:
            if total > self.tree.leaf:
                self._write(_GROUPS, [], self._arrange([], [(b"", total)], None))
            return
        changes = sorted([(key, 1) for key in added] + [(key, -1) for key in removed])
        changed: list[Range] = []
        begin = 0
        for group, end in _with_ends(groups, None):
            until = len(changes) if end is None else bisect_right(changes, (end, -2), begin)
            if begin == until:
                changed.append(group)
            else:
                changed += self._change_group(group[0], end, changes[begin:until])
            begin = until
        self._write(_GROUPS, groups, changed)

    def _change_group(
        self, first: bytes, end: bytes | None, changes: Sequence[Range]
    ) -> list[Range]:
        """Count changes in the leaves of a group; return the groups that replace it."""
        leaves = self._read(_LEAVES, first, end)
        firsts, counts = [leaf[0] for leaf in leaves], [leaf[1] for leaf in leaves]
        for key, difference in changes:
            counts[bisect_right(firsts, key) - 1] += difference
        return self._arrange(leaves, list(zip(firsts, counts, strict=True)), end)

    def _arrange(
        self, before: Sequence[Range], leaves: Sequence[Range], end: bytes | None
    ) -> list[Range]:
        """Split and merge the leaves of a group, write them, and return its groups."""
        arranged: list[Range] = []
        for (first, jobs), until in _with_ends(leaves, end):
            if arranged and arranged[-1][1] + jobs <= self.tree.leaf // 2:
                arranged[-1] = (arranged[-1][0], arranged[-1][1] + jobs)
            else:
                arranged += self._split(first, until, jobs)
        if arranged[0] == (arranged[-1][0], 0) and arranged[0][0] != b"":
            arranged = []  # empty: the previous group covers this range
        self._write(_LEAVES, before, arranged)
        return [
            (leaves[0][0], sum(jobs for _, jobs in leaves)) for leaves in self._grouped(arranged)
        ]

    def _split(self, first: bytes, end: bytes | None, jobs: int) -> Iterator[Range]:
        """Split a leaf that is too large into equal ones, at most three quarters full."""
        if jobs <= self.tree.leaf:
            yield first, jobs
            return
        step = ceil(jobs / ceil(jobs / (self.tree.leaf * 3 // 4)))
        column = COLUMNS[self.order]
        while jobs > step:
            yield first, step
            [(first,)] = self.database.all(
                f"SELECT {column} FROM jobs WHERE deployment = ? AND {column} >= ? "
                f"ORDER BY {column} LIMIT 1 OFFSET ?",
                (self.deployment, first, step),
            )
            jobs -= step
        yield first, jobs

    def _grouped(self, leaves: Sequence[Range]) -> Iterator[Sequence[Range]]:
        """Divide leaves into groups: one, while they are few enough."""
        size = self.tree.fanout if len(leaves) <= self.tree.fanout else self.tree.fanout * 3 // 4
        for begin in range(0, len(leaves), size):
            yield leaves[begin : begin + size]

    def _read(self, level: int, first: bytes = b"", end: bytes | None = None) -> list[Range]:
        """Read the ranges of a level that begin at `first` or later and before `end`."""
        until, values = ("", ()) if end is None else (" AND first < ?", (end,))
        return self.database.all(
            "SELECT first, jobs FROM ranges WHERE deployment = ? AND ordering = ? AND level = ? "
            f"AND first >= ?{until} ORDER BY first",
            (self.deployment, self.order, level, first, *values),
        )

    def _write(self, level: int, before: Sequence[Range], after: Sequence[Range]) -> None:
        """Delete and upsert the rows that differ."""
        key = (self.deployment, self.order, level)
        deleted = {first for first, _ in before} - {first for first, _ in after}
        if deleted:
            self.database.run_each(
                "DELETE FROM ranges "
                "WHERE deployment = ? AND ordering = ? AND level = ? AND first = ?",
                [(*key, first) for first in deleted],
            )
        if changed := sorted(set(after) - set(before)):
            self.database.run_each(
                "INSERT INTO ranges (deployment, ordering, level, first, jobs) "
                "VALUES (?, ?, ?, ?, ?) ON CONFLICT (deployment, ordering, level, first) "
                "DO UPDATE SET jobs = excluded.jobs",
                [(*key, *range_) for range_ in changed],
            )


def _with_ends(ranges: Sequence[Range], end: bytes | None) -> Iterator[tuple[Range, bytes | None]]:
    """Yield each range with its end, the first key of the next one; `end` for the last."""
    yield from ((current, following[0]) for current, following in pairwise(ranges))
    if ranges:
        yield ranges[-1], end


def _find(
    ranges: Sequence[Range], end: bytes | None, position: int
) -> tuple[bytes, bytes | None, int]:
    """Return the first key and end of the range that contains a position, and the offset in it."""
    for (first, jobs), until in _with_ends(ranges, end):
        if position < jobs:
            return first, until, position
        position -= jobs
    raise IndexError(position)
