"""The lines of an export that are not jobs: deployments, savepoints, runs, events and
variables, tagged by kind.

A deployment that is known from its jobs alone has no line: its jobs yield it again.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from .database.interface import Database
from .definitions import Definition, Definitions, definition_of
from .deployments import Deployments
from .events import Events, StoredEvent
from .runs import Run, Runs
from .savepoints import Savepoints, StoredSavepoint
from .types import DeploymentKey, NamespaceKey
from .variables import Variable, Variables

__all__ = ["Entry", "EntryStore", "is_entry", "parse_entry"]

_TAG = re.compile(rb'\s*\{\s*"(?:deployment|savepoint|run|event|variable)"\s*:')


class ExportedDeployment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A deployment: its document as it is stored, and whether it was changed after its latest start."""

    document: dict[str, Any]
    changed: bool


class ExportedSavepoint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A savepoint: its document as it is served, and what an engine restores from."""

    workspace: str
    document: dict[str, Any]
    contents: bytes


class ExportedVariable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A variable of a namespace; an encrypted one is exported as it is stored, as ciphertext."""

    workspace: str
    namespace: str
    variable: Variable


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A line of an export, which has one of these."""

    deployment: ExportedDeployment | None = None
    savepoint: ExportedSavepoint | None = None
    run: Run | None = None
    event: StoredEvent | None = None
    variable: ExportedVariable | None = None

    @property
    def key(self) -> DeploymentKey:
        """The deployment that it is, or is of; raises LookupError when its document lacks an id."""
        if self.run is not None:
            return self.run.key
        if self.savepoint is not None:
            document = {**self.savepoint.document, "workspace": self.savepoint.workspace}
        else:
            document = self.deployment.document if self.deployment else {}
        return DeploymentKey(document["workspace"], document["namespace"], document["deploymentId"])


def is_entry(content: bytes) -> bool:
    """Whether a JSON object is a line that is not a job."""
    return _TAG.match(content) is not None


def parse_entry(content: bytes) -> Entry:
    """Parse a line; raise msgspec.DecodeError for one that cannot be stored."""
    entry = msgspec.json.decode(content, type=Entry)
    try:
        if entry.event is not None:
            entry.event.row()
        if entry.event is not None or entry.variable is not None:
            return entry
        entry.key.digest()
        if entry.deployment is not None:
            definition_of(entry.key, entry.deployment.document, changed=False)
        if entry.savepoint is not None:
            _stored_savepoint(entry.key, entry.savepoint)
    except (LookupError, TypeError, AttributeError) as error:
        raise msgspec.ValidationError(f"its document lacks {error}") from None
    return entry


class EntryStore:
    """Reads and writes entries inside the transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._deployments = Deployments(database)
        self._definitions = Definitions(database)
        self._savepoints = Savepoints(database)
        self._runs = Runs(database)
        self._events = Events(database)
        self._variables = Variables(database)

    def deployment(self, key: DeploymentKey) -> Iterator[bytes]:
        """Yield the line of a deployment that a caller has created or changed."""
        rows = self._database.all(
            "SELECT document, changed FROM definitions "
            "WHERE deployment = ? AND modifier IS NOT NULL",
            (key.digest(),),
        )
        for document, changed in rows:
            content = ExportedDeployment(
                document=msgspec.json.decode(document), changed=bool(changed)
            )
            yield msgspec.json.encode(Entry(deployment=content))

    def runs(self, key: DeploymentKey) -> Iterator[bytes]:
        """Yield the lines of the runs of a deployment."""
        for run in self._runs.of_deployment(key):
            yield msgspec.json.encode(Entry(run=run))

    def savepoints(self, namespace: NamespaceKey) -> Iterator[bytes]:
        """Yield the lines of the savepoints of a namespace, also of deleted deployments."""
        for savepoint in self._savepoints.of_namespace(namespace):
            content = ExportedSavepoint(
                workspace=namespace.workspace,
                document=msgspec.json.decode(savepoint.document),
                contents=savepoint.contents,
            )
            yield msgspec.json.encode(Entry(savepoint=content))

    def events(self, account: str) -> Iterator[bytes]:
        """Yield the lines of the events of an account, also of deleted deployments."""
        for event in self._events.of_account(account):
            yield msgspec.json.encode(Entry(event=event))

    def variables(self, account: str) -> Iterator[bytes]:
        """Yield the lines of the variables of an account."""
        for namespace, variable in self._variables.of_account(account):
            content = ExportedVariable(
                workspace=namespace.workspace, namespace=namespace.namespace, variable=variable
            )
            yield msgspec.json.encode(Entry(variable=content))

    def put_deployments(self, account: str, entries: Sequence[Entry]) -> None:
        """Insert or replace deployments."""
        keys = sorted({entry.key for entry in entries if entry.deployment or entry.run})
        for key in keys:  # all deployments are locked before their namespaces
            self._deployments.lock(account, key)
        for entry in entries:
            if entry.deployment is not None:
                self._put_definition(
                    definition_of(
                        entry.key, entry.deployment.document, changed=entry.deployment.changed
                    )
                )

    def put_states(self, account: str, entries: Sequence[Entry]) -> None:
        """Insert or replace the other entries, after the jobs that they are of."""
        for entry in entries:
            if entry.variable is not None:
                self._put_variable(account, entry.variable)
            if entry.event is not None:
                self._deployments.claim(account, entry.event.namespace.workspace)
                self._events.put(entry.event)
            if entry.savepoint is not None:
                self._deployments.claim(account, entry.key.workspace)
                namespace = entry.key.namespace_key
                savepoint = _stored_savepoint(entry.key, entry.savepoint)
                self._savepoints.remove(namespace, savepoint.savepoint_id)
                created = entry.savepoint.document["createdAt"]
                self._savepoints.insert(namespace, savepoint, created * 1000)
            if entry.run is not None:
                run = msgspec.structs.replace(entry.run, account=account)
                self._runs.remove(run.key, run.job_id)
                self._runs.insert(run)

    def _put_variable(self, account: str, exported: ExportedVariable) -> None:
        self._deployments.claim(account, exported.workspace)
        namespace = NamespaceKey(exported.workspace, exported.namespace)
        self._definitions.lock_namespace(namespace)
        self._variables.put(namespace, exported.variable)

    def _put_definition(self, definition: Definition) -> None:
        if self._definitions.exists(definition.key):
            self._definitions.replace(definition)
        else:
            self._definitions.insert(definition)


def _stored_savepoint(key: DeploymentKey, exported: ExportedSavepoint) -> StoredSavepoint:
    document = exported.document
    return StoredSavepoint(
        savepoint_id=document["savepointId"],
        deployment=key.digest(),
        job_id=document["jobId"],
        state=document["status"]["state"],
        origin=document["savepointOrigin"],
        contents=exported.contents,
        document=msgspec.json.encode({**document, "createdAt": int(document["createdAt"])}),
    )
