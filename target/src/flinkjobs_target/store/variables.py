"""Variables of namespaces: values by name, of which those that are encrypted are stored as ciphertext."""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from .database.interface import Database, Row
from .types import NamespaceKey

__all__ = ["Variable", "VariableKind", "VariablePage", "Variables"]

VariableKind: TypeAlias = Literal["Plain", "Clear", "Encrypted"]


class Variable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A variable. The `content` of one of the kind Encrypted is ciphertext, of any other its value."""

    name: str
    kind: VariableKind
    content: str
    description: str | None = None


class VariablePage(Struct, frozen=True, kw_only=True):
    """A page of variables, and the number of all."""

    variables: Sequence[Variable]
    total: int


class Variables:
    """The variables of all accounts, inside the transaction of the caller.

    Writers lock the namespace before they read (`Definitions.lock_namespace`).
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, namespace: NamespaceKey, name: str) -> Variable | None:
        """Read a variable; None when there is none."""
        rows = self._database.all(
            "SELECT document FROM variables WHERE namespace_digest = ? AND name = ?",
            (namespace.digest(), name.encode()),
        )
        return _variable(rows[0]) if rows else None

    def page(self, namespace: NamespaceKey, *, limit: int, offset: int) -> VariablePage:
        """Read a page of the variables of a namespace, by name."""
        digest = namespace.digest()
        rows = self._database.all(
            "SELECT document FROM variables WHERE namespace_digest = ? "
            "ORDER BY name LIMIT ? OFFSET ?",
            (digest, limit, offset),
        )
        total = self._database.all(
            "SELECT COUNT(*) FROM variables WHERE namespace_digest = ?", (digest,)
        )
        return VariablePage(variables=list(map(_variable, rows)), total=int(total[0][0]))

    def of_account(self, account: str) -> Iterator[tuple[NamespaceKey, Variable]]:
        """Yield all variables of an account with their namespaces, in order."""
        rows = self._database.all(
            "SELECT document, workspace, namespace FROM variables "
            "JOIN workspaces USING (workspace) WHERE account = ? "
            "ORDER BY workspace, namespace, name",
            (account,),
        )
        for row in rows:
            yield NamespaceKey(row[1].decode(), row[2].decode()), _variable(row)

    def put(self, namespace: NamespaceKey, variable: Variable) -> None:
        """Insert a variable, or replace the one of this name."""
        self._database.run(
            "INSERT INTO variables (namespace_digest, name, workspace, namespace, document) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (namespace_digest, name) DO UPDATE SET "
            "document = excluded.document",
            (
                namespace.digest(),
                variable.name.encode(),
                namespace.workspace.encode(),
                namespace.namespace.encode(),
                msgspec.json.encode(variable),
            ),
        )

    def delete(self, namespace: NamespaceKey, name: str) -> None:
        """Delete a variable, if there is one."""
        self._database.run(
            "DELETE FROM variables WHERE namespace_digest = ? AND name = ?",
            (namespace.digest(), name.encode()),
        )


_decoder = msgspec.json.Decoder(Variable)


def _variable(row: Row) -> Variable:
    return _decoder.decode(row[0])
