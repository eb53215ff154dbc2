"""Savepoints: their documents as they are served, and what an engine restores from."""

from collections.abc import Sequence

from msgspec import Struct

from .database.interface import Database, Row
from .sort_keys import creation_sort_key, time_sort_key
from .types import DeploymentKey, NamespaceKey, Page

__all__ = ["DELETING", "SavepointFilter", "Savepoints", "StoredSavepoint"]

DELETING = "DELETING"
"""The state of a savepoint whose files are still to be deleted: nobody else sees it."""
_SELECT = (
    "SELECT savepoint_id, deployment, job_id, state, origin, contents, document FROM savepoints "
)


class StoredSavepoint(Struct, frozen=True, kw_only=True):
    """A savepoint: its document, and `contents`, which its engine alone understands.

    `deployment` is the digest of its deployment's key.
    """

    savepoint_id: str
    deployment: bytes
    job_id: str
    state: str
    origin: str
    contents: bytes
    document: bytes


class SavepointFilter(Struct, frozen=True, kw_only=True):
    """The conditions of a listing: a savepoint is on it when all that are not None hold."""

    deployment: DeploymentKey | None = None
    job_id: str | None = None


class Savepoints:
    """The savepoints of all accounts, inside the transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, namespace: NamespaceKey, savepoint: StoredSavepoint, created: int) -> None:
        """Insert a savepoint, created at a time in milliseconds: the newest of a second must be known."""
        self._database.run(
            "INSERT INTO savepoints (namespace_digest, savepoint_id, deployment, job_id, "
            "by_gmt_create, state, origin, contents, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                namespace.digest(),
                savepoint.savepoint_id.encode(),
                savepoint.deployment,
                savepoint.job_id.encode(),
                creation_sort_key(created, savepoint.savepoint_id),
                savepoint.state,
                savepoint.origin,
                savepoint.contents,
                savepoint.document,
            ),
        )

    def replace(self, namespace: NamespaceKey, savepoint: StoredSavepoint) -> None:
        """Replace the state, contents and document of a savepoint."""
        self._database.run(
            "UPDATE savepoints SET state = ?, contents = ?, document = ? "
            "WHERE namespace_digest = ? AND savepoint_id = ?",
            (
                savepoint.state,
                savepoint.contents,
                savepoint.document,
                namespace.digest(),
                savepoint.savepoint_id.encode(),
            ),
        )

    def get(self, namespace: NamespaceKey, savepoint_id: str) -> StoredSavepoint | None:
        """Read a savepoint and lock it; None when there is none."""
        rows = self._database.all(
            f"{_SELECT}WHERE namespace_digest = ? AND savepoint_id = ? AND state <> ?"
            + self._database.for_update,
            (namespace.digest(), savepoint_id.encode(), DELETING),
        )
        return _savepoint(rows[0]) if rows else None

    def document(self, namespace: NamespaceKey, savepoint_id: str) -> bytes | None:
        """Read the document of a savepoint; None when there is none."""
        rows = self._database.all(
            "SELECT document FROM savepoints "
            "WHERE namespace_digest = ? AND savepoint_id = ? AND state <> ?",
            (namespace.digest(), savepoint_id.encode(), DELETING),
        )
        return rows[0][0] if rows else None

    def latest(
        self, deployment: DeploymentKey, *, with_checkpoints: bool
    ) -> StoredSavepoint | None:
        """Return the newest complete savepoint of a deployment, or retained checkpoint if allowed."""
        rows = self._database.all(
            f"{_SELECT}WHERE deployment = ? AND state = ? AND (origin <> ? OR ? = 1) "
            "ORDER BY by_gmt_create DESC LIMIT 1",
            (deployment.digest(), "COMPLETED", "RETAINED_CHECKPOINT", int(with_checkpoints)),
        )
        return _savepoint(rows[0]) if rows else None

    def page(
        self, namespace: NamespaceKey, conditions: SavepointFilter, *, limit: int, offset: int
    ) -> Page:
        """Read a page of a namespace, newest first, with the number of all that the filter keeps."""
        clauses, values = ["namespace_digest = ?", "state <> ?"], [namespace.digest(), DELETING]
        if conditions.deployment is not None:
            clauses.append("deployment = ?")
            values.append(conditions.deployment.digest())
        if conditions.job_id is not None:
            clauses.append("job_id = ?")
            values.append(conditions.job_id.encode())
        where = " AND ".join(clauses)
        rows = self._database.all(
            f"SELECT document FROM savepoints WHERE {where} "
            "ORDER BY by_gmt_create DESC LIMIT ? OFFSET ?",
            (*values, limit, offset),
        )
        total = self._database.all(f"SELECT COUNT(*) FROM savepoints WHERE {where}", values)
        return Page(documents=[document for (document,) in rows], total=int(total[0][0]))

    def complete(self) -> Sequence[StoredSavepoint]:
        """Return all complete savepoints, of every account."""
        rows = self._database.all(f"{_SELECT}WHERE state = ?", ("COMPLETED",))
        return [_savepoint(row) for row in rows]

    def of_namespace(self, namespace: NamespaceKey) -> Sequence[StoredSavepoint]:
        """Return all savepoints of a namespace, oldest first."""
        rows = self._database.all(
            f"{_SELECT}WHERE namespace_digest = ? AND state <> ? ORDER BY by_gmt_create",
            (namespace.digest(), DELETING),
        )
        return [_savepoint(row) for row in rows]

    def remove(self, namespace: NamespaceKey, savepoint_id: str) -> None:
        """Remove the row of a savepoint, if there is one; its files stay."""
        self._database.run(
            "DELETE FROM savepoints WHERE namespace_digest = ? AND savepoint_id = ?",
            (namespace.digest(), savepoint_id.encode()),
        )

    def marked(self, limit: int) -> Sequence[tuple[bytes, str, bytes]]:
        """Return savepoints that are to be deleted: digest of the namespace, id and contents."""
        rows = self._database.all(
            "SELECT namespace_digest, savepoint_id, contents FROM savepoints "
            "WHERE state = ? LIMIT ?",
            (DELETING, limit),
        )
        return [(digest, id.decode(), contents) for digest, id, contents in rows]

    def mark(self, namespace: NamespaceKey, savepoint_id: str) -> None:
        """Hide a savepoint until its files are deleted."""
        self._database.run(
            "UPDATE savepoints SET state = ? WHERE namespace_digest = ? AND savepoint_id = ?",
            (DELETING, namespace.digest(), savepoint_id.encode()),
        )

    def mark_older(self, deployment: DeploymentKey, before: int) -> None:
        """Mark failed savepoints, and checkpoints but for the newest state, created before a time."""
        latest = self.latest(deployment, with_checkpoints=True)
        kept = latest.savepoint_id.encode() if latest else b""
        self._database.run(
            "UPDATE savepoints SET state = ? WHERE deployment = ? AND by_gmt_create < ? "
            "AND savepoint_id <> ? AND (state = ? OR (origin = ? AND state = ?))",
            (
                DELETING,
                deployment.digest(),
                time_sort_key(before * 1000),
                kept,
                "FAILED",
                "RETAINED_CHECKPOINT",
                "COMPLETED",
            ),
        )

    def delete(self, namespace_digest: bytes, savepoint_id: str) -> None:
        """Delete a savepoint that is marked."""
        self._database.run(
            "DELETE FROM savepoints WHERE namespace_digest = ? AND savepoint_id = ? AND state = ?",
            (namespace_digest, savepoint_id.encode(), DELETING),
        )


def _savepoint(row: Row) -> StoredSavepoint:
    id, deployment, job_id, state, origin, contents, document = row
    return StoredSavepoint(
        savepoint_id=id.decode(),
        deployment=deployment,
        job_id=job_id.decode(),
        state=state,
        origin=origin,
        contents=contents,
        document=document,
    )
