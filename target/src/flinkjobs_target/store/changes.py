"""What a transaction does to jobs, totals and ranges, so that they always agree."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from .database import Database, Row
from .deployments import Deployments
from .orders import COLUMNS, places
from .ranges import Ranges, Shape
from .records import DeploymentKey, Stored, StoredJob

__all__ = ["Changes"]

_TABLE = ("deployment", *COLUMNS.values(), "document")
_PLACES = ", ".join(COLUMNS.values())
_AT_ONCE = 500
"""Values in one statement."""


class Changes:
    """Changes jobs inside a transaction that somebody else began."""

    def __init__(self, database: Database, deployments: Deployments, shape: Shape) -> None:
        self._database = database
        self._deployments = deployments
        self._shape = shape

    def put(self, account: str, batch: Sequence[StoredJob]) -> Stored:
        """Add jobs, in place of those with the same ids."""
        stored = Stored(jobs=len(batch), new=0)
        of = attrgetter("deployment")
        for key, group in groupby(sorted(batch, key=of), key=of):
            new = self._put(account, key, {job.job_id: job for job in group})
            stored += Stored(jobs=0, new=new, deployments=frozenset((key,)))
        return stored

    def delete(self, account: str, key: DeploymentKey, job_ids: Sequence[bytes]) -> int:
        """Delete jobs by id; give the number of those that were there."""
        total = self._deployments.hold_known(account, key)
        removed = self._remove(key.digest(), job_ids)
        self._count(key, [], removed, total - len(removed))
        return len(removed)

    def forget(self, account: str, key: DeploymentKey) -> int:
        """Delete a deployment with all its jobs."""
        total = self._deployments.hold_known(account, key)
        for table in ("jobs", "ranges"):
            self._database.run(f"DELETE FROM {table} WHERE deployment = ?", (key.digest(),))
        self._deployments.forget(key)
        return total

    def _put(self, account: str, key: DeploymentKey, jobs: dict[str, StoredJob]) -> int:
        """Write jobs of one deployment; give the number of new ones."""
        total = self._deployments.hold(account, key)
        added = [(tuple(places(job).values()), job.document) for job in jobs.values()]
        deployment = key.digest()
        removed = self._remove(deployment, [job_id.encode() for job_id in jobs])
        rows = sorted((deployment, *places, document) for places, document in added)
        self._database.insert("jobs", _TABLE, rows)
        new = len(added) - len(removed)
        self._count(key, [places for places, _ in added], removed, total + new)
        return new

    def _remove(self, deployment: bytes, job_ids: Sequence[bytes]) -> list[Row]:
        """Delete jobs; give the places that they had."""
        removed: list[Row] = []
        for job_id in self._present(deployment, job_ids):
            removed += self._database.all(
                f"DELETE FROM jobs WHERE deployment = ? AND job_id = ? RETURNING {_PLACES}",
                (deployment, job_id),
            )
        return removed

    def _present(self, deployment: bytes, job_ids: Sequence[bytes]) -> Iterator[bytes]:
        """Give the ids that there are jobs of.

        Asked for one by one, they are found by the whole primary key; a planner without
        statistics would rather read all of the deployment for `job_id IN (…)`.
        """
        for ids in _pieces(job_ids):
            rows = self._database.all(
                f"WITH wanted (id) AS (VALUES {', '.join(['(?)'] * len(ids))}) "
                "SELECT id FROM wanted WHERE "
                "(SELECT 1 FROM jobs WHERE deployment = ? AND job_id = wanted.id) = 1",
                (*ids, deployment),
            )
            yield from (job_id for (job_id,) in rows)

    def _count(
        self,
        key: DeploymentKey,
        added: Sequence[Row],
        removed: Sequence[Row],
        total: int,
    ) -> None:
        """Write the total and the ranges of every order."""
        self._deployments.set_total(key, total)
        for index, order in enumerate(COLUMNS):
            come, gone = ({places[index] for places in some} for some in (added, removed))
            ranges = Ranges(self._database, key.digest(), order, self._shape)
            ranges.change(come - gone, gone - come, total)


def _pieces(values: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for begin in range(0, len(values), _AT_ONCE):
        yield values[begin : begin + _AT_ONCE]
