"""Whose a workspace is, which deployments it has, and how many jobs are in each."""

from collections.abc import Iterator

from ..errors import TargetError
from .database.interface import Database
from .types import DeploymentKey, UnknownError

__all__ = ["SELECT_OWN_TOTAL", "Deployments"]

_SELECT = "SELECT total FROM deployments WHERE deployment = ?"
SELECT_OWN_TOTAL = (
    "SELECT total FROM deployments JOIN workspaces USING (workspace) "
    "WHERE deployment = ? AND account = ?"
)
"""Takes a deployment and the account that it must be of."""


class Deployments:
    """The deployments of all accounts. A workspace belongs to exactly one account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def total(self, account: str, key: DeploymentKey) -> int:
        """Give the number of jobs; raise UnknownError when the account has no such deployment."""
        rows = self._database.all(SELECT_OWN_TOTAL, (key.digest(), account))
        if not rows:
            missing = ("deployment", key.deployment_id)
            raise self.unknown(account, key.workspace, key.namespace, missing)
        return int(rows[0][0])

    def hold(self, account: str, key: DeploymentKey) -> int:
        """Keep other writers away from a deployment, making it if need be; give its total."""
        self._claim(account, key.workspace)
        held = _SELECT + self._database.for_update
        rows = self._database.all(held, (key.digest(),))
        if not rows:
            self._database.run(
                "INSERT INTO deployments (deployment, workspace, namespace, deployment_id, total) "
                "VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
                (key.digest(), *_ids(key)),
            )
            rows = self._database.all(held, (key.digest(),))
        return int(rows[0][0])

    def hold_known(self, account: str, key: DeploymentKey) -> int:
        """Keep other writers away from a deployment; raise UnknownError when there is none."""
        self.total(account, key)
        rows = self._database.all(_SELECT + self._database.for_update, (key.digest(),))
        return int(rows[0][0]) if rows else 0

    def set_total(self, key: DeploymentKey, total: int) -> None:
        """Write the number of jobs."""
        self._database.run(
            "UPDATE deployments SET total = ? WHERE deployment = ?", (total, key.digest())
        )

    def forget(self, key: DeploymentKey) -> None:
        """Let a deployment no longer be known."""
        self._database.run("DELETE FROM deployments WHERE deployment = ?", (key.digest(),))

    def of(self, account: str) -> Iterator[DeploymentKey]:
        """Give the deployments of an account, in order."""
        rows = self._database.all(
            "SELECT workspace, namespace, deployment_id FROM deployments "
            "JOIN workspaces USING (workspace) WHERE account = ? "
            "ORDER BY workspace, namespace, deployment_id",
            (account,),
        )
        for row in rows:
            yield DeploymentKey(*(id.decode() for id in row))

    def may_have(self, account: str, workspace: str) -> bool:
        """Tell whether a workspace is an account's, or nobody's yet."""
        return self._owner(workspace) in (None, account)

    def _claim(self, account: str, workspace: str) -> None:
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

    def unknown(
        self, account: str, workspace: str, namespace: str, missing: tuple[str, str]
    ) -> UnknownError:
        """Name the first thing on the way to what is missing that the account does not have."""
        if self._owner(workspace) != account:
            return UnknownError("workspace", workspace)
        known = self._database.all(
            "SELECT 1 FROM deployments WHERE workspace = ? AND namespace = ? LIMIT 1",
            (workspace.encode(), namespace.encode()),
        )
        return UnknownError(*missing) if known else UnknownError("namespace", namespace)


def _ids(key: DeploymentKey) -> tuple[bytes, bytes, bytes]:
    return key.workspace.encode(), key.namespace.encode(), key.deployment_id.encode()
