"""What an observer keeps beside the jobs: its books of each job, and the deployment records.

Books are documents that the observer alone understands. Those of a job and the job itself are
written in one transaction, so that a job is never published without its books.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from .database.bulk_select import rows_of_wanted
from .database.interface import Database, Row
from .deployments import Deployments
from .job_writes import Changes
from .position_index import SHAPE
from .types import DeploymentKey, StoredJob

__all__ = ["Books", "Change", "Entry", "ObservedStore", "Standing"]

Standing: TypeAlias = Literal["live", "ended", "unassigned"]
"""Whether a job goes on, has ended, or has no deployment that it could be published under."""
_SELECT_BOOKS = (
    "SELECT id, (SELECT document FROM observed_jobs "
    "WHERE account = ? AND cluster = ? AND job_id = wanted.id) FROM wanted"
)


class Entry(Struct, frozen=True, kw_only=True):
    """The books of one job; `job` is what is to be published of it, if anything changed there.

    `ended` is in seconds.
    """

    job_id: str
    standing: Standing
    ended: int | None
    document: bytes
    job: StoredJob | None = None


Books: TypeAlias = Mapping[str, bytes]
"""Documents by job id."""
Change: TypeAlias = Callable[[Books], Sequence[Entry]]


class ObservedStore:
    """The books of observed jobs of all accounts. The database is closed by whoever opened it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._deployments = Deployments(database)
        self._changes = Changes(database, self._deployments, SHAPE)

    def read(self, account: str, cluster: str, job_ids: Sequence[str]) -> Books:
        """Read the books of these jobs, as far as there are any."""
        ids = [job_id.encode() for job_id in job_ids]
        rows = rows_of_wanted(self._database, _SELECT_BOOKS, ids, (account, cluster.encode()))
        return _books([row for row in rows if row[1] is not None])

    def standing(self, account: str, cluster: str, standing: Standing) -> Books:
        """Read the books of all jobs of a cluster that stand so."""
        return _books(
            self._database.all(
                "SELECT job_id, document FROM observed_jobs "
                "WHERE account = ? AND standing = ? AND cluster = ?",
                (account, standing, cluster.encode()),
            )
        )

    def unassigned(self, account: str) -> Iterator[bytes]:
        """Give the books of all jobs without a deployment, by cluster and job id."""
        rows = self._database.all(
            "SELECT document FROM observed_jobs WHERE account = ? AND standing = ? "
            "ORDER BY cluster, job_id",
            (account, "unassigned"),
        )
        return (document for (document,) in rows)

    def change(self, account: str, cluster: str, job_ids: Sequence[str], change: Change) -> None:
        """Let `change` say what becomes of jobs, seeing their books as they are now.

        Whoever else writes jobs of the cluster waits meanwhile: of two observers the later one
        sees what the earlier one wrote.
        """
        with self._database.transaction():
            self._hold(account, cluster)
            entries = change(self.read(account, cluster, job_ids))
            self._database.run_each(
                "INSERT INTO observed_jobs (account, cluster, job_id, standing, ended, document) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account, cluster, job_id) DO UPDATE SET "
                "standing = excluded.standing, ended = excluded.ended, document = excluded.document",
                [(account, cluster.encode(), *_row(one)) for one in entries],
            )
            if jobs := [one.job for one in entries if one.job]:
                self._changes.put(account, jobs)

    def prune(self, account: str, before: int) -> int:
        """Forget jobs that ended before a time (in seconds); give their number.

        A job that its cluster still lists is new at the next look.
        """
        return self._database.run(
            "DELETE FROM observed_jobs WHERE account = ? AND ended < ?", (account, before)
        )

    def may_publish(self, account: str, workspace: str) -> bool:
        """Tell whether an account may have jobs in a workspace."""
        return self._deployments.may_have(account, workspace)

    def put_records(self, account: str, records: Mapping[DeploymentKey, bytes]) -> int:
        """Keep deployment records in place of those of the same ids; give how many are new.

        Their deployments are known from then on, with or without jobs. Raises TargetError when
        a workspace is another account's.
        """
        with self._database.transaction():
            before = {key.digest() for key in records} & self._known()
            for key, document in sorted(records.items()):
                self._deployments.hold(account, key)
                self._database.run(
                    "INSERT INTO deployment_records (deployment, account, document) "
                    "VALUES (?, ?, ?) "
                    "ON CONFLICT (deployment) DO UPDATE SET document = excluded.document",
                    (key.digest(), account, document),
                )
        return len(records) - len(before)

    def remove_record(self, account: str, key: DeploymentKey) -> bool:
        """Remove a deployment record, and tell whether there was one; jobs keep what it said."""
        removed = self._database.run(
            "DELETE FROM deployment_records WHERE deployment = ? AND account = ?",
            (key.digest(), account),
        )
        return removed > 0

    def records(self, account: str) -> Sequence[bytes]:
        """Give all deployment records of an account."""
        rows = self._database.all(
            "SELECT document FROM deployment_records WHERE account = ? ORDER BY deployment",
            (account,),
        )
        return [document for (document,) in rows]

    def _known(self) -> set[bytes]:
        return {key for (key,) in self._database.all("SELECT deployment FROM deployment_records")}

    def _hold(self, account: str, cluster: str) -> None:
        self._database.run(
            "INSERT INTO observed_clusters (account, cluster) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (account, cluster.encode()),
        )
        self._database.all(
            "SELECT 1 FROM observed_clusters WHERE account = ? AND cluster = ?"
            + self._database.for_update,
            (account, cluster.encode()),
        )


def _row(one: Entry) -> Row:
    return one.job_id.encode(), one.standing, one.ended, one.document


def _books(rows: Sequence[Row]) -> dict[str, bytes]:
    return {job_id.decode(): document for job_id, document in rows}
