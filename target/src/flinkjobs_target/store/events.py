"""Events: who changed what in a namespace, and each change of a job's state.

An event is written in the transaction of the change that it is about. Each deployment keeps its newest
ones; those of variables, which are of no deployment, are kept alike.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from ..ids import time_ordered_id
from .database.interface import Database
from .sort_keys import time_sort_key
from .types import DeploymentKey, NamespaceKey, Page

__all__ = [
    "MOST_KEPT",
    "Event",
    "EventFilter",
    "EventName",
    "Events",
    "StoredEvent",
    "deployment_event",
    "state_event",
]

EventName: TypeAlias = Literal[
    "DEPLOYMENT_CREATED",
    "DEPLOYMENT_UPDATED",
    "DEPLOYMENT_DELETED",
    "JOB_START_REQUESTED",
    "JOB_STOP_REQUESTED",
    "JOB_DELETED",
    "STATE_TRANSITION_IS_COMPLETED",
    "SAVEPOINT_REQUESTED",
    "SAVEPOINT_COMPLETED",
    "SAVEPOINT_FAILED",
    "SAVEPOINT_DELETED",
    "VARIABLE_CREATED",
    "VARIABLE_UPDATED",
    "VARIABLE_DELETED",
]
MOST_KEPT = 1000
"""The number of events that each deployment keeps."""
_NO_DEPLOYMENT = b""
_COLUMNS = "namespace_digest, by_time, workspace, deployment, number, name, document"


class Event(Struct, frozen=True, kw_only=True):
    """An event of a namespace, perhaps of a deployment and of a job of it.

    `at` is in milliseconds since 1970-01-01 UTC. The message names who caused it, and no secret.
    """

    namespace: NamespaceKey
    at: int
    name: EventName
    message: str
    deployment_id: str | None = None
    job_id: str | None = None


class EventFilter(Struct, frozen=True, kw_only=True):
    """The conditions of a listing: an event is on it when all that are not None hold.

    `deployment_name` is the name that the deployment had when the event was written.
    """

    deployment: DeploymentKey | None = None
    deployment_name: str | None = None


class StoredEvent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event as it is stored: its document as it is served, and what it is listed by.

    `at` is in milliseconds, `number` counts the events of its deployment.
    """

    at: Annotated[int, Meta(ge=-(2**62), le=2**62)]
    number: Annotated[int, Meta(ge=0, le=2**62)]
    deployment_name: str
    document: dict[str, Any]

    @property
    def namespace(self) -> NamespaceKey:
        """The namespace that it is in; raises LookupError when the document lacks an id."""
        return NamespaceKey(self.document["workspace"], self.document["namespace"])

    def row(self) -> tuple[object, ...]:
        """Return the values of its columns; raise LookupError when the document lacks an id."""
        number = self.number.to_bytes(8, "big")
        return (
            self.namespace.digest(),
            time_sort_key(self.at) + number + self.document["eventId"].encode(),
            self.namespace.workspace.encode(),
            _digest(self.namespace, self.document.get("deploymentId")),
            self.number,
            self.deployment_name.encode(),
            msgspec.json.encode(self.document),
        )


def deployment_event(
    key: DeploymentKey, at: int, name: EventName, message: str, job_id: str | None = None
) -> Event:
    """Return an event of a deployment, or of a job of it; time in milliseconds."""
    return Event(
        namespace=key.namespace_key,
        at=at,
        name=name,
        message=message,
        deployment_id=key.deployment_id,
        job_id=job_id,
    )


def state_event(
    key: DeploymentKey, job: Mapping[str, Any], before: str | None, at: int
) -> Event | None:
    """Return the event of a job that is in another state than before; None when it is not.

    `job` is its document, `at` in milliseconds. The message has the reason of a failure.
    """
    status = job.get("status") or {}
    state, failure = status.get("currentJobStatus"), status.get("failure") or {}
    if state is None or state == before:
        return None
    change = f"is {state}" if before is None else f"went from {before} to {state}"
    reason = f": {failure.get('reason')}: {failure.get('message')}" if failure else ""
    job_id = str(job["jobId"])
    message = f"job instance {job_id} {change}{reason}"
    return deployment_event(key, at, "STATE_TRANSITION_IS_COMPLETED", message, job_id)


class Events:
    """The events of all accounts, inside the transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, event: Event | None) -> None:
        """Write an event as the newest of its deployment, and delete the oldest beyond those kept."""
        if event is None:
            return
        namespace, id = event.namespace, event.deployment_id
        deployment = _digest(namespace, id)
        number = self._newest_number(namespace, deployment) + 1
        stored = StoredEvent(
            at=event.at,
            number=number,
            deployment_name=self._deployment_name(deployment),
            document=_document(event),
        )
        self.put(stored)
        self._database.run(
            "DELETE FROM events WHERE namespace_digest = ? AND deployment = ? AND number <= ?",
            (namespace.digest(), deployment, number - MOST_KEPT),
        )

    def put(self, event: StoredEvent) -> None:
        """Write an event as it was exported, unless it is there already."""
        self._database.run(
            f"INSERT INTO events ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            event.row(),
        )

    def page(
        self, namespace: NamespaceKey, conditions: EventFilter, *, limit: int, offset: int
    ) -> Page:
        """Read a page of a namespace, newest first, with the number of all that the filter keeps."""
        clauses, values = ["namespace_digest = ?"], [namespace.digest()]
        order = "by_time"
        if conditions.deployment is not None:
            clauses.append("deployment = ?")
            values.append(conditions.deployment.digest())
            order = "number"
        if conditions.deployment_name is not None:
            clauses.append("name = ?")
            values.append(conditions.deployment_name.encode())
        where = " AND ".join(clauses)
        rows = self._database.all(
            f"SELECT document FROM events WHERE {where} ORDER BY {order} DESC LIMIT ? OFFSET ?",
            (*values, limit, offset),
        )
        total = self._database.all(f"SELECT COUNT(*) FROM events WHERE {where}", values)
        return Page(documents=[document for (document,) in rows], total=int(total[0][0]))

    def of_account(self, account: str) -> Iterator[StoredEvent]:
        """Yield all events of an account, by namespace and time."""
        rows = self._database.all(
            "SELECT by_time, number, name, document FROM events "
            "JOIN workspaces USING (workspace) WHERE account = ? ORDER BY namespace_digest, by_time",
            (account,),
        )
        for by_time, number, name, document in rows:
            yield StoredEvent(
                at=_time_of(by_time),
                number=number,
                deployment_name=name.decode(),
                document=msgspec.json.decode(document),
            )

    def prune(self, account: str, before: int) -> int:
        """Delete the events of an account before a time in milliseconds; return their number."""
        return self._database.run(
            "DELETE FROM events WHERE by_time < ? AND workspace IN "
            "(SELECT workspace FROM workspaces WHERE account = ?)",
            (time_sort_key(before), account),
        )

    def _newest_number(self, namespace: NamespaceKey, deployment: bytes) -> int:
        rows = self._database.all(
            "SELECT number FROM events WHERE namespace_digest = ? AND deployment = ? "
            "ORDER BY number DESC LIMIT 1",
            (namespace.digest(), deployment),
        )
        return int(rows[0][0]) if rows else 0

    def _deployment_name(self, deployment: bytes) -> str:
        rows = self._database.all(
            "SELECT name FROM definitions WHERE deployment = ?", (deployment,)
        )
        return bytes(rows[0][0]).decode() if rows else ""


def _document(event: Event) -> dict[str, Any]:
    """Return an event as it is served; its time is in seconds, as text."""
    ids = {"deploymentId": event.deployment_id, "jobId": event.job_id}
    return {
        "eventId": time_ordered_id(event.at),
        "eventName": event.name,
        "message": event.message,
        **{name: id for name, id in ids.items() if id is not None},
        "workspace": event.namespace.workspace,
        "namespace": event.namespace.namespace,
        "createdAt": str(event.at // 1000),
    }


def _digest(namespace: NamespaceKey, deployment_id: str | None) -> bytes:
    """Return the digest of the deployment that an event is of; of none, an empty one."""
    return namespace.deployment(deployment_id).digest() if deployment_id else _NO_DEPLOYMENT


def _time_of(sort_key: bytes) -> int:
    """Return the time in milliseconds that a sort key begins with."""
    return int.from_bytes(sort_key[1:9], "big") - 2**63
