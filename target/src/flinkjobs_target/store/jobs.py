"""Jobs: each is kept as the JSON that it is served as, beside what selects and orders it."""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from ..errors import TargetError
from .orders import Order, order_by
from .schema import JOBS
from .sqlite import open_database, snapshot, transaction

__all__ = ["DeploymentKey", "JobStore", "Page", "Stored", "StoredJob", "UnknownError"]

_BATCH = 1000


class DeploymentKey(Struct, frozen=True, order=True):
    """Where a deployment is."""

    workspace: str
    namespace: str
    deployment_id: str


class StoredJob(Struct, frozen=True, kw_only=True):
    """A job: its JSON, and the columns that select and order it.

    `gmt_create` is in seconds; None, when it is unknown, is older than any time.
    """

    deployment: DeploymentKey
    job_id: str
    gmt_create: int | None
    status: str | None
    document: bytes


class Page(Struct, frozen=True, kw_only=True):
    """The documents of one page, and the number of jobs on all pages together."""

    documents: Sequence[bytes]
    total: int


class Stored(Struct, frozen=True, kw_only=True):
    """What a write did: of `jobs`, so many were new to their deployment."""

    jobs: int
    new: int
    deployments: int


class UnknownError(Exception):
    """An account has no such workspace, a workspace no such namespace, and so on."""

    def __init__(self, noun: str, id: str) -> None:
        super().__init__(f"{noun} {id}")
        self.noun = noun
        self.id = id


class JobStore:
    """The jobs of all accounts; ids are compared byte for byte."""

    def __init__(self, path: Path) -> None:
        self._connection = open_database(path, JOBS)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def page(
        self, account: str, key: DeploymentKey, order: Order, *, limit: int, offset: int
    ) -> Page:
        """Read a page of a deployment; raise UnknownError when the account has none such."""
        select = (
            f"SELECT document FROM jobs WHERE deployment = ? {order_by(order)} LIMIT ? OFFSET ?"
        )
        with snapshot(self._connection):
            deployment, total = self._find(account, key)
            rows = self._connection.execute(select, (deployment, limit, offset)).fetchall()
        return Page(documents=[document for (document,) in rows], total=total)

    def put(self, account: str, jobs: Iterable[StoredJob]) -> Stored:
        """Add jobs, in place of those with the same ids; all of them or, on any error, none."""
        read, new, deployments = 0, 0, set[int]()
        remaining = iter(jobs)
        with transaction(self._connection):
            while batch := list(islice(remaining, _BATCH)):
                batch.sort(key=attrgetter("deployment"))
                for key, group in groupby(batch, key=attrgetter("deployment")):
                    deployment = self._register(account, key)
                    new += self._put(deployment, {job.job_id: job for job in group})
                    deployments.add(deployment)
                read += len(batch)
        return Stored(jobs=read, new=new, deployments=len(deployments))

    def register(self, account: str, key: DeploymentKey) -> None:
        """Make a deployment known that may have no jobs yet."""
        with transaction(self._connection):
            self._register(account, key)

    def _find(self, account: str, key: DeploymentKey) -> tuple[int, int]:
        row: tuple[int, int] | None = self._connection.execute(
            "SELECT id, total FROM deployments JOIN workspaces USING (workspace) "
            "WHERE account = ? AND workspace = ? AND namespace = ? AND deployment_id = ?",
            (account, key.workspace, key.namespace, key.deployment_id),
        ).fetchone()
        if row is None:
            raise self._unknown(account, key)
        return row

    def _unknown(self, account: str, key: DeploymentKey) -> UnknownError:
        if self._account_of(key.workspace) != account:
            return UnknownError("workspace", key.workspace)
        namespace = self._connection.execute(
            "SELECT 1 FROM deployments WHERE workspace = ? AND namespace = ? LIMIT 1",
            (key.workspace, key.namespace),
        ).fetchone()
        if namespace is None:
            return UnknownError("namespace", key.namespace)
        return UnknownError("deployment", key.deployment_id)

    def _account_of(self, workspace: str) -> str | None:
        row: tuple[str] | None = self._connection.execute(
            "SELECT account FROM workspaces WHERE workspace = ?", (workspace,)
        ).fetchone()
        return row[0] if row else None

    def _register(self, account: str, key: DeploymentKey) -> int:
        execute = self._connection.execute
        execute(
            "INSERT INTO workspaces (workspace, account) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (key.workspace, account),
        )
        if self._account_of(key.workspace) != account:
            raise TargetError(
                f"workspace {key.workspace} belongs to another account than {account}; "
                "pass its own with --account"
            )
        columns = (key.workspace, key.namespace, key.deployment_id)
        execute(
            "INSERT INTO deployments (workspace, namespace, deployment_id) VALUES (?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            columns,
        )
        deployment: int = execute(
            "SELECT id FROM deployments "
            "WHERE workspace = ? AND namespace = ? AND deployment_id = ?",
            columns,
        ).fetchone()[0]
        return deployment

    def _put(self, deployment: int, jobs: dict[str, StoredJob]) -> int:
        """Write jobs of one deployment with its total; give the number of new ones."""
        new = len(jobs) - self._delete(deployment, jobs)
        self._connection.executemany(
            "INSERT INTO jobs (deployment, job_id, gmt_create, status, document) "
            "VALUES (?, ?, ?, ?, ?)",
            [
                (deployment, job.job_id, job.gmt_create, job.status, job.document)
                for job in jobs.values()
            ],
        )
        self._connection.execute(
            "UPDATE deployments SET total = total + ? WHERE id = ?", (new, deployment)
        )
        return new

    def _delete(self, deployment: int, job_ids: Iterable[str]) -> int:
        deleted: sqlite3.Cursor = self._connection.executemany(
            "DELETE FROM jobs WHERE deployment = ? AND job_id = ?",
            [(deployment, job_id) for job_id in job_ids],
        )
        return deleted.rowcount
