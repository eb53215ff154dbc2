"""Writes of jobs that keep totals and position indexes consistent, inside a transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from .adoption import adopted, registered
from .database.bulk_select import select_by_ids
from .database.interface import Database, Row
from .definitions import Definitions
from .deployments import Deployments
from .position_index import PositionIndex, TreeParameters
from .sort_keys import COLUMNS, sort_keys, status_of
from .types import DeploymentKey, StoredJob, WriteSummary

__all__ = ["JobWriter"]

_SORT_KEY_COLUMNS = tuple(COLUMNS.values())
_JOB_ID_INDEX = _SORT_KEY_COLUMNS.index("job_id")
_STATUS_INDEX = _SORT_KEY_COLUMNS.index("by_status")
_KEY = ("deployment", "job_id")
_TABLE = ("deployment", *_SORT_KEY_COLUMNS, "document")


def _subquery(column: str) -> str:
    return f"(SELECT {column} FROM jobs WHERE deployment = ? AND job_id = requested.id)"


_SELECTED = ("id" if column == "job_id" else _subquery(column) for column in _SORT_KEY_COLUMNS)
_SELECT_SORT_KEYS = f"SELECT {', '.join(_SELECTED)} FROM requested WHERE {_subquery('1')} = 1"


class JobWriter:
    """Puts and deletes jobs inside the transaction of its caller."""

    def __init__(self, database: Database, deployments: Deployments, tree: TreeParameters) -> None:
        self._database = database
        self._deployments = deployments
        self._definitions = Definitions(database)
        self._tree = tree

    def put(self, account: str, batch: Sequence[StoredJob]) -> WriteSummary:
        """Insert jobs; replace those with the same ids."""
        deployment_of = attrgetter("deployment")
        groups = {
            key: {job.job_id: job for job in group}
            for key, group in groupby(sorted(batch, key=deployment_of), key=deployment_of)
        }
        totals = {key: self._deployments.lock(account, key) for key in groups}
        new = sum(self._put(key, jobs, totals[key]) for key, jobs in groups.items())
        return WriteSummary(jobs=len(batch), new=new, deployments=frozenset(groups))

    def put_locked(self, job: StoredJob, total: int) -> None:
        """Insert or replace a job of a deployment that the caller has locked, and its total read."""
        self._put(job.deployment, {job.job_id: job}, total)

    def delete(self, account: str, key: DeploymentKey, job_ids: Sequence[bytes]) -> int:
        """Delete jobs by id; return the number deleted."""
        total = self._deployments.lock_existing(account, key)
        deployment = key.digest()
        removed = self._existing(deployment, job_ids)
        self._database.run_each(
            "DELETE FROM jobs WHERE deployment = ? AND job_id = ?",
            [(deployment, job_id) for job_id in removed],
        )
        self._database.run_each(
            "DELETE FROM runs WHERE deployment = ? AND job_id = ?",
            [(deployment, job_id) for job_id in removed],
        )
        self._count(key, [], list(removed.values()), total - len(removed))
        return len(removed)

    def delete_deployment(self, account: str, key: DeploymentKey) -> int:
        """Delete a deployment with all its jobs; return their number."""
        total = self._deployments.lock_existing(account, key)
        for table in ("jobs", "ranges", "job_counts", "runs"):
            self._database.run(f"DELETE FROM {table} WHERE deployment = ?", (key.digest(),))
        self._definitions.delete(key)
        self._deployments.delete(key)
        return total

    def define(self, key: DeploymentKey, like: bytes | None = None) -> None:
        """Write a document of a deployment that has none: that of a job or a record, else its ids."""
        self._definitions.lock_namespace(key.namespace_key)
        if not self._definitions.exists(key):
            self._definitions.insert(adopted(key, like) if like else registered(key))

    def add_counts(self, key: DeploymentKey, change: Mapping[str, int], latest: str | None) -> None:
        """Add to the numbers of jobs by state, and set the state of the latest job."""
        self._database.run_each(
            "INSERT INTO job_counts (deployment, status, jobs) VALUES (?, ?, ?) "
            "ON CONFLICT (deployment, status) DO UPDATE SET jobs = job_counts.jobs + excluded.jobs",
            [
                (key.digest(), state.encode(), jobs)
                for state, jobs in sorted(change.items())
                if jobs
            ],
        )
        self._definitions.set_status(key, latest)

    def _put(self, key: DeploymentKey, jobs: dict[str, StoredJob], total: int) -> int:
        """Put jobs of one deployment, which is locked; return the number of new ones."""
        deployment = key.digest()
        before = self._existing(deployment, [job_id.encode() for job_id in jobs])
        after = {job.job_id.encode(): _row(deployment, job) for job in jobs.values()}
        new = sorted(row for job_id, row in after.items() if job_id not in before)
        replaced = sorted(row for job_id, row in after.items() if job_id in before)
        if new:
            self._database.insert("jobs", _TABLE, new)
        if replaced:
            self._database.replace("jobs", _KEY, _TABLE, replaced)
        if not self._definitions.exists(key):
            newest = max(jobs.values(), key=_creation)
            self._definitions.insert(adopted(key, newest.document))
        added = [row[1:-1] for row in after.values()]
        self._count(key, added, list(before.values()), total + len(new))
        return len(new)

    def _existing(self, deployment: bytes, job_ids: Sequence[bytes]) -> dict[bytes, Row]:
        """Return the sort keys of the jobs that exist, by id."""
        values = [deployment] * _SELECT_SORT_KEYS.count("?")
        rows = select_by_ids(self._database, _SELECT_SORT_KEYS, job_ids, values)
        return {row[_JOB_ID_INDEX]: row for row in rows}

    def _count(
        self,
        key: DeploymentKey,
        added: Sequence[Row],
        removed: Sequence[Row],
        total: int,
    ) -> None:
        """Write the total and the position index of every sort order."""
        self._deployments.set_total(key, total)
        self._count_states(key, added, removed)
        for index, order in enumerate(COLUMNS):
            new, old = ({sort_keys[index] for sort_keys in rows} for rows in (added, removed))
            position_index = PositionIndex(self._database, key.digest(), order, self._tree)
            position_index.update(new - old, old - new, total)

    def _count_states(
        self, key: DeploymentKey, added: Sequence[Row], removed: Sequence[Row]
    ) -> None:
        """Write the numbers of jobs by state, and the state of the latest job."""
        deployment = key.digest()
        change = Counter(_states(added))
        change.subtract(Counter(_states(removed)))
        latest = self._database.all(
            "SELECT by_status FROM jobs WHERE deployment = ? ORDER BY by_gmt_create DESC LIMIT 1",
            (deployment,),
        )
        self.add_counts(key, change, status_of(latest[0][0]) if latest else None)


def _states(rows: Iterable[Row]) -> list[str]:
    """Return the states of jobs, given their sort keys; "" where one is unknown."""
    return [status_of(row[_STATUS_INDEX]) or "" for row in rows]


def _creation(job: StoredJob) -> bytes:
    return sort_keys(job)["gmt_create"]


def _row(deployment: bytes, job: StoredJob) -> tuple[bytes, ...]:
    return deployment, *sort_keys(job).values(), job.document
