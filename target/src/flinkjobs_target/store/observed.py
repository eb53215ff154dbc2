"""The observer's tables: the observer state of each job, and the deployment records.

The state of a job is a document that only the observer interprets. It is written in the same
transaction as the published job, so that no job is published without its state.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from .database.bulk_select import select_by_ids
from .database.interface import Database, Row
from .deployments import Deployments
from .events import Event, Events
from .job_writes import JobWriter
from .outbox import OutboxEntry, OutboxStore
from .position_index import TREE_PARAMETERS
from .publications import Publication, Publications
from .types import DeploymentKey, StoredJob

__all__ = [
    "ObservedJob",
    "ObservedStore",
    "ObserverState",
    "PublishedJobs",
    "Standing",
    "StateUpdate",
]

Standing: TypeAlias = Literal["live", "ended", "inferred", "unassigned"]
"""Whether a job is live, has ended by Flink's word or ours, or has no deployment to be published under."""
_SELECT_STATE = (
    "SELECT id, (SELECT document FROM observed_jobs "
    "WHERE account = ? AND cluster = ? AND job_id = requested.id) FROM requested"
)


class ObservedJob(Struct, frozen=True, kw_only=True):
    """A row of `observed_jobs`, the job to publish with it if that has changed, and notices of it.

    `job_id` is Flink's id; that of an earlier job with the same id ends with `@` and its start.
    `document` is the observer state of the job; `ended` is in seconds; `event` is recorded when the
    job is published.
    """

    job_id: str
    standing: Standing
    ended: int | None
    document: bytes
    job: StoredJob | None = None
    event: Event | None = None
    notices: Sequence[OutboxEntry] = ()


ObserverState: TypeAlias = Mapping[str, bytes]
"""State documents by job id."""
PublishedJobs: TypeAlias = Callable[[Sequence[Publication]], Mapping[Publication, bytes]]
"""Returns the documents of the jobs that are published under some ids."""
StateUpdate: TypeAlias = Callable[[ObserverState, PublishedJobs], Sequence[ObservedJob]]
"""Returns the rows to write, given the current state of the jobs, and of what is published."""


class ObservedStore:
    """The observer state and deployment records of all accounts. It does not own the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._deployments = Deployments(database)
        self._events = Events(database)
        self._outbox = OutboxStore(database)
        self._publications = Publications(database, self._deployments)
        self._changes = JobWriter(database, self._deployments, TREE_PARAMETERS)

    def read(self, account: str, cluster: str, job_ids: Sequence[str]) -> ObserverState:
        """Return the state of these jobs; jobs without any are left out."""
        ids = [job_id.encode() for job_id in job_ids]
        rows = select_by_ids(self._database, _SELECT_STATE, ids, (account, cluster.encode()))
        return _state([row for row in rows if row[1] is not None])

    def read_by_standing(self, account: str, cluster: str, standing: Standing) -> ObserverState:
        """Return the state of all jobs of a cluster with this standing."""
        return _state(
            self._database.all(
                "SELECT job_id, document FROM observed_jobs "
                "WHERE account = ? AND standing = ? AND cluster = ?",
                (account, standing, cluster.encode()),
            )
        )

    def unassigned(self, account: str) -> Iterator[bytes]:
        """Return the state documents of all unassigned jobs, by cluster and job id.

        Jobs that an engine has started here are left out: it publishes them itself.
        """
        rows = self._database.all(
            "SELECT job_id, document FROM observed_jobs WHERE account = ? AND standing = ? "
            "ORDER BY cluster, job_id",
            (account, "unassigned"),
        )
        started = self._publications.started_here(job_id.decode() for job_id, _ in rows)
        return (document for job_id, document in rows if job_id.decode() not in started)

    def update(
        self, account: str, cluster: str, job_ids: Sequence[str], update: StateUpdate
    ) -> None:
        """Write the rows that `update` returns for the current state of these jobs.

        The cluster is locked meanwhile: of two observers the later one reads what the earlier
        one wrote.
        """
        with self._database.transaction():
            self._lock(account, cluster)
            rows = update(
                self.read(account, cluster, job_ids),
                lambda jobs: self._publications.documents(account, jobs),
            )
            self._database.run_each(
                "INSERT INTO observed_jobs (account, cluster, job_id, standing, ended, document) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account, cluster, job_id) DO UPDATE SET "
                "standing = excluded.standing, ended = excluded.ended, document = excluded.document",
                [(account, cluster.encode(), *_values(row)) for row in rows],
            )
            self._outbox.put(account, (entry for row in rows for entry in row.notices))
            published = self._published(rows)
            if jobs := [row.job for row in published if row.job]:
                self._changes.put(account, jobs)
            for row in published:
                self._events.record(row.event)

    def prune(self, account: str, before: int) -> int:
        """Delete the state of jobs that ended before a time (in seconds); return their number.

        A job that its cluster still lists counts as new at the next poll.
        """
        return self._database.run(
            "DELETE FROM observed_jobs WHERE account = ? AND ended < ?", (account, before)
        )

    def may_publish(self, account: str, workspace: str) -> bool:
        """Whether an account may have jobs in a workspace."""
        return self._deployments.may_use_workspace(account, workspace)

    def put_records(self, account: str, records: Mapping[DeploymentKey, bytes]) -> int:
        """Insert or replace deployment records; return how many are new.

        Their deployments are registered, with or without jobs. Raises TargetError when a
        workspace belongs to another account.
        """
        with self._database.transaction():
            replaced = {key.digest() for key in records} & self._record_digests()
            for key in sorted(records):  # all deployments are locked before their namespaces
                self._deployments.lock(account, key)
            for key, document in sorted(records.items()):
                self._changes.define(key, document)
                self._database.run(
                    "INSERT INTO deployment_records (deployment, account, document) "
                    "VALUES (?, ?, ?) "
                    "ON CONFLICT (deployment) DO UPDATE SET document = excluded.document",
                    (key.digest(), account, document),
                )
        return len(records) - len(replaced)

    def remove_record(self, account: str, key: DeploymentKey) -> bool:
        """Remove a deployment record, which its jobs keep; return whether there was one."""
        removed = self._database.run(
            "DELETE FROM deployment_records WHERE deployment = ? AND account = ?",
            (key.digest(), account),
        )
        return removed > 0

    def records(self, account: str) -> Sequence[bytes]:
        """Return all deployment records of an account."""
        rows = self._database.all(
            "SELECT document FROM deployment_records WHERE account = ? ORDER BY deployment",
            (account,),
        )
        return [document for (document,) in rows]

    def _published(self, rows: Sequence[ObservedJob]) -> list[ObservedJob]:
        """Return the rows with a job to publish, without those that somebody has deleted or started here."""
        jobs = {
            Publication(row.job.deployment, row.job.job_id, row.job_id): row
            for row in rows
            if row.job
        }
        return [jobs[publication] for publication in self._publications.allowed(list(jobs))]

    def _record_digests(self) -> set[bytes]:
        return {
            digest for (digest,) in self._database.all("SELECT deployment FROM deployment_records")
        }

    def _lock(self, account: str, cluster: str) -> None:
        self._database.run(
            "INSERT INTO observed_clusters (account, cluster) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (account, cluster.encode()),
        )
        self._database.all(
            "SELECT 1 FROM observed_clusters WHERE account = ? AND cluster = ?"
            + self._database.for_update,
            (account, cluster.encode()),
        )


def _values(row: ObservedJob) -> Row:
    return row.job_id.encode(), row.standing, row.ended, row.document


def _state(rows: Sequence[Row]) -> dict[str, bytes]:
    return {job_id.decode(): document for job_id, document in rows}
