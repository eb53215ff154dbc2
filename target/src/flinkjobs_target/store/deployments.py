"""Workspaces with their owners, and deployments with their numbers of jobs."""

from collections.abc import Iterator, Sequence

from ..errors import TargetError
from .database.interface import Database
from .types import DeploymentKey, MissingResourceError

__all__ = ["SELECT_OWN_TOTAL", "Deployments"]

_SELECT = "SELECT total FROM deployments WHERE deployment = ?"
SELECT_OWN_TOTAL = (
    "SELECT total FROM deployments JOIN workspaces USING (workspace) "
    "WHERE deployment = ? AND account = ?"
)
"""Parameters: the deployment's digest, and the account that must own it."""


class Deployments:
    """The deployments of all accounts. A workspace belongs to exactly one account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def total(self, account: str, key: DeploymentKey) -> int:
        """Return the number of jobs; raise MissingResourceError when the account has no such deployment."""
        return self._own_total(account, key, "")

    def lock(self, account: str, key: DeploymentKey) -> int:
        """Lock a deployment against other writers, creating it if missing; return its total."""
        self.claim(account, key.workspace)
        locking_select = _SELECT + self._database.for_update
        rows = self._database.all(locking_select, (key.digest(),))
        if not rows:
            self._database.run(
                "INSERT INTO deployments (deployment, workspace, namespace, deployment_id, total) "
                "VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
                (key.digest(), *_ids(key)),
            )
            rows = self._database.all(locking_select, (key.digest(),))
        return int(rows[0][0])

    def lock_existing(self, account: str, key: DeploymentKey) -> int:
        """Lock an existing deployment; raise MissingResourceError when there is none."""
        return self._own_total(account, key, f"{self._database.for_update} OF deployments")

    def set_total(self, key: DeploymentKey, total: int) -> None:
        """Set the number of jobs."""
        self._database.run(
            "UPDATE deployments SET total = ? WHERE deployment = ?", (total, key.digest())
        )

    def delete(self, key: DeploymentKey) -> None:
        """Delete the row of a deployment."""
        self._database.run("DELETE FROM deployments WHERE deployment = ?", (key.digest(),))

    def keys_of(self, account: str) -> Iterator[DeploymentKey]:
        """Yield the deployments of an account, in order."""
        rows = self._database.all(
            "SELECT workspace, namespace, deployment_id FROM deployments "
            "JOIN workspaces USING (workspace) WHERE account = ? "
            "ORDER BY workspace, namespace, deployment_id",
            (account,),
        )
        for row in rows:
            yield DeploymentKey(*(id.decode() for id in row))

    def keys(self, digests: Sequence[bytes]) -> list[DeploymentKey]:
        """Return the deployments that have these digests, in order."""
        keys = []
        for digest in digests:
            rows = self._database.all(
                "SELECT workspace, namespace, deployment_id FROM deployments WHERE deployment = ?",
                (digest,),
            )
            keys += [DeploymentKey(*(id.decode() for id in row)) for row in rows]
        return sorted(keys)

    def all_keys(self) -> list[DeploymentKey]:
        """Return the deployments of all accounts."""
        rows = self._database.all("SELECT workspace, namespace, deployment_id FROM deployments")
        return [DeploymentKey(*(id.decode() for id in row)) for row in rows]

    def may_use_workspace(self, account: str, workspace: str) -> bool:
        """Whether a workspace belongs to an account, or to none yet."""
        return self._owner(workspace) in (None, account)

    def _own_total(self, account: str, key: DeploymentKey, lock: str) -> int:
        locking = lock if self._database.for_update else ""
        rows = self._database.all(SELECT_OWN_TOTAL + locking, (key.digest(), account))
        if not rows:
            ids = (key.workspace, key.namespace)
            raise self.missing(account, *ids, "deployment", key.deployment_id)
        return int(rows[0][0])

    def claim(self, account: str, workspace: str) -> None:
        """Let a workspace belong to an account; raise TargetError when it belongs to another one."""
        owner = self._owner(workspace)
        if owner is None:
            self._database.run(
                "INSERT INTO workspaces (workspace, account) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (workspace.encode(), account),
            )
            owner = self._owner(workspace)
        if owner != account:
            raise TargetError(
                f"workspace {workspace} belongs to another account than {account}; "
                "pass its own with --account"
            )

    def _owner(self, workspace: str) -> str | None:
        rows = self._database.all(
            "SELECT account FROM workspaces WHERE workspace = ?", (workspace.encode(),)
        )
        return rows[0][0] if rows else None

    def missing(
        self, account: str, workspace: str, namespace: str, resource: str, id: str
    ) -> MissingResourceError:
        """Return an error naming the outermost resource that is missing: workspace, namespace, or `resource`."""
        if self._owner(workspace) != account:
            return MissingResourceError("workspace", workspace)
        namespace_rows = self._database.all(
            "SELECT 1 FROM deployments WHERE workspace = ? AND namespace = ? LIMIT 1",
            (workspace.encode(), namespace.encode()),
        )
        if not namespace_rows:
            return MissingResourceError("namespace", namespace)
        return MissingResourceError(resource, id)


def _ids(key: DeploymentKey) -> tuple[bytes, bytes, bytes]:
    return key.workspace.encode(), key.namespace.encode(), key.deployment_id.encode()
