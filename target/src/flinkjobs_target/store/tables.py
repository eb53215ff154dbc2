"""The tables that a start, a stop or a savepoint touches, and transactions over all of them."""

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import msgspec
from msgspec import Struct

from .database.interface import AsyncDatabase, Database
from .definitions import Definitions
from .deployments import Deployments
from .events import Events
from .job_writes import JobWriter
from .position_index import TREE_PARAMETERS
from .runs import Runs
from .savepoints import Savepoints
from .sort_keys import status_bounds, status_of
from .types import DeploymentKey, MissingResourceError, NamespaceKey
from .variables import Variables

__all__ = ["DeployStore", "FoundJob", "Tables"]

ResultT = TypeVar("ResultT")


class FoundJob(Struct, frozen=True, kw_only=True):
    """A job of a namespace: the deployment that it is of, and its document."""

    key: DeploymentKey
    document: bytes


class Tables:
    """The tables of one connection, for use inside a transaction.

    Rows are locked in one order, so that no two transactions wait for each other: a deployment
    before its namespace, before its runs and savepoints.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.deployments = Deployments(database)
        self.definitions = Definitions(database)
        self.savepoints = Savepoints(database)
        self.runs = Runs(database)
        self.events = Events(database)
        self.variables = Variables(database)
        self.jobs = JobWriter(database, self.deployments, TREE_PARAMETERS)

    def require_workspace(self, account: str, namespace: NamespaceKey) -> None:
        """Raise MissingResourceError unless the workspace of a namespace belongs to an account."""
        error = self.missing(account, namespace, "namespace", namespace.namespace)
        if error.resource == "workspace":
            raise error

    def may_use_workspace(self, account: str, workspace: str) -> bool:
        """Whether a workspace belongs to an account, or to none yet."""
        return self.deployments.may_use_workspace(account, workspace)

    def missing(
        self, account: str, namespace: NamespaceKey, resource: str, id: str
    ) -> MissingResourceError:
        """Return the error for something that is missing: workspace, namespace, or `resource`."""
        ids = (namespace.workspace, namespace.namespace)
        return self.deployments.missing(account, *ids, resource, id)

    def find_job(self, account: str, namespace: NamespaceKey, job_id: str) -> FoundJob | None:
        """Read a job by id; of several, that of the deployment in which it is newest."""
        rows = self._database.all(
            "SELECT deployment_id, document FROM deployments "
            "JOIN workspaces USING (workspace) JOIN jobs USING (deployment) "
            "WHERE account = ? AND workspace = ? AND namespace = ? AND job_id = ? "
            "ORDER BY by_gmt_create DESC, deployment_id LIMIT 1",
            (
                account,
                namespace.workspace.encode(),
                namespace.namespace.encode(),
                job_id.encode(),
            ),
        )
        if not rows:
            return None
        deployment_id, document = rows[0]
        return FoundJob(key=namespace.deployment(deployment_id.decode()), document=document)

    def job_document(self, key: DeploymentKey, job_id: str) -> bytes | None:
        """Read the document of a job of a deployment; None when there is none."""
        rows = self._database.all(
            "SELECT document FROM jobs WHERE deployment = ? AND job_id = ?",
            (key.digest(), job_id.encode()),
        )
        return rows[0][0] if rows else None

    def jobs_in_state(self, key: DeploymentKey, states: tuple[str, ...]) -> list[bytes]:
        """Read the documents of the jobs of a deployment that are in one of some states."""
        counted: dict[bytes, int] = dict(
            self._database.all(
                "SELECT status, jobs FROM job_counts WHERE deployment = ?", (key.digest(),)
            )
        )
        documents: list[bytes] = []
        for state in states:
            if counted.get(state.encode()):
                documents += self._in_state(key, state)
        return documents

    def jobs_restoring(self, namespace_digest: bytes, savepoint_id: str) -> list[str]:
        """Return the ids of the jobs that start from a savepoint and may not have read it yet."""
        rows = self._database.all(
            "SELECT jobs.document FROM runs JOIN jobs USING (deployment, job_id) "
            "WHERE due IS NOT NULL AND by_status >= ? AND by_status < ?",
            status_bounds("STARTING"),
        )
        starting = [_starting_decoder.decode(document) for (document,) in rows]
        return [
            job.job_id
            for job in starting
            if job.restore_strategy.savepoint_id == savepoint_id
            and NamespaceKey(job.workspace, job.namespace).digest() == namespace_digest
        ]

    def live_states(self) -> Counter[str]:
        """Return the numbers of jobs that engines run here, by state."""
        rows = self._database.all(
            "SELECT by_status FROM runs JOIN jobs USING (deployment, job_id) WHERE due IS NOT NULL"
        )
        return Counter(status_of(sort_key) or "" for (sort_key,) in rows)

    def bury_jobs(self, key: DeploymentKey) -> None:
        """Remember the ids of all jobs of a deployment as deleted."""
        rows = self._database.all("SELECT job_id FROM jobs WHERE deployment = ?", (key.digest(),))
        self.runs.bury(key.namespace_key, [job_id.decode() for (job_id,) in rows])

    def _in_state(self, key: DeploymentKey, state: str) -> list[bytes]:
        rows = self._database.all(
            "SELECT document FROM jobs WHERE deployment = ? AND by_status >= ? AND by_status < ?",
            (key.digest(), *status_bounds(state)),
        )
        return [document for (document,) in rows]


class _RestoreStrategy(Struct, frozen=True, rename="camel"):
    savepoint_id: str | None = None


class _StartingJob(Struct, frozen=True, rename="camel"):
    """The part of a starting job's document that names the savepoint it reads."""

    job_id: str
    workspace: str
    namespace: str
    restore_strategy: _RestoreStrategy = _RestoreStrategy()


_starting_decoder = msgspec.json.Decoder(_StartingJob)


class DeployStore:
    """Transactions over the tables of a deploy loop.

    Requests await them: reads go where all reads of requests go, writes to a connection of their own
    that waits for the disk.
    """

    def __init__(self, reads: AsyncDatabase, writes: AsyncDatabase) -> None:
        self._reads = reads
        self._writes = writes

    async def read(self, work: Callable[[Tables], ResultT]) -> ResultT:
        """Call `work` on one snapshot."""

        def run(database: Database) -> ResultT:
            with database.snapshot():
                return work(Tables(database))

        return await self._reads.call(run)

    async def write(self, work: Callable[[Tables], ResultT]) -> ResultT:
        """Call `work` in one transaction, which is on the disk when this returns; all or nothing."""

        def run(database: Database) -> ResultT:
            with database.transaction():
                return work(Tables(database))

        return await self._writes.call(run)
