"""Deployments as they are served: their documents, names, labels and the state of their latest job."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from .database.interface import Database, Row
from .definition_filters import DefinitionFilter, counting_query, listing_query
from .sort_keys import creation_sort_key
from .types import DeploymentKey, NamespaceKey, Page

__all__ = ["Definition", "Definitions", "definition_of"]

_COLUMNS = (
    "deployment, namespace_digest, name, by_gmt_create, by_gmt_modified, mode, creator, modifier, "
    "changed, document"
)
_MOST_SORTED = 1000
"""Deployments of a name that are sorted for a page; of more, the namespace is walked in order."""
_SUMMARY_STATES = ("STARTING", "RUNNING", "CANCELLING", "CANCELLED", "FAILED", "FINISHED")
_MOST_SUFFIX_BYTES = 512
_CHUNK = 1000


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

    def named(self, namespace: NamespaceKey, name: str) -> Sequence[bytes]:
        """Return the deployments that have exactly this name as they are served, newest first."""
        rows = self._database.all(
            "SELECT deployment, document, changed FROM definitions "
            "WHERE namespace_digest = ? AND name = ? ORDER BY by_gmt_create DESC",
            (namespace.digest(), name.encode()),
        )
        return list(self._served(rows))

    def labelled(
        self, namespace: NamespaceKey, label: str, values: tuple[str, ...]
    ) -> Sequence[bytes]:
        """Return the deployments whose label has one of some values as they are served, newest first."""
        conditions = DefinitionFilter(label=label, label_values=values)
        documents: list[bytes] = []
        while True:
            page = self.page(
                namespace, conditions, "gmt_create", limit=_CHUNK, offset=len(documents)
            )
            documents += page.documents
            if len(page.documents) < _CHUNK:
                return documents

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
        return next(self._served(rows), None)

    def insert(self, definition: Definition) -> None:
        """Insert a deployment that does not exist."""
        self.insert_all([definition])

    def insert_all(self, definitions: Sequence[Definition]) -> None:
        """Insert deployments of one namespace, none of which exists."""
        namespace = definitions[0].key.namespace_key
        total = self.lock_namespace(namespace)
        self._database.run_each(
            f"INSERT INTO definitions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            map(_row, definitions),
        )
        self._set_total(namespace, total + len(definitions))
        self._index_names(definitions)
        self._index_labels(definitions)

    def replace(self, definition: Definition) -> None:
        """Replace a deployment that exists."""
        digest = definition.key.digest()
        renamed = self._remove_from_index(definition.key, unless_named=definition.name)
        self._database.run(
            "UPDATE definitions SET name = ?, by_gmt_create = ?, by_gmt_modified = ?, mode = ?, "
            "creator = ?, modifier = ?, changed = ?, document = ? WHERE deployment = ?",
            (*_row(definition)[2:], digest),
        )
        self._index_labels([definition])
        if renamed:
            self._index_names([definition])

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
        counted = self._database.all(*counting_query(namespace, conditions))
        total = int(counted[0][0]) if counted else 0
        is_broad = total > _MOST_SORTED
        source, where, values = listing_query(namespace, conditions, is_broad=is_broad)
        column = f"by_{order}"
        if conditions.name is not None and not is_broad:
            # An expression: no planner walks the order's index for a few names.
            column = f"COALESCE({column}, {column})"
        rows = self._database.all(
            f"SELECT definitions.deployment, document, changed FROM {source} WHERE {where} "
            f"ORDER BY {column} DESC LIMIT ? OFFSET ?",
            (*values, limit, offset),
        )
        return Page(documents=list(self._served(rows)), total=total)

    def _served(self, rows: Sequence[Row]) -> Iterator[bytes]:
        """Yield documents with the numbers of jobs by state, and whether each was changed."""
        if not rows:
            return
        counted = self._database.all(
            "SELECT deployment, status, jobs FROM job_counts "
            f"WHERE deployment IN ({', '.join('?' * len(rows))})",
            [digest for digest, _, _ in rows],
        )
        counts = {(digest, status): jobs for digest, status, jobs in counted}
        for digest, document, changed in rows:
            summary = {
                state.lower(): counts.get((digest, state.encode()), 0) for state in _SUMMARY_STATES
            }
            derived = msgspec.json.encode(
                {"jobSummary": summary, "deploymentHasChanged": bool(changed)}
            )
            yield bytes(document[:-1]) + b"," + derived[1:]

    def _set_total(self, namespace: NamespaceKey, total: int) -> None:
        self._database.run(
            "UPDATE namespaces SET total = ? WHERE namespace_digest = ?",
            (total, namespace.digest()),
        )

    def _index_names(self, definitions: Sequence[Definition]) -> None:
        rows = [
            (definition.key.namespace_key.digest(), suffix, definition.key.digest())
            for definition in definitions
            for suffix in _suffixes(definition.name)
        ]
        columns = ("namespace_digest", "suffix", "deployment")
        self._database.insert("name_suffixes", columns, sorted(rows))

    def _index_labels(self, definitions: Sequence[Definition]) -> None:
        rows = [
            (definition.key.digest(), name.encode(), value.encode())
            for definition in definitions
            for name, value in definition.labels.items()
        ]
        if rows:
            self._database.insert("labels", ("deployment", "label", "value"), rows)

    def _remove_from_index(self, key: DeploymentKey, unless_named: str | None = None) -> bool:
        """Remove the labels of a deployment, and its name unless that stays; return whether it did not."""
        digest = key.digest()
        rows = self._database.all("SELECT name FROM definitions WHERE deployment = ?", (digest,))
        names = {bytes(name).decode() for (name,) in rows} - {unless_named}
        for name in names:
            self._database.run_each(
                "DELETE FROM name_suffixes WHERE namespace_digest = ? AND suffix = ? AND deployment = ?",
                [(key.namespace_key.digest(), suffix, digest) for suffix in _suffixes(name)],
            )
        self._database.run("DELETE FROM labels WHERE deployment = ?", (digest,))
        return bool(names)


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


def _seconds(text: object) -> int | None:
    return int(text) if isinstance(text, str) and text.isdecimal() else None


def _label(value: object) -> str:
    """Return the text by which a label is found: of any JSON value but a text, its JSON."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
