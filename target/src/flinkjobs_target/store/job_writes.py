"""What a transaction does to jobs, totals and ranges, so that they always agree."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from .database.bulk_select import rows_of_wanted
from .database.interface import Database, Row
from .deployments import Deployments
from .position_index import Ranges, Shape
from .sort_keys import COLUMNS, places
from .types import DeploymentKey, Stored, StoredJob

__all__ = ["Changes"]

_PLACES = tuple(COLUMNS.values())
_OF_ID = _PLACES.index("job_id")
_KEY = ("deployment", "job_id")
_TABLE = ("deployment", *_PLACES, "document")


def _of_wanted(column: str) -> str:
    return f"(SELECT {column} FROM jobs WHERE deployment = ? AND job_id = wanted.id)"


_FOUND = ("id" if column == "job_id" else _of_wanted(column) for column in _PLACES)
_SELECT_PLACES = f"SELECT {', '.join(_FOUND)} FROM wanted WHERE {_of_wanted('1')} = 1"


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
        deployment = key.digest()
        removed = self._present(deployment, job_ids)
        self._database.run_each(
            "DELETE FROM jobs WHERE deployment = ? AND job_id = ?",
            [(deployment, job_id) for job_id in removed],
        )
        self._count(key, [], list(removed.values()), total - len(removed))
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
        deployment = key.digest()
        before = self._present(deployment, [job_id.encode() for job_id in jobs])
        after = {job.job_id.encode(): _row(deployment, job) for job in jobs.values()}
        new = sorted(row for job_id, row in after.items() if job_id not in before)
        known = sorted(row for job_id, row in after.items() if job_id in before)
        if new:
            self._database.insert("jobs", _TABLE, new)
        if known:
            self._database.replace("jobs", _KEY, _TABLE, known)
        places = [row[1:-1] for row in after.values()]
        self._count(key, places, list(before.values()), total + len(new))
        return len(new)

    def _present(self, deployment: bytes, job_ids: Sequence[bytes]) -> dict[bytes, Row]:
        """Give the places of the jobs that there are, by id."""
        values = [deployment] * _SELECT_PLACES.count("?")
        rows = rows_of_wanted(self._database, _SELECT_PLACES, job_ids, values)
        return {row[_OF_ID]: row for row in rows}

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


def _row(deployment: bytes, job: StoredJob) -> tuple[bytes, ...]:
    return deployment, *places(job).values(), job.document
