"""Deployments as they are served: their documents, names, labels and the state of their latest job."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from .database.interface import Database, Row
from .sort_keys import creation_sort_key
from .types import DeploymentKey, NamespaceKey, Page

__all__ = ["Definition", "DefinitionFilter", "Definitions", "definition_of"]

_COLUMNS = (
    "deployment, namespace_digest, name, by_gmt_create, by_gmt_modified, mode, creator, modifier, "
    "changed, document"
)
_SUMMARY_STATES = ("STARTING", "RUNNING", "CANCELLING", "CANCELLED", "FAILED", "FINISHED")
_SELECT_COUNTS = "SELECT status, jobs FROM job_counts WHERE deployment = ?"
_MOST_SUFFIX_BYTES = 512


class Definition(Struct, frozen=True, kw_only=True):
    """A deployment: its document without what is derived from its jobs, and what it is found by.

    Times are in seconds; None, when one is unknown, sorts before any time.
    """

    key: DeploymentKey
    name: str
    mode: str | None
    creator: str | None
    modifier: str | None
    created: int | None
    modified: int | None
    changed: bool
    labels: Mapping[str, str]
    document: bytes


def definition_of(key: DeploymentKey, document: Mapping[str, Any], *, changed: bool) -> Definition:
    """Return a deployment as it is stored."""
    return Definition(
        key=key,
        name=document["name"],
        mode=document.get("executionMode"),
        creator=document.get("creator"),
        modifier=document.get("modifier"),
        created=_seconds(document.get("createdAt")),
        modified=_seconds(document.get("modifiedAt")),
        changed=changed,
        labels={name: _label(value) for name, value in (document.get("labels") or {}).items()},
        document=msgspec.json.encode(document),
    )


class DefinitionFilter(Struct, frozen=True, kw_only=True):
    """The conditions of a listing: a deployment is on it when all that are not None hold."""

    name: str | None = None
    status: str | None = None
    mode: str | None = None
    creator: str | None = None
    modifier: str | None = None
    label: str | None = None
    label_values: tuple[str, ...] | None = None


class Definitions:
    """The deployments of all accounts, inside the transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lock_namespace(self, namespace: NamespaceKey) -> int:
        """Lock a namespace against other writers, creating it if missing; return its number of deployments."""
        digest = namespace.digest()
        self._database.run(
            "INSERT INTO namespaces (namespace_digest, total) VALUES (?, 0) ON CONFLICT DO NOTHING",
            (digest,),
        )
        rows = self._database.all(
            "SELECT total FROM namespaces WHERE namespace_digest = ?" + self._database.for_update,
            (digest,),
        )
        return int(rows[0][0])

    def ids_of_name(self, namespace: NamespaceKey, name: str) -> Sequence[bytes]:
        """Return the digests of the deployments that have exactly this name."""
        rows = self._database.all(
            "SELECT deployment FROM definitions WHERE namespace_digest = ? AND name = ?",
            (namespace.digest(), name.encode()),
        )
        return [digest for (digest,) in rows]

    def exists(self, key: DeploymentKey) -> bool:
        """Whether a deployment has a document."""
        rows = self._database.all("SELECT 1 FROM definitions WHERE deployment = ?", (key.digest(),))
        return bool(rows)

    def document(self, key: DeploymentKey) -> bytes | None:
        """Return the document of a deployment, without what is derived; None when there is none."""
        rows = self._database.all(
            "SELECT document FROM definitions WHERE deployment = ?", (key.digest(),)
        )
        return rows[0][0] if rows else None

    def served(self, key: DeploymentKey) -> bytes | None:
        """Return the document of a deployment as it is served; None when there is none."""
        rows = self._database.all(
            "SELECT deployment, document, changed FROM definitions WHERE deployment = ?",
            (key.digest(),),
        )
        return self._served(rows[0]) if rows else None

    def insert(self, definition: Definition) -> None:
        """Insert a deployment that does not exist."""
        total = self.lock_namespace(definition.key.namespace_key)
        self._database.run(
            f"INSERT INTO definitions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _row(definition),
        )
        self._set_total(definition.key.namespace_key, total + 1)
        self._index(definition)

    def replace(self, definition: Definition) -> None:
        """Replace a deployment that exists."""
        digest = definition.key.digest()
        self._remove_from_index(definition.key, unless_named=definition.name)
        self._database.run(
            "UPDATE definitions SET name = ?, by_gmt_create = ?, by_gmt_modified = ?, mode = ?, "
            "creator = ?, modifier = ?, changed = ?, document = ? WHERE deployment = ?",
            (*_row(definition)[2:], digest),
        )
        self._index(definition)

    def delete(self, key: DeploymentKey) -> None:
        """Delete a deployment, if it has a document."""
        total = self.lock_namespace(key.namespace_key)
        self._remove_from_index(key)
        deleted = self._database.run(
            "DELETE FROM definitions WHERE deployment = ?", (key.digest(),)
        )
        self._set_total(key.namespace_key, total - deleted)

    def set_changed(self, key: DeploymentKey, *, changed: bool) -> None:
        """Set whether a deployment was changed after its latest start."""
        self._database.run(
            "UPDATE definitions SET changed = ? WHERE deployment = ?", (int(changed), key.digest())
        )

    def set_status(self, key: DeploymentKey, status: str | None) -> None:
        """Set the state of the latest job of a deployment."""
        self._database.run(
            "UPDATE definitions SET status = ? WHERE deployment = ?",
            (_encoded(status), key.digest()),
        )

    def page(
        self,
        namespace: NamespaceKey,
        conditions: DefinitionFilter,
        order: Literal["gmt_create", "gmt_modified"],
        *,
        limit: int,
        offset: int,
    ) -> Page:
        """Read a page of a namespace, newest first, with the number of all that the filter keeps."""
        source, where, values = _query(namespace, conditions)
        column = f"by_{order}"
        if conditions.name is not None:  # an expression: no planner walks the order's index for it
            column = f"COALESCE({column}, {column})"
        rows = self._database.all(
            f"SELECT definitions.deployment, document, changed FROM {source} WHERE {where} "
            f"ORDER BY {column} DESC LIMIT ? OFFSET ?",
            (*values, limit, offset),
        )
        if conditions == DefinitionFilter():
            count = "SELECT total FROM namespaces WHERE namespace_digest = ?"
        else:
            count = f"SELECT COUNT(*) FROM {source} WHERE {where}"
        total = self._database.all(count, values)
        return Page(
            documents=[self._served(row) for row in rows], total=int(total[0][0]) if total else 0
        )

    def _served(self, row: Row) -> bytes:
        """Return a document with the numbers of jobs by state, and whether it was changed."""
        digest, document, changed = row
        counts: dict[bytes, int] = dict(self._database.all(_SELECT_COUNTS, (digest,)))
        summary = {state.lower(): counts.get(state.encode(), 0) for state in _SUMMARY_STATES}
        derived = msgspec.json.encode(
            {"jobSummary": summary, "deploymentHasChanged": bool(changed)}
        )
        return bytes(document[:-1]) + b"," + derived[1:]

    def _set_total(self, namespace: NamespaceKey, total: int) -> None:
        self._database.run(
            "UPDATE namespaces SET total = ? WHERE namespace_digest = ?",
            (total, namespace.digest()),
        )

    def _index(self, definition: Definition) -> None:
        digest, namespace = definition.key.digest(), definition.key.namespace_key.digest()
        self._database.run_each(
            "INSERT INTO name_suffixes (namespace_digest, suffix, deployment) VALUES (?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            [(namespace, suffix, digest) for suffix in _suffixes(definition.name)],
        )
        self._database.run_each(
            "INSERT INTO labels (deployment, label, value) VALUES (?, ?, ?)",
            [(digest, name.encode(), value.encode()) for name, value in definition.labels.items()],
        )

    def _remove_from_index(self, key: DeploymentKey, unless_named: str | None = None) -> None:
        """Remove the labels of a deployment, and its name unless that stays."""
        digest = key.digest()
        rows = self._database.all("SELECT name FROM definitions WHERE deployment = ?", (digest,))
        for name in {bytes(name).decode() for (name,) in rows} - {unless_named}:
            self._database.run_each(
                "DELETE FROM name_suffixes WHERE namespace_digest = ? AND suffix = ? AND deployment = ?",
                [(key.namespace_key.digest(), suffix, digest) for suffix in _suffixes(name)],
            )
        self._database.run("DELETE FROM labels WHERE deployment = ?", (digest,))


def _row(definition: Definition) -> Row:
    key, id = definition.key, definition.key.deployment_id
    return (
        key.digest(),
        key.namespace_key.digest(),
        definition.name.encode(),
        creation_sort_key(definition.created, id),
        creation_sort_key(definition.modified, id),
        _encoded(definition.mode),
        _encoded(definition.creator),
        _encoded(definition.modifier),
        int(definition.changed),
        definition.document,
    )


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def _suffixes(name: str) -> set[bytes]:
    """Return the ends of a name, from each of its characters on, cut to a length that an index holds."""
    return {name[start:].encode()[:_MOST_SUFFIX_BYTES] for start in range(len(name))}


def _query(namespace: NamespaceKey, conditions: DefinitionFilter) -> tuple[str, str, list[object]]:
    """Return the tables and the condition of a listing, and the values of both.

    A name is found first, along the index of suffixes, and the rest is joined to it: no planner
    shall walk a whole namespace for a few names.
    """
    digest = namespace.digest()
    source, clauses = "definitions", ["definitions.namespace_digest = ?"]
    values: list[object] = [digest]
    if conditions.name is not None:
        part = conditions.name.encode()
        source = (
            "(SELECT DISTINCT deployment AS named FROM name_suffixes "
            "WHERE namespace_digest = ? AND suffix >= ? AND suffix < ?) AS found "
            "CROSS JOIN definitions"
        )
        clauses.append("definitions.deployment = named")
        values = [digest, part, part + b"\xff", digest]
    for column in ("status", "mode", "creator", "modifier"):
        if (value := getattr(conditions, column)) is not None:
            clauses.append(f"{column} = ?")
            values.append(value.encode())
    if conditions.label is not None:
        accepted = conditions.label_values
        in_values = f" AND value IN ({', '.join('?' * len(accepted))})" if accepted else ""
        clauses.append(
            "EXISTS (SELECT 1 FROM labels WHERE labels.deployment = definitions.deployment "
            f"AND label = ?{in_values})"
        )
        values.append(conditions.label.encode())
        values += [value.encode() for value in accepted or ()]
    return source, " AND ".join(clauses), values


def _seconds(text: object) -> int | None:
    return int(text) if isinstance(text, str) and text.isdecimal() else None


def _label(value: object) -> str:
    """Return the text by which a label is found: of any JSON value but a text, its JSON."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
