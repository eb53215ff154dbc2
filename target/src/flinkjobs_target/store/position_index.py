"""How many jobs come before a place: an order-statistics tree of two levels in a table.

For each order of a deployment the places are cut into leaves of at most LEAF jobs, and the
leaves into groups of at most FANOUT (see `Shape`). A row says where a leaf or group begins and how many jobs it
has; the first begins at the empty place. So the n-th job is found by adding up some dozen groups,
at most FANOUT leaves, and skipping at most LEAF entries of an index, however many jobs there are
and in whatever order they came. A deployment that never had more jobs than a leaf has no rows.

Whoever changes jobs calls `change` in the same transaction, alone with the deployment.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import TypeAlias

from msgspec import Struct

from .database.interface import Database
from .sort_keys import COLUMNS, OrderName

__all__ = ["SHAPE", "Ranges", "Shape"]

Counted: TypeAlias = tuple[bytes, int]
"""Where a range begins, and how many jobs it has."""
_LEAVES, _GROUPS = 0, 1


class Shape(Struct, frozen=True):
    """How many jobs a leaf has at most, and how many leaves a group.

    Larger leaves are written less often when jobs come at random places, and skipped more slowly:
    about 0.1 µs a job.
    """

    leaf: int = 2048
    fanout: int = 128


SHAPE = Shape()
"""What is right for anything from ten jobs to some hundred million."""


class Ranges(Struct, frozen=True):
    """The ranges of one order of a deployment."""

    database: Database
    deployment: bytes
    order: OrderName
    shape: Shape

    def locate(self, position: int) -> Counted:
        """Give a place, and how many jobs from it the one at a position (from 0) is.

        The position must be one of a job, and beyond as many as a leaf has.
        """
        first, end, position = _find(self._read(_GROUPS), None, position)
        first, _, position = _find(self._read(_LEAVES, first, end), end, position)
        return first, position

    def change(self, added: Collection[bytes], removed: Collection[bytes], total: int) -> None:
        """Count jobs that were added and removed, after which there are `total`."""
        groups = self._read(_GROUPS)
        if not groups:
            if total > self.shape.leaf:
                self._write(_GROUPS, [], self._arrange([], [(b"", total)], None))
            return
        changes = sorted([(place, 1) for place in added] + [(place, -1) for place in removed])
        changed: list[Counted] = []
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
        self, first: bytes, end: bytes | None, changes: Sequence[Counted]
    ) -> list[Counted]:
        """Count changes in the leaves of a group; give the groups that it has become."""
        leaves = self._read(_LEAVES, first, end)
        firsts, counts = [leaf[0] for leaf in leaves], [leaf[1] for leaf in leaves]
        for place, by in changes:
            counts[bisect_right(firsts, place) - 1] += by
        return self._arrange(leaves, list(zip(firsts, counts, strict=True)), end)

    def _arrange(
        self, before: Sequence[Counted], leaves: Sequence[Counted], end: bytes | None
    ) -> list[Counted]:
        """Write the leaves of a group, none too large or needlessly small; give its groups."""
        arranged: list[Counted] = []
        for (first, jobs), until in _with_ends(leaves, end):
            if arranged and arranged[-1][1] + jobs <= self.shape.leaf // 2:
                arranged[-1] = (arranged[-1][0], arranged[-1][1] + jobs)
            else:
                arranged += self._split(first, until, jobs)
        if arranged[0] == (arranged[-1][0], 0) and arranged[0][0] != b"":
            arranged = []  # the group before reaches over this one, which is empty
        self._write(_LEAVES, before, arranged)
        return [(leaves[0][0], sum(jobs for _, jobs in leaves)) for leaves in self._cut(arranged)]

    def _split(self, first: bytes, end: bytes | None, jobs: int) -> Iterator[Counted]:
        """Cut a leaf that is too large into equal ones, three quarters full at most."""
        if jobs <= self.shape.leaf:
            yield first, jobs
            return
        step = ceil(jobs / ceil(jobs / (self.shape.leaf * 3 // 4)))
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

    def _cut(self, leaves: Sequence[Counted]) -> Iterator[Sequence[Counted]]:
        """Cut leaves into groups: one, while they are few enough."""
        size = self.shape.fanout if len(leaves) <= self.shape.fanout else self.shape.fanout * 3 // 4
        for begin in range(0, len(leaves), size):
            yield leaves[begin : begin + size]

    def _read(self, level: int, first: bytes = b"", end: bytes | None = None) -> list[Counted]:
        """Read the ranges of a level that begin from one place to before another."""
        until, values = ("", ()) if end is None else (" AND first < ?", (end,))
        return self.database.all(
            "SELECT first, jobs FROM ranges WHERE deployment = ? AND ordering = ? AND level = ? "
            f"AND first >= ?{until} ORDER BY first",
            (self.deployment, self.order, level, first, *values),
        )

    def _write(self, level: int, before: Sequence[Counted], after: Sequence[Counted]) -> None:
        """Write what differs."""
        key = (self.deployment, self.order, level)
        gone = {first for first, _ in before} - {first for first, _ in after}
        if gone:
            self.database.run_each(
                "DELETE FROM ranges "
                "WHERE deployment = ? AND ordering = ? AND level = ? AND first = ?",
                [(*key, first) for first in gone],
            )
        if changed := sorted(set(after) - set(before)):
            self.database.run_each(
                "INSERT INTO ranges (deployment, ordering, level, first, jobs) "
                "VALUES (?, ?, ?, ?, ?) ON CONFLICT (deployment, ordering, level, first) "
                "DO UPDATE SET jobs = excluded.jobs",
                [(*key, *counted) for counted in changed],
            )


def _with_ends(
    ranges: Sequence[Counted], end: bytes | None
) -> Iterator[tuple[Counted, bytes | None]]:
    """Give each range with the place where it ends; None is the end of all."""
    yield from ((one, after[0]) for one, after in pairwise(ranges))
    if ranges:
        yield ranges[-1], end


def _find(
    ranges: Sequence[Counted], end: bytes | None, position: int
) -> tuple[bytes, bytes | None, int]:
    """Give the range that holds a position, its end, and the position in it."""
    for (first, jobs), until in _with_ends(ranges, end):
        if position < jobs:
            return first, until, position
        position -= jobs
    raise IndexError(position)
